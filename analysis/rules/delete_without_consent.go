package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// DeleteWithoutConsent reports a deletion that no person is asked about.
var DeleteWithoutConsent = &Rule{
	Code:     "delete-without-consent",
	Title:    "DELETE without consent",
	Severity: diagnostic.Regret,
	Absence:  true,
	Doc: doc(
		"A capability with the method DELETE does not say `consent_required: true`.",
		"An agent could delete data without anybody being asked, and what is deleted rarely comes back.",
		"Add `consent_required: true`.",
	),
	Bad: exampleService + exampleCapabilities + `  - name: delete_order
    description: Delete an order for good
    method: DELETE
    path: /orders/last
    permission: admin
    constraints:
      - max_per_hour: 10
` + examplePermissions,
	Good: exampleService + exampleCapabilities + `  - name: delete_order
    description: Delete an order for good
    method: DELETE
    path: /orders/last
    permission: admin
    consent_required: true
    constraints:
      - max_per_hour: 10
` + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		if c.Method.Or("") == "DELETE" && !c.ConsentRequired.Value && c.ConsentRequired.Present == c.ConsentRequired.Valid {
			d := p.Report(c.Method.Span, "", "%s: DELETE without consent_required. Agents could delete data without user approval", c.Name.Or("unnamed"))
			fix(d, true, "require consent", p.edit().requireConsent(c)...)
		}
	},
}

// requireConsent writes consent_required: true.
func (e editor) requireConsent(c *declaration.Capability) []source.Edit {
	if c.ConsentRequired.Valid && !strings.HasPrefix(e.tree.Text(c.ConsentRequired.Span), "*") {
		return []source.Edit{{Span: c.ConsentRequired.Span, New: "true"}}
	}
	if c.ConsentRequired.Present {
		return nil
	}
	return e.addEntry(c.Node, "permission", "consent_required", "true")
}
