package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// DuplicateCapability reports a name that an earlier capability has.
var DuplicateCapability = &Rule{
	Code:     "duplicate-capability",
	Title:    "two capabilities have the same name",
	Severity: diagnostic.Error,
	Doc: doc(
		"A capability has the name of an earlier one.",
		"The name is how an agent calls it and how `permissions` speaks of it. With two of them nobody can tell which one is allowed.",
		"Rename one of them, or delete the copy.",
	),
	Bad: exampleService + exampleCapabilities + `  - name: list_orders
    description: List the orders of one customer
    method: GET
    path: /customers/orders
    permission: read
` + examplePermissions,
	Good: exampleService + exampleCapabilities + `  - name: list_customer_orders
    description: List the orders of one customer
    method: GET
    path: /customers/orders
    permission: read
` + examplePermissions,
	File: func(p *Pass) {
		for name, indices := range p.Index.ByName {
			for _, i := range indices[1:] {
				d := p.Report(p.Declaration.Capabilities[i].Name.Span, capabilityPath(i, "name"), "duplicate capability name %s", quote(name))
				d.Related = []diagnostic.Related{{Span: p.Declaration.Capabilities[indices[0]].Name.Span, Message: "first declared here"}}
			}
		}
	},
}
