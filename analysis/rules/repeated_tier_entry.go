package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// RepeatedTierEntry reports a name that stands in the same list twice.
var RepeatedTierEntry = &Rule{
	Code:     "repeated-tier-entry",
	Title:    "capability twice in one list",
	Severity: diagnostic.Warning,
	Tags:     []diagnostic.Tag{diagnostic.Unnecessary},
	Doc: doc(
		"A list under `permissions` has the same name more than once.",
		"It changes nothing, but mostly another name was meant, and that one is missing.",
		"Remove the second one, or correct it.",
	),
	Bad: exampleService + exampleCapabilities + `permissions:
  read: [list_orders, list_orders]
`,
	Good: exampleService + exampleCapabilities + examplePermissions,
	File: func(p *Pass) {
		if p.Declaration.Permissions == nil {
			return
		}
		for _, tier := range p.Declaration.Permissions.Tiers {
			seen := map[string]bool{}
			for _, n := range tier.Names {
				if !seen[n.Value] {
					seen[n.Value] = true
					continue
				}
				first, _ := tier.Entry(n.Value)
				d := p.Report(n.Span, "permissions."+tier.Name, "%s is listed twice under %s", quote(n.Value), tier.Name)
				d.Related = []diagnostic.Related{{Span: first.Span, Message: "first listed here"}}
				fix(d, false, "remove the second one", p.edit().removeName(p.Declaration.Permissions, tier, n)...)
			}
		}
	},
}
