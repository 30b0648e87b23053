package rules

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/request"
)

// ImpossibleLimit reports a limit that no call can keep.
var ImpossibleLimit = &Rule{
	Code:     "impossible-limit",
	Title:    "limit that no call can keep",
	Severity: diagnostic.Error,
	Doc: doc(
		"A limit on a number, a length or a count is below zero where it cannot be, a minimum is above the maximum of the same input, `allowed_values` is empty, or none of them is of the input's type.",
		"Every call that gives a value would be refused.",
		"Correct the number. To keep a capability from being called at all, list it under `permissions.forbidden`.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      limit: {type: integer, description: How many orders to return, constraints: {min_value: 100, max_value: 10}}
` + examplePermissions,
	Good: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      limit: {type: integer, description: How many orders to return, constraints: {min_value: 10, max_value: 100}}
` + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		var paths map[*declaration.Constraint]string
		eachConstraint(c, func(path string, _ *declaration.Input, k *declaration.Constraint) {
			if paths == nil {
				paths = map[*declaration.Constraint]string{}
			}
			paths[k] = path
			for _, l := range k.Limits {
				checkLimit(p, path, l)
			}
		})
		if paths != nil {
			checkRanges(p, c, paths)
		}
	},
}

// checkLimit looks at one limit alone.
func checkLimit(p *Pass, path string, l declaration.Limit) {
	switch v := l.Value.(type) {
	case json.Number:
		counts := l.Kind != declaration.MaxValue && l.Kind != declaration.MinValue
		if counts && strings.HasPrefix(string(v), "-") && declaration.CompareNumbers(v, "0") < 0 {
			p.Report(l.Span, path+"."+string(l.Kind), "%s must not be below 0; got %s", l.Kind, v)
		}
	case []any:
		if l.Kind == declaration.AllowedValues && len(v) == 0 {
			p.Report(l.Span, path+".allowed_values", "allowed_values is empty, so that no value is allowed; expected at least one")
		}
	}
}

// checkRanges compares the minima that hold for an input with its maxima.
func checkRanges(p *Pass, c *declaration.Capability, paths map[*declaration.Constraint]string) {
	bounds := c.Bounds()
	for _, b := range bounds {
		checkAllowed(p, b, paths[b.Constraint])
	}
	for _, low := range bounds {
		for _, high := range bounds {
			least, ok1 := low.Value.(json.Number)
			most, ok2 := high.Value.(json.Number)
			if !ok1 || !ok2 || maximumOf(low.Kind) != high.Kind || declaration.CompareNumbers(least, most) <= 0 {
				continue
			}
			for _, in := range low.Inputs {
				if slices.Contains(high.Inputs, in) {
					d := p.Report(low.Span, paths[low.Constraint], "%s %s of input %s is above its %s %s, so that no value is allowed",
						low.Kind, least, quote(in.Name), high.Kind, most)
					d.Related = []diagnostic.Related{{Span: high.Span, Message: string(high.Kind) + " stands here"}}
				}
			}
		}
	}
}

// checkAllowed looks for allowed_values that are all of another type than the input.
func checkAllowed(p *Pass, b declaration.Bound, path string) {
	allowed, ok := b.Value.([]any)
	if !ok || b.Kind != declaration.AllowedValues || len(allowed) == 0 {
		return
	}
	for _, in := range b.Inputs {
		bare := declaration.Input{Name: in.Name, Type: in.Type}
		switch in.Type.Value {
		case "string", "integer", "number":
		default:
			continue
		}
		if !slices.ContainsFunc(allowed, func(v any) bool { return len(request.CheckValue(&bare, v)) == 0 }) {
			p.Report(b.Span, path+".allowed_values", "no value of allowed_values is of type %s, as input %s is, so that no value is allowed", in.Type.Value, quote(in.Name))
		}
	}
}

// maximumOf returns the limit on the other side of a minimum, or "".
func maximumOf(kind declaration.LimitKind) declaration.LimitKind {
	switch kind {
	case declaration.MinValue:
		return declaration.MaxValue
	case declaration.MinLength:
		return declaration.MaxLength
	}
	return ""
}
