package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// ForbiddenInTier reports a name that is both allowed and forbidden.
var ForbiddenInTier = &Rule{
	Code:     "forbidden-in-tier",
	Title:    "capability both in a tier and forbidden",
	Severity: diagnostic.Error,
	Doc: doc(
		"`permissions` lists the same name under `forbidden` and under `read`, `write` or `admin`.",
		"Forbidden always wins, but whoever reads the other list believes that agents may call it.",
		"Decide, and remove one of the two entries.",
	),
	Bad: exampleService + exampleCapabilities + `  - name: list_customers
    description: List the shop's customers
    method: GET
    path: /customers
    permission: read
permissions:
  read: [list_orders, list_customers]
  forbidden: [list_customers]
`,
	Good: exampleService + exampleCapabilities + `  - name: list_customers
    description: List the shop's customers
    method: GET
    path: /customers
    permission: read
permissions:
  read: [list_orders]
  forbidden: [list_customers]
`,
	File: func(p *Pass) {
		permissions := p.Declaration.Permissions
		if permissions == nil {
			return
		}
		for _, tier := range permissions.Tiers {
			if tier.Name != "forbidden" {
				continue
			}
			for _, n := range tier.Names {
				tiers := listed(permissions, n.Value)
				if len(tiers) == 0 {
					continue
				}
				entry, _ := tiers[0].Entry(n.Value)
				d := p.Report(n.Span, "permissions.forbidden", "%s cannot be both in a permission tier and forbidden", quote(n.Value))
				d.Related = []diagnostic.Related{{Span: entry.Span, Message: "also listed under " + tiers[0].Name}}
				fix(d, true, "remove it from "+tiers[0].Name, p.edit().removeName(permissions, tiers[0], entry)...)
				fix(d, true, "remove it from forbidden", p.edit().removeName(permissions, tier, n)...)
			}
		}
	},
}
