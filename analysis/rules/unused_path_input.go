package rules

import (
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// UnusedPathInput reports an input for the path that the path has no place for.
var UnusedPathInput = &Rule{
	Code:     "unused-path-input",
	Title:    "path input without a placeholder",
	Severity: diagnostic.Error,
	Absence:  true,
	Doc: doc(
		"An input says `in: path`, but the `path` has no `{placeholder}` of its name.",
		"The value that an agent gives would be thrown away: a call for one order would list all of them.",
		"Put the placeholder into the path, or send the input elsewhere, as with `in: query`.",
	),
	Bad: exampleService + `capabilities:
  - name: get_order
    description: Get one order by its number
    method: GET
    path: /orders
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
		if !c.Path.Valid || !strings.HasPrefix(c.Path.Value, "/") || len(c.Template.Problems) > 0 {
			return
		}
		var meant []string // inputs that another finding proposes for a placeholder
		for _, part := range unfilled(c) {
			near, _ := source.Nearest(part.Text, placeable(c))
			meant = append(meant, near)
		}
		for _, in := range unplacedInputs(c) {
			if slices.Contains(meant, in.Name) {
				continue
			}
			d := p.Report(in.In.Span, "inputs."+in.Name, "path input %s is not in the path %s; expected {%s} there", quote(in.Name), quote(c.Path.Value), in.Name)
			placeInput(p, d, c, in)
		}
	},
}

// placeInput puts the placeholder where other notations have it, or at the end of the path.
func placeInput(p *Pass, d *diagnostic.Diagnostic, c *declaration.Capability, in *declaration.Input) {
	path, placeholder := c.Path.Value, "{"+in.Name+"}"
	for _, other := range []string{"/:" + in.Name, "/<" + in.Name + ">", "/$" + in.Name} {
		if i := strings.Index(path+"/", other+"/"); i >= 0 {
			fix(d, false, "write "+placeholder, p.edit().rewrite(c.Path.Span, path, i+1, i+len(other), placeholder)...)
			return
		}
	}
	if i := strings.IndexAny(path+"?", "?#"); i == len(path) {
		i = len(strings.TrimRight(path, "/"))
		fix(d, true, "add "+placeholder+" to the path", p.edit().rewrite(c.Path.Span, path, i, len(path), "/"+placeholder)...)
	}
	fix(d, true, "send it in the query", p.edit().replace(in.In.Span, "query")...)
}
