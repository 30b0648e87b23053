package rules

import (
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// RepeatedPlaceholder reports a placeholder that stands in the path twice.
var RepeatedPlaceholder = &Rule{
	Code:     "repeated-placeholder",
	Title:    "placeholder twice in one path",
	Severity: diagnostic.Warning,
	Doc: doc(
		"The same `{placeholder}` stands in the `path` more than once.",
		"Each of them gets the same value. That is rarely what an API wants; mostly the second one was copied.",
		"Give the second placeholder its own name and input.",
	),
	Bad: exampleService + `capabilities:
  - name: get_order_item
    description: Get one item of an order
    method: GET
    path: /orders/{order_id}/items/{order_id}
    permission: read
    inputs:
      order_id: {type: string, required: true, in: path, description: The order number}
permissions:
  read: [get_order_item]
`,
	Good: exampleService + `capabilities:
  - name: get_order_item
    description: Get one item of an order
    method: GET
    path: /orders/{order_id}/items/{item_id}
    permission: read
    inputs:
      order_id: {type: string, required: true, in: path, description: The order number}
      item_id: {type: string, required: true, in: path, description: The item number}
permissions:
  read: [get_order_item]
`,
	Capability: func(p *Pass, c *declaration.Capability) {
		first := map[string]declaration.TemplatePart{}
		for _, part := range c.Template.Parts {
			if !part.Placeholder {
				continue
			}
			earlier, again := first[part.Text]
			if !again {
				first[part.Text] = part
				continue
			}
			place, exact := p.edit().part(c.Path.Span, c.Path.Value, part.Start, part.End)
			d := p.Report(place, "path", "placeholder {%s} stands twice in path %s; both get the same value", part.Text, quote(c.Path.Value))
			if exact {
				before, _ := p.edit().part(c.Path.Span, c.Path.Value, earlier.Start, earlier.End)
				d.Related = []diagnostic.Related{{Span: before, Message: "first here"}}
			}
		}
	},
}
