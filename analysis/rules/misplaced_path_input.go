package rules

import (
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// MisplacedPathInput reports an input that stands in the path but is sent elsewhere.
var MisplacedPathInput = &Rule{
	Code:     "misplaced-path-input",
	Title:    "input of a placeholder is not in the path",
	Severity: diagnostic.Error,
	Absence:  true,
	Doc: doc(
		"An input has a `{placeholder}` in the path, but does not say `in: path`.",
		"It would be sent in the query or in the body, and the placeholder would stay unfilled.",
		"Write `in: path` under the input.",
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
        required: true
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
        in: path
        required: true
        description: The order number
permissions:
  read: [get_order]
`,
	Capability: func(p *Pass, c *declaration.Capability) {
		for _, in := range c.Inputs {
			if in.Node == nil || !c.Template.Has(in.Name) || c.Location(in) == "path" || in.In.Present && !knownLocation(in.In) {
				continue
			}
			if in.In.Present {
				d := p.Report(in.In.Span, "inputs."+in.Name, "path parameter must have in: path; got %s", quote(in.In.Value))
				fix(d, false, "write in: path", p.edit().replace(in.In.Span, "path")...)
				continue
			}
			d := p.Report(in.Key, "inputs."+in.Name, "path parameter must have in: path")
			fix(d, false, "add in: path", p.edit().addEntry(in.Node, "type", "in", "path")...)
		}
	},
}

// knownLocation reports whether the value of "in" is one that there is.
func knownLocation(in declaration.Leaf[string]) bool {
	switch in.Or("") {
	case "query", "path", "body", "header":
		return true
	}
	return false
}
