package rules

import (
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// EmptyConstraint reports a constraint that says nothing.
var EmptyConstraint = &Rule{
	Code:     "empty-constraint",
	Title:    "constraint without a limit",
	Severity: diagnostic.Warning,
	Tags:     []diagnostic.Tag{diagnostic.Unnecessary},
	Absence:  true,
	Doc: doc(
		"There is an empty map or an empty list under `constraints`.",
		"It limits nothing. Perhaps a limit was meant to stand here.",
		"Add the limit, or remove what is empty.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    constraints:
      - max_per_hour: 60
      - {}
` + examplePermissions,
	Good: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    constraints:
      - max_per_hour: 60
` + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		reportEmptyLists(p, "", c.Node, c.ConstraintsKey)
		eachInput(c, func(prefix string, in *declaration.Input) {
			if in.ConstraintsKey.Present {
				reportEmptyLists(p, prefix+in.Name+".", in.Node, in.ConstraintsKey)
			}
		})
		eachConstraint(c, func(path string, in *declaration.Input, k *declaration.Constraint) {
			if len(k.Node.Entries) > 0 {
				return
			}
			d := p.Report(k.Node.Span, path, "empty constraint object. Add at least one field")
			owner := c.Node
			if in != nil {
				owner = in.Node
			}
			fix(d, false, "remove the empty constraint", p.edit().removeConstraint(owner, k.Node)...)
		})
	},
}

func reportEmptyLists(p *Pass, prefix string, owner *syntax.Node, list declaration.Leaf[*syntax.Node]) {
	if list.Valid && list.Value.Kind == syntax.Sequence && len(list.Value.Items) == 0 {
		d := p.Report(list.Span, prefix+"constraints", "empty constraint list. Remove it or add a constraint")
		fix(d, false, "remove constraints", p.edit().removeEntry(owner, "constraints")...)
	}
}

// removeConstraint takes a constraint out of its list. The last one goes with the key.
func (e editor) removeConstraint(owner, constraint *syntax.Node) []source.Edit {
	list := owner.Get("constraints")
	for i, item := range list.Items {
		if item == constraint && len(list.Items) > 1 {
			return e.removeItem(list, i)
		}
	}
	return e.removeEntry(owner, "constraints")
}
