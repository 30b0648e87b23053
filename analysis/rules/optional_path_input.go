package rules

import (
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// OptionalPathInput reports an input of the path that an agent may leave out.
var OptionalPathInput = &Rule{
	Code:     "optional-path-input",
	Title:    "path input is not required",
	Severity: diagnostic.Warning,
	Absence:  true,
	Doc: doc(
		"An input stands in the path, has no default and is not `required`.",
		"An agent is told that it may leave the value out, and every call that does is refused: a path has no optional parts.",
		"Write `required: true` under the input.",
	),
	Bad: exampleService + `capabilities:
  - name: get_order
    description: Get one order by its number
    method: GET
    path: /orders/{order_id}
    permission: read
    inputs:
      order_id:
        type: string
        in: path
        description: The order number
permissions:
  read: [get_order]
`,
	Good: exampleService + `capabilities:
  - name: get_order
    description: Get one order by its number
    method: GET
    path: /orders/{order_id}
    permission: read
    inputs:
      order_id:
        type: string
        required: true
        in: path
        description: The order number
permissions:
  read: [get_order]
`,
	Capability: func(p *Pass, c *declaration.Capability) {
		for _, in := range c.Inputs {
			switch {
			case in.Node == nil || c.Location(in) != "path" || !c.Template.Has(in.Name) || in.Default.Present:
			case !in.Required.Present:
				d := p.Report(in.Key, "inputs."+in.Name, "path input %s is not required; expected required: true, since a path cannot leave it out", quote(in.Name))
				fix(d, false, "add required: true", p.edit().addEntry(in.Node, "type", "required", "true")...)
			case in.Required.Valid && !in.Required.Value:
				d := p.Report(in.Required.Span, "inputs."+in.Name, "path input %s is not required; expected required: true, since a path cannot leave it out", quote(in.Name))
				fix(d, false, "write required: true", source.Edit{Span: in.Required.Span, New: "true"})
			}
		}
	},
}
