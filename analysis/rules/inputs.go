package rules

import (
	"slices"
	"strconv"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// eachInput calls f for the inputs of a capability and for what is nested in them.
// The path of an input is prefix with its name behind it: "inputs.tags",
// "inputs.tags.items", "inputs.address.properties.zip".
func eachInput(c *declaration.Capability, f func(prefix string, in *declaration.Input)) {
	for _, in := range c.Inputs {
		eachNested("inputs.", in, f)
	}
}

func eachNested(prefix string, in *declaration.Input, f func(string, *declaration.Input)) {
	f(prefix, in)
	if in.Items != nil {
		eachNested(prefix+in.Name+".items", in.Items, f)
	}
	for _, p := range in.Properties {
		eachNested(prefix+in.Name+".properties.", p, f)
	}
}

// eachConstraint calls f for the constraints of a capability, with a nil input,
// then for those of its inputs and of what is nested in them.
func eachConstraint(c *declaration.Capability, f func(path string, in *declaration.Input, k *declaration.Constraint)) {
	visit := func(prefix string, in *declaration.Input, list *syntax.Node, constraints []*declaration.Constraint) {
		for i, k := range constraints {
			path := prefix + "constraints"
			if list != k.Node { // a list of maps, not one map
				path += "[" + strconv.Itoa(i) + "]"
			}
			f(path, in, k)
		}
	}
	visit("", nil, c.ConstraintsKey.Value, c.Constraints)
	eachInput(c, func(prefix string, in *declaration.Input) {
		if len(in.Constraints) > 0 {
			visit(prefix+in.Name+".", in, in.ConstraintsKey.Value, in.Constraints)
		}
	})
}

// inputNames returns the names of inputs in file order.
func inputNames(inputs []*declaration.Input) []string {
	names := make([]string, len(inputs))
	for i, in := range inputs {
		names[i] = in.Name
	}
	return names
}

// withLimits returns the input with the limits that the capability sets for it
// added to its own.
func withLimits(c *declaration.Capability, in *declaration.Input) *declaration.Input {
	var more []*declaration.Constraint
	for _, b := range c.Bounds() {
		if slices.Contains(b.Inputs, in) && !slices.Contains(in.Constraints, b.Constraint) {
			more = append(more, &declaration.Constraint{Node: b.Constraint.Node, Limits: []declaration.Limit{b.Limit}})
		}
	}
	if len(more) == 0 {
		return in
	}
	whole := *in
	whole.Constraints = slices.Concat(in.Constraints, more)
	return &whole
}
