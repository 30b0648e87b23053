package request

import (
	"fmt"
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/openapi"
	"github.com/usepaso/usepaso/analysis/source"
)

// Check returns the arguments as they will be sent: defaults filled in, nulls of
// optional inputs dropped, 5.0 for an integer written as 5. It reports everything
// that is wrong with them: inputs in file order, then unknown names, then what is
// about the call. Operation may be nil.
func Check(_ *declaration.Declaration, c *declaration.Capability, args Arguments, op *openapi.Operation) (Arguments, []Problem) {
	return run(c, args, op, false)
}

// run checks; with preview, required inputs without a value become placeholders.
func run(c *declaration.Capability, args Arguments, op *openapi.Operation, preview bool) (Arguments, []Problem) {
	k := &check{capability: c, bounds: c.Bounds(), given: args, preview: preview, result: make(Arguments, len(c.Inputs))}
	for _, in := range c.Inputs {
		k.input(in)
	}
	for _, name := range unknownTo(c, args) {
		k.unknown(name, op)
	}
	k.requirements()
	return k.result, k.problems
}

// unknownTo returns the names that are no inputs, in order.
func unknownTo(c *declaration.Capability, args Arguments) []string {
	var names []string
	for name := range args {
		if c.Input(name) == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// check is one run of Check.
type check struct {
	capability *declaration.Capability
	bounds     []declaration.Bound
	given      Arguments
	preview    bool
	result     Arguments
	problems   []Problem
}

func (k *check) add(p Problem) { k.problems = append(k.problems, p) }

func (k *check) input(in *declaration.Input) {
	v := k.given[in.Name]
	if v == nil && in.Default.Valid {
		v = in.Default.Value
	}
	if v == nil {
		k.absent(in)
		return
	}
	if p, ok := v.(placeholder); ok {
		k.result[in.Name] = p
		return
	}
	found := &values{input: in.Name}
	v, fits := found.value(in, v, in.Name)
	if fits {
		found.bounds(k.boundsOf(in), v, in.Name, true)
	}
	for _, f := range found.clauses {
		k.add(f.problem(k.capability))
	}
	k.result[in.Name] = v
}

// boundsOf returns the limits that hold for the values of an input.
func (k *check) boundsOf(in *declaration.Input) []declaration.Bound {
	var bounds []declaration.Bound
	for _, b := range k.bounds {
		if slices.Contains(b.Inputs, in) {
			bounds = append(bounds, b)
		}
	}
	return bounds
}

func (k *check) absent(in *declaration.Input) {
	c := k.capability
	switch {
	case !k.needed(in):
	case k.preview:
		k.result[in.Name] = placeholder(in.Name)
	case in.Required.Value || c.Location(in) == "path":
		k.add(missing(in))
	}
}

// needed reports whether every call must have the input.
func (k *check) needed(in *declaration.Input) bool {
	if in.Required.Value || k.capability.Location(in) == "path" {
		return true
	}
	return slices.ContainsFunc(k.bounds, func(b declaration.Bound) bool {
		return b.Kind == declaration.RequiresField && b.When == nil && b.Value == in.Name
	})
}

func missing(in *declaration.Input) Problem {
	p := Problem{Type: InvalidInput, Input: in.Name, Path: in.Name, Span: in.Key, Hint: "Ask for the value where you do not have it; do not make one up."}
	if in.Required.Present {
		p.Span = in.Required.Span
	}
	p.Message = "Missing required parameter: " + in.Name
	if in.Description.Value != "" {
		p.Message += " (" + source.Strip(in.Description.Value) + ")"
	}
	return p
}

func (k *check) unknown(name string, op *openapi.Operation) {
	c := k.capability
	shown := show(name)
	p := Problem{
		Type: InvalidInput, Input: name, Path: name, Span: c.Name.Span,
		Message: fmt.Sprintf("Unknown parameter %s, not declared in inputs for %s.", shown, c.Name.Value),
	}
	if c.InputsKey.Present {
		p.Span = c.InputsKey.Key
	}
	var names []string
	for _, in := range c.Inputs {
		names = append(names, in.Name)
	}
	switch near, ok := source.Nearest(name, names); {
	case ok:
		p.Hint = fmt.Sprintf("Did you mean %q?", near)
	case knows(op, name):
		p.Hint = fmt.Sprintf("The API has a parameter %s, but this declaration does not offer it. Whoever maintains the declaration can add it under inputs of %s. Call again without it.", shown, c.Name.Value)
	case len(names) == 0:
		p.Hint = c.Name.Value + " takes no parameters."
	default:
		p.Hint = fmt.Sprintf("%s takes: %s.", c.Name.Value, strings.Join(names, ", "))
	}
	k.add(p)
}

func knows(op *openapi.Operation, name string) bool {
	return op != nil && slices.ContainsFunc(op.Parameters, func(p openapi.Parameter) bool { return p.Name == name })
}

// requirements holds the call to its requires_field limits.
func (k *check) requirements() {
	c := k.capability
	for _, b := range k.bounds {
		name, ok := b.Value.(string)
		if b.Kind != declaration.RequiresField || !ok || b.When != nil && k.given[b.When.Name] == nil || k.result[name] != nil {
			continue
		}
		p := Problem{Type: ConstraintViolated, Input: name, Path: name, Span: b.Span, Limit: b.Kind}
		p.Message = fmt.Sprintf("Constraint violated for %q: input %q must be provided.", c.Name.Value, name)
		if b.When != nil {
			p.Message = fmt.Sprintf("Constraint violated for %q: input %q must be provided with %q.", c.Name.Value, name, b.When.Name)
		}
		k.add(p)
	}
}
