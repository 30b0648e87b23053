package rules

import (
	"fmt"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// UnboundConstraint reports a limit that cannot hold for any input.
var UnboundConstraint = &Rule{
	Code:     "unbound-constraint",
	Title:    "constraint that is about no input",
	Severity: diagnostic.Error,
	Absence:  true,
	Doc: doc(
		"A limit is about values that no input of the capability can have, such as `max_length` where there is no text, or it could be about several inputs and does not say which one.",
		"A limit that holds for nothing looks like a safeguard and is none.",
		"Name the input it is about with `input:`, move it under that input, or use the limit that fits: `max_value` for numbers, `max_length` for texts, `max_items` for arrays.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      archived: {type: boolean, description: Whether to return archived orders}
    constraints:
      - max_value: 100
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
` + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		if c.InputsKey.Present && !c.InputsKey.Valid {
			return
		}
		bounds := c.Bounds()
		eachInput(c, func(_ string, in *declaration.Input) {
			if c.Input(in.Name) != in {
				bounds = append(bounds, declaration.InputBounds(in)...)
			}
		})
		if len(bounds) == 0 {
			return
		}
		paths := map[*declaration.Constraint]string{}
		eachConstraint(c, func(path string, _ *declaration.Input, k *declaration.Constraint) { paths[k] = path })
		for _, b := range bounds {
			checkBound(p, c, b, paths[b.Constraint])
		}
	},
}

func checkBound(p *Pass, c *declaration.Capability, b declaration.Bound, path string) {
	if b.Kind.ForCall() {
		return
	}
	for _, in := range b.Inputs {
		if in.Type.Valid && in.Type.Value != "" && !b.Kind.Fits(in) {
			p.Report(b.Key, path, "%s cannot hold for %s of type %s; expected one of type %s", b.Limit.Kind, inputName(in), in.Type.Value, fitting(b.Kind))
		}
	}
	if named := namedBy(b); len(b.Inputs) > 0 || named != "" && c.Input(named) == nil {
		return
	}
	var candidates []string
	for _, in := range c.Inputs {
		if !in.Type.Valid { // unreadable types may be the ones that fit
			return
		}
		if b.Kind.Fits(in) {
			candidates = append(candidates, in.Name)
		}
	}
	if len(candidates) == 0 {
		p.Report(b.Key, path, "%s is about no input: the capability has none of type %s", b.Limit.Kind, fitting(b.Kind))
		return
	}
	d := p.Report(b.Key, path, "%s could be about %s; expected input: with one of them", b.Limit.Kind, enumerate(candidates, "or"))
	for _, name := range candidates {
		fix(d, true, fmt.Sprintf("add input: %s", name), p.edit().addEntry(b.Constraint.Node, string(b.Kind), "input", plain(name))...)
	}
}

// namedBy returns the name of the input that a limit at capability level names.
func namedBy(b declaration.Bound) string {
	if b.Limit.Input != "" || !b.Constraint.Input.Valid {
		return b.Limit.Input
	}
	return b.Constraint.Input.Value
}

func inputName(in *declaration.Input) string {
	if in.Name == "" {
		return "the items"
	}
	return quote(in.Name)
}

// fitting says of which type an input must be to have a limit of the kind.
func fitting(kind declaration.LimitKind) string {
	switch kind {
	case declaration.MaxValue, declaration.MinValue:
		return "integer, number or string"
	case declaration.MaxItems, declaration.MaxPerRequest:
		return "array"
	case declaration.AllowedValues:
		return "string, integer, number or enum"
	}
	return "string"
}
