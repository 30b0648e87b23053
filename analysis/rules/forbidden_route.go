package rules

import (
	"slices"

	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// ForbiddenRoute reports a capability that reaches what a forbidden one does.
var ForbiddenRoute = &Rule{
	Code:     "forbidden-route",
	Title:    "a forbidden route is reached by another capability",
	Severity: diagnostic.Warning,
	Doc: doc(
		"A capability has the method and the path of another one that `permissions.forbidden` lists.",
		"Forbidding goes by name. Agents cannot call the forbidden one, but they can do the same through this one.",
		"Forbid both, or remove one of them.",
	),
	Bad: exampleService + exampleCapabilities + `  - name: export_orders
    description: Export all orders of the shop
    method: GET
    path: /orders
    permission: read
permissions:
  read: [list_orders]
  forbidden: [export_orders]
`,
	Good: exampleService + exampleCapabilities + `  - name: export_orders
    description: Export all orders of the shop
    method: GET
    path: /orders/export
    permission: read
permissions:
  read: [list_orders]
  forbidden: [export_orders]
`,
	Routes: func(p *Pass) {
		if p.Declaration.Permissions == nil {
			return
		}
		for _, indices := range p.SharedRoutes {
			is := func(i int) bool {
				_, forbidden := p.Declaration.Permissions.Forbidden(p.Declaration.Capabilities[i].Name.Value)
				return forbidden
			}
			k := slices.IndexFunc(indices, is)
			if k < 0 {
				continue
			}
			other := p.Declaration.Capabilities[indices[k]]
			entry, _ := p.Declaration.Permissions.Forbidden(other.Name.Value)
			for _, i := range indices {
				if is(i) {
					continue
				}
				c := p.Declaration.Capabilities[i]
				d := p.Report(c.Path.Span, capabilityPath(i, "path"), "%s %s is forbidden as %s, but agents can reach it through %s",
					c.Method.Value, quote(c.Path.Value), nameOf(other), nameOf(c))
				d.Related = []diagnostic.Related{
					{Span: entry.Span, Message: nameOf(other) + " is forbidden here"},
					{Span: other.Path.Span, Message: "and has the same route"},
				}
			}
		}
	},
}
