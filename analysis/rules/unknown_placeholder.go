package rules

import (
	"slices"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// UnknownPlaceholder reports a placeholder that no input fills.
var UnknownPlaceholder = &Rule{
	Code:     "unknown-placeholder",
	Title:    "placeholder without an input",
	Severity: diagnostic.Error,
	Absence:  true,
	Doc: doc(
		"A `{placeholder}` in the `path` names nothing under `inputs`.",
		"There would be no value to put in its place, and the braces would be sent to the API.",
		"Declare the input with `in: path` and `required: true`, or correct the name.",
	),
	Bad: exampleService + `capabilities:
  - name: get_order
    description: Get one order by its number
    method: GET
    path: /orders/{ordr_id}
    permission: read
    inputs:
      order_id: {type: string, required: true, in: path, description: The order number}
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
      order_id: {type: string, required: true, in: path, description: The order number}
permissions:
  read: [get_order]
`,
	Capability: func(p *Pass, c *declaration.Capability) {
		if c.InputsKey.Present && !c.InputsKey.Valid {
			return
		}
		for _, part := range unfilled(c) {
			place, _ := p.edit().part(c.Path.Span, c.Path.Value, part.Start, part.End)
			near, found := source.Nearest(part.Text, placeable(c))
			if !found {
				d := p.Report(place, "path", `path parameter "{%s}" not found in inputs`, part.Text)
				fix(d, true, "declare the input "+part.Text, p.edit().addInput(c, part.Text)...)
				continue
			}
			d := p.Report(place, "path", `path parameter "{%s}" not found in inputs. Did you mean "{%s}"?`, part.Text, near)
			fix(d, c.Location(c.Input(near)) != "path", "rename to {"+near+"}",
				p.edit().rewrite(c.Path.Span, c.Path.Value, part.Start, part.End, "{"+near+"}")...)
		}
	},
}

// unfilled returns the placeholders that name no input, each name once.
func unfilled(c *declaration.Capability) []declaration.TemplatePart {
	var parts []declaration.TemplatePart
	for _, part := range c.Template.Parts {
		if !part.Placeholder || c.Input(part.Text) != nil {
			continue
		}
		if !slices.ContainsFunc(parts, func(q declaration.TemplatePart) bool { return q.Text == part.Text }) {
			parts = append(parts, part)
		}
	}
	return parts
}

// placeable returns the names of the inputs that no placeholder has yet, those
// meant for the path first.
func placeable(c *declaration.Capability) []string {
	var names, others []string
	for _, in := range c.Inputs {
		switch {
		case c.Template.Has(in.Name):
		case c.Location(in) == "path":
			names = append(names, in.Name)
		default:
			others = append(others, in.Name)
		}
	}
	return append(names, others...)
}
