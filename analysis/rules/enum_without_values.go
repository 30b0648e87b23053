package rules

import (
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// EnumWithoutValues reports an enum that has no values to choose from.
var EnumWithoutValues = &Rule{
	Code:     "enum-without-values",
	Title:    "enum without values",
	Severity: diagnostic.Error,
	Absence:  true,
	Doc: doc(
		"An input of type `enum` has no `values`, or an empty list of them.",
		"There is nothing that an agent could choose, so that every call would be refused.",
		"List the values, as in `values: [open, paid]`, or use `type: string`.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      status: {type: enum, description: Only orders in this state}
` + examplePermissions,
	Good: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      status: {type: enum, values: [open, paid], description: Only orders in this state}
` + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		eachInput(c, func(prefix string, in *declaration.Input) {
			switch {
			case in.Type.Value != "enum" || len(in.Values.Value) > 0:
			case !in.Values.Present:
				p.Report(in.Type.Span, prefix+in.Name, "enum type must have values defined")
			case in.Values.Valid:
				p.Report(in.Values.Span, prefix+in.Name, "enum type must have values defined; got an empty list")
			}
		})
	},
}
