package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// MisspeltForbidden reports a forbidden name that is nearly a declared one.
var MisspeltForbidden = &Rule{
	Code:     "misspelt-forbidden",
	Title:    "forbidden name is nearly a declared one",
	Severity: diagnostic.Warning,
	Doc: doc(
		"`permissions.forbidden` names something that is not declared, but a capability of nearly that name is.",
		"`forbidden` may name things that do not exist. If the declared one was meant, it is not forbidden at all: agents may call it.",
		"Correct the name. Where both exist in the API and only the other one is to be forbidden, keep it with an ignore comment.",
	),
	Bad: exampleService + exampleCapabilities + `  - name: delete_customer
    description: Delete a customer and all of their data
    method: DELETE
    path: /customer
    permission: admin
    consent_required: true
permissions:
  read: [list_orders]
  forbidden: [delete_custmer]
`,
	Good: exampleService + exampleCapabilities + `  - name: delete_customer
    description: Delete a customer and all of their data
    method: DELETE
    path: /customer
    permission: admin
    consent_required: true
permissions:
  read: [list_orders]
  forbidden: [delete_customer]
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
				if n.Value == "" || len(p.Index.ByName[n.Value]) > 0 {
					continue
				}
				// The first letter is rarely mistyped, and telling get_ from set_.
				near, found := source.Nearest(n.Value, candidates(p, n.Value, 1))
				if !found || onlyDigitsDiffer(n.Value, near) {
					continue
				}
				if _, already := permissions.Forbidden(near); already {
					continue
				}
				d := p.Report(n.Span, "permissions.forbidden", "forbidden %s is not declared. Did you mean %s, which is not forbidden?",
					quote(n.Value), quote(near))
				d.Related = []diagnostic.Related{{Span: p.Declaration.Capabilities[p.Index.ByName[near][0]].Name.Span, Message: "declared here"}}
				fix(d, true, "rename to "+quote(near), p.edit().replace(n.Span, near)...)
			}
		}
	},
}

// onlyDigitsDiffer reports whether two names are versions of one another, as v1 and v2.
func onlyDigitsDiffer(a, b string) bool {
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return -1
			}
			return r
		}, s)
	}
	return a != b && letters(a) == letters(b)
}
