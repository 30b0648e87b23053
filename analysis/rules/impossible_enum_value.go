package rules

import (
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/keys"
	"github.com/usepaso/usepaso/analysis/request"
)

// ImpossibleEnumValue reports a value to choose that no call may carry.
var ImpossibleEnumValue = &Rule{
	Code:     "impossible-enum-value",
	Title:    "enum value breaks a constraint",
	Severity: diagnostic.Error,
	Doc: doc(
		"One of an enum's `values` breaks a constraint that holds for the input, or is no single value.",
		"Agents are told that they may choose it, and every call that does is refused.",
		"Remove the value, or widen the constraint.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      status: {type: enum, values: [open, paid], description: Only orders in this state}
    constraints:
      - allowed_values: [open]
        input: status
` + examplePermissions,
	Good: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      status: {type: enum, values: [open], description: Only orders in this state}
    constraints:
      - allowed_values: [open]
        input: status
` + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		eachInput(c, func(prefix string, in *declaration.Input) {
			if in.Type.Value != "enum" {
				return
			}
			whole := withLimits(c, in)
			for i, v := range in.Values.Value {
				switch v.(type) {
				case nil, []any, map[string]any:
					p.Report(in.ValueSpans[i], prefix+in.Name+".values", "enum value must be text, a number or a boolean")
					continue
				}
				for _, problem := range request.CheckValue(whole, v) {
					d := p.Report(in.ValueSpans[i], prefix+in.Name+".values", "enum value of input %s is impossible: %s", quote(in.Name), keys.Hide(problem.Message))
					d.Related = []diagnostic.Related{{Span: problem.Span, Message: string(problem.Limit) + " stands here"}}
					fix(d, true, "remove the value", p.edit().removeItem(in.Node.Get("values"), i)...)
				}
			}
		})
	},
}
