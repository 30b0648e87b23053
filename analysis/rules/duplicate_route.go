package rules

import (
	"slices"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// DuplicateRoute reports capabilities that call the same method and path.
var DuplicateRoute = &Rule{
	Code:     "duplicate-route",
	Title:    "two capabilities with the same method and path",
	Severity: diagnostic.Warning,
	Doc: doc(
		"A capability has the method and the path of an earlier one; the names of placeholders make no difference.",
		"What one of them forbids, limits or asks consent for, an agent may reach through the other one.",
		"Make them one capability. Where both are meant, as for two uses of one endpoint, keep them with an ignore comment.",
	),
	Bad: exampleService + exampleCapabilities + `  - name: search_orders
    description: Search orders by the customer's name
    method: GET
    path: /orders
    permission: read
` + examplePermissions,
	Good: exampleService + exampleCapabilities + `  - name: search_orders
    description: Search orders by the customer's name
    method: GET
    path: /orders/search
    permission: read
` + examplePermissions,
	Routes: func(p *Pass) {
		for _, indices := range p.SharedRoutes {
			indices = slices.DeleteFunc(slices.Clone(indices), func(i int) bool {
				_, forbidden := p.Declaration.Permissions.Forbidden(p.Declaration.Capabilities[i].Name.Value)
				return forbidden
			})
			for n, i := range indices {
				if n == 0 {
					continue
				}
				c, first := p.Declaration.Capabilities[i], p.Declaration.Capabilities[indices[0]]
				d := p.Report(c.Path.Span, capabilityPath(i, "path"), "%s %s is also the route of %s", c.Method.Value, quote(c.Path.Value), nameOf(first))
				d.Related = []diagnostic.Related{{Span: first.Path.Span, Message: "first used here"}}
			}
		}
	},
}

// nameOf is how messages call a capability.
func nameOf(c *declaration.Capability) string {
	if c.Name.Or("") == "" {
		return "a capability without a name"
	}
	return quote(c.Name.Value)
}
