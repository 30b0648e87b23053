package rules

import (
	"fmt"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// RepeatedEnumValue reports a value that an enum lists twice.
var RepeatedEnumValue = &Rule{
	Code:     "repeated-enum-value",
	Title:    "enum value listed twice",
	Severity: diagnostic.Warning,
	Doc: doc(
		"The `values` of an enum hold the same value more than once.",
		"It changes nothing for agents, but mostly another value was meant, and that one is missing.",
		"Remove the second one, or correct it.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      status: {type: enum, values: [open, paid, open], description: Only orders in this state}
` + examplePermissions,
	Good: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      status: {type: enum, values: [open, paid], description: Only orders in this state}
` + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		eachInput(c, func(prefix string, in *declaration.Input) {
			for i, v := range in.Values.Value {
				first := indexOfValue(in.Values.Value[:i], v)
				if first < 0 {
					continue
				}
				d := p.Report(in.ValueSpans[i], prefix+in.Name+".values", "enum value %s is listed twice", valueText(v))
				d.Related = []diagnostic.Related{{Span: in.ValueSpans[first], Message: "first listed here"}}
				fix(d, false, "remove the second one", p.edit().removeItem(in.Node.Get("values"), i)...)
			}
		})
	},
}

// valueText repeats a JSON value in a message.
func valueText(v any) string {
	if s, ok := v.(string); ok {
		return quote(s)
	}
	return fmt.Sprint(v)
}

func indexOfValue(list []any, v any) int {
	for i, w := range list {
		if declaration.Equal(v, w) {
			return i
		}
	}
	return -1
}
