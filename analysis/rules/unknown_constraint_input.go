package rules

import (
	"slices"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// UnknownConstraintInput reports a constraint that names an input there is none of.
var UnknownConstraintInput = &Rule{
	Code:     "unknown-constraint-input",
	Title:    "constraint names no input",
	Severity: diagnostic.Error,
	Absence:  true,
	Doc: doc(
		"A constraint names an input that the capability does not have: with `input:`, with `requires_field`, or in its key as in `title_max_length`.",
		"The limit would hold for nothing, and nobody would notice.",
		"Correct the name.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      limit: {type: integer, description: How many orders to return}
    constraints:
      - max_value: 100
        input: limt
` + examplePermissions,
	Good: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      limit: {type: integer, description: How many orders to return}
    constraints:
      - max_value: 100
        input: limit
` + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		if c.InputsKey.Present && !c.InputsKey.Valid {
			return
		}
		var neighbours func(*declaration.Input) []string
		eachConstraint(c, func(path string, in *declaration.Input, k *declaration.Constraint) {
			if neighbours == nil {
				neighbours = neighboursOf(c)
			}
			names := neighbours(in)
			if in == nil && k.Input.Valid {
				checkNamedInput(p, names, namedInput{k.Input.Value, k.Input.Span, 0, k.Input.Value, path + ".input"})
			}
			for _, l := range k.Limits {
				if field, ok := l.Value.(string); ok && l.Kind == declaration.RequiresField {
					checkNamedInput(p, names, namedInput{field, l.Span, 0, field, path + ".requires_field"})
				}
				if l.Input != "" && in == nil {
					key := l.Input + "_" + string(l.Kind)
					checkNamedInput(p, names, namedInput{l.Input, l.Key, len(l.Input), key, path + "." + key})
				}
			}
		})
	},
}

// namedInput is a place that names an input, with the scalar it is written in; the
// name is its first length bytes, or all of it.
type namedInput struct {
	name   string
	span   source.Span
	length int
	scalar string
	path   string
}

// neighboursOf returns a function that gives the names which the constraints of an
// input may speak of: the capability's inputs, and for a property its siblings.
func neighboursOf(c *declaration.Capability) func(*declaration.Input) []string {
	names := inputNames(c.Inputs)
	siblings := map[*declaration.Input][]string{}
	eachInput(c, func(_ string, in *declaration.Input) {
		for _, property := range in.Properties {
			siblings[property] = inputNames(in.Properties)
		}
	})
	return func(in *declaration.Input) []string {
		if own, nested := siblings[in]; nested {
			return own
		}
		return names
	}
}

func checkNamedInput(p *Pass, names []string, n namedInput) {
	if n.name == "" || slices.Contains(names, n.name) { // no name at all is a missing value
		return
	}
	if n.length == 0 {
		n.length = len(n.scalar)
	}
	place, _ := p.edit().part(n.span, n.scalar, 0, n.length)
	near, found := source.Nearest(n.name, names)
	switch {
	case found:
		d := p.Report(place, n.path, "constraint names unknown input %s. Did you mean %s?", quote(n.name), quote(near))
		fix(d, false, "rename to "+quote(near), p.edit().rewrite(n.span, n.scalar, 0, n.length, near)...)
	case len(names) == 0:
		p.Report(place, n.path, "constraint names unknown input %s; the capability has no inputs", quote(n.name))
	default:
		p.Report(place, n.path, "constraint names unknown input %s; expected %s", quote(n.name), enumerate(names, "or"))
	}
}
