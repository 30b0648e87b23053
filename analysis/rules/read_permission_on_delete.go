package rules

import (
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// ReadPermissionOnDelete reports a deletion that counts as reading.
var ReadPermissionOnDelete = &Rule{
	Code:     "read-permission-on-delete",
	Title:    "DELETE with permission read",
	Severity: diagnostic.Warning,
	Doc: doc(
		"A capability with the method DELETE has `permission: read`.",
		"Operators who serve the read tier only, in the belief that nothing can change, would let agents delete.",
		"Write `permission: admin`, or `write` where the deletion is harmless, and ask for consent.",
	),
	Bad: exampleService + exampleCapabilities + `  - name: delete_order
    description: Delete an order for good
    method: DELETE
    path: /orders/last
    permission: read
    consent_required: true
` + examplePermissions,
	Good: exampleService + exampleCapabilities + `  - name: delete_order
    description: Delete an order for good
    method: DELETE
    path: /orders/last
    permission: admin
    consent_required: true
` + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		if c.Method.Or("") == "DELETE" && c.Permission.Or("") == "read" {
			d := p.Report(c.Permission.Span, "permission", "DELETE with permission read counts as reading; expected write or admin")
			fix(d, true, "write permission: admin", p.edit().replace(c.Permission.Span, "admin")...)
		}
	},
}
