package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// MalformedPlaceholder reports braces in a path that hold no name or do not match.
var MalformedPlaceholder = &Rule{
	Code:     "malformed-placeholder",
	Title:    "unbalanced or empty braces in a path",
	Severity: diagnostic.Error,
	Doc: doc(
		"A brace in a `path` has no partner, or there is nothing between the two.",
		"Braces mark the place of an input: `/orders/{order_id}`. A stray one would be sent to the API as it stands.",
		"Close the brace, or write the input's name between the braces.",
	),
	Bad: exampleService + `capabilities:
  - name: get_order
    description: Get one order by its number
    method: GET
    path: /orders/{order_id
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
		for _, problem := range c.Template.Problems {
			place, _ := p.edit().part(c.Path.Span, c.Path.Value, problem.Start, problem.End)
			d := p.Report(place, "path", "%s in path %s; expected placeholders such as {id}", problem.Message, quote(c.Path.Value))
			repairPlaceholder(p, d, c, problem)
		}
	},
}

// repairPlaceholder closes a brace, or fills in the one input that has no place yet.
func repairPlaceholder(p *Pass, d *diagnostic.Diagnostic, c *declaration.Capability, problem declaration.TemplateProblem) {
	text := c.Path.Value[problem.Start:problem.End]
	name := strings.TrimSpace(strings.Trim(text, "{}"))
	rest := c.Path.Value[problem.End:]
	switch {
	case text == "{" && strings.HasPrefix(rest, "{"), text == "}" && strings.HasSuffix(c.Path.Value[:problem.Start], "}"): // {{id}}
		fix(d, false, "remove the second brace", p.edit().rewrite(c.Path.Span, c.Path.Value, problem.Start, problem.End, "")...)
	case strings.HasPrefix(text, "{") && name != "" && !strings.HasSuffix(text, "}"):
		fix(d, c.Input(name) == nil, "close the brace", p.edit().rewrite(c.Path.Span, c.Path.Value, problem.End, problem.End, "}")...)
	case strings.HasPrefix(text, "{") && name == "" && strings.HasSuffix(text, "}"):
		if unplaced := unplacedInputs(c); len(unplaced) == 1 {
			fix(d, false, "write {"+unplaced[0].Name+"}",
				p.edit().rewrite(c.Path.Span, c.Path.Value, problem.Start, problem.End, "{"+unplaced[0].Name+"}")...)
		}
	}
}

// unplacedInputs returns the path inputs that no placeholder names.
func unplacedInputs(c *declaration.Capability) []*declaration.Input {
	var list []*declaration.Input
	for _, in := range c.Inputs {
		if c.Location(in) == "path" && !c.Template.Has(in.Name) {
			list = append(list, in)
		}
	}
	return list
}
