package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// EmptyTier reports a list under permissions without names.
var EmptyTier = &Rule{
	Code:     "empty-tier",
	Title:    "empty list under permissions",
	Severity: diagnostic.Warning,
	Absence:  true,
	Doc: doc(
		"A list under `permissions` has no entries.",
		"It says nothing. Perhaps names were meant to stand here.",
		"Add the names, or remove the list.",
	),
	Bad: exampleService + exampleCapabilities + `permissions:
  read: [list_orders]
  write: []
`,
	Good: exampleService + exampleCapabilities + examplePermissions,
	File: func(p *Pass) {
		permissions := p.Declaration.Permissions
		if permissions == nil {
			return
		}
		full := false // whether anything is left when the empty ones are gone
		for _, tier := range permissions.Tiers {
			full = full || len(tier.Names) > 0
		}
		for _, tier := range permissions.Tiers {
			if tier.Node == nil || len(tier.Node.Items) > 0 {
				continue
			}
			d := p.Report(tier.Node.Span, "permissions."+tier.Name, "empty array. Remove it or add capability names")
			if full {
				fix(d, false, "remove "+tier.Name, p.edit().removeEntry(permissions.Node, tier.Name)...)
			}
		}
	},
}
