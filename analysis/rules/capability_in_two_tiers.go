package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// CapabilityInTwoTiers reports a name that stands in more than one tier.
var CapabilityInTwoTiers = &Rule{
	Code:     "capability-in-two-tiers",
	Title:    "capability in two permission tiers",
	Severity: diagnostic.Error,
	Doc: doc(
		"`permissions` lists the same capability under two of `read`, `write` and `admin`.",
		"The stricter one holds, but whoever reads the other list believes something else.",
		"Keep the name in the tier that is the capability's own `permission`.",
	),
	Bad: exampleService + exampleCapabilities + `  - name: get_shop
    description: Get the shop's own details
    method: GET
    path: /shop
    permission: read
permissions:
  read: [list_orders, get_shop]
  write: [list_orders]
`,
	Good: exampleService + exampleCapabilities + `  - name: get_shop
    description: Get the shop's own details
    method: GET
    path: /shop
    permission: read
permissions:
  read: [list_orders, get_shop]
`,
	File: func(p *Pass) {
		permissions := p.Declaration.Permissions
		if permissions == nil {
			return
		}
		for i, tier := range permissions.Tiers {
			if i == 0 || tier.Name == "forbidden" {
				continue
			}
			for _, n := range tier.Names {
				tiers := listed(permissions, n.Value)
				if len(tiers) < 2 || tiers[0].Name == tier.Name {
					continue
				}
				first, _ := tiers[0].Entry(n.Value)
				d := p.Report(n.Span, "permissions."+tier.Name, "%s appears in multiple permission tiers", quote(n.Value))
				d.Related = []diagnostic.Related{{Span: first.Span, Message: "also listed under " + tiers[0].Name}}
				own := ""
				if indices := p.Index.ByName[n.Value]; len(indices) > 0 {
					own = p.Declaration.Capabilities[indices[0]].Permission.Or("")
				}
				if own != tier.Name {
					fix(d, true, "remove it from "+tier.Name, p.edit().removeName(permissions, tier, n)...)
				}
				if own != tiers[0].Name {
					fix(d, true, "remove it from "+tiers[0].Name, p.edit().removeName(permissions, tiers[0], first)...)
				}
			}
		}
	},
}
