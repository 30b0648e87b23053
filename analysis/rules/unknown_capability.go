package rules

import (
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// UnknownCapability reports a name in a tier that no capability has.
var UnknownCapability = &Rule{
	Code:     "unknown-capability",
	Title:    "permissions name an unknown capability",
	Severity: diagnostic.Error,
	Absence:  true,
	Doc: doc(
		"A list under `permissions` names a capability that is not declared. Only `forbidden` may do that.",
		"Mostly a capability was renamed or the name is misspelt. The one that was meant stands in no list then.",
		"Correct the name, or remove the entry.",
	),
	Bad: exampleService + exampleCapabilities + `permissions:
  read: [list_order]
`,
	Good: exampleService + exampleCapabilities + examplePermissions,
	File: func(p *Pass) {
		if !p.Declaration.CapabilitiesKey.Valid { // one mistake, reported there, and not one for each name
			return
		}
		if p.Declaration.Permissions == nil || p.Declaration.CapabilitiesKey.Present && !p.Declaration.CapabilitiesKey.Valid {
			return
		}
		for _, tier := range p.Declaration.Permissions.Tiers {
			if tier.Name == "forbidden" {
				continue
			}
			for _, n := range tier.Names {
				if len(p.Index.ByName[n.Value]) > 0 {
					continue
				}
				near, found := source.Nearest(n.Value, candidates(p, n.Value, 0))
				if !found {
					d := p.Report(n.Span, "permissions."+tier.Name, "references unknown capability %s", quote(n.Value))
					fix(d, true, "remove the entry", p.edit().removeName(p.Declaration.Permissions, tier, n)...)
					continue
				}
				d := p.Report(n.Span, "permissions."+tier.Name, "references unknown capability %s. Did you mean %s?", quote(n.Value), quote(near))
				if _, listed := tier.Entry(near); listed {
					fix(d, true, "remove the entry", p.edit().removeName(p.Declaration.Permissions, tier, n)...)
				} else {
					fix(d, !onlyFits(p, near, tier), "rename to "+quote(near), p.edit().replace(n.Span, near)...)
				}
			}
		}
	},
}
