package rules

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/keys"
	"github.com/usepaso/usepaso/analysis/request"
	"github.com/usepaso/usepaso/analysis/source"
)

// ImpossibleDefault reports a default that no call may carry.
var ImpossibleDefault = &Rule{
	Code:     "impossible-default",
	Title:    "default breaks type, values or a constraint",
	Severity: diagnostic.Error,
	Doc: doc(
		"The `default` of an input is of another type, is not among its `values`, or breaks a constraint that holds for it.",
		"The default is sent whenever an agent gives no value. Such a call is refused, so the capability works only for agents that never use its default.",
		"Correct the default or the constraint. A number in quotes is a text, and one without them is a number.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      limit: {type: integer, default: "10", description: How many orders to return}
` + examplePermissions,
	Good: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      limit: {type: integer, default: 10, description: How many orders to return}
` + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		eachInput(c, func(prefix string, in *declaration.Input) {
			if !in.Default.Valid || in.Type.Value == "enum" && len(in.Values.Value) == 0 {
				return
			}
			problems := request.CheckValue(withLimits(c, in), in.Default.Value)
			if len(problems) == 0 {
				return
			}
			first := problems[0]
			d := p.Report(in.Default.Span, prefix+in.Name+".default", "default of input %s is impossible: %s", quote(in.Name), keys.Hide(first.Message))
			if first.Limit != "" && !first.Span.IsZero() {
				d.Related = []diagnostic.Related{{Span: first.Span, Message: string(first.Limit) + " stands here"}}
			}
			repairDefault(p, d, in, first)
		})
	},
}

// repairDefault offers the same value in the type that is wanted, the enum value
// that is near, or the limit.
func repairDefault(p *Pass, d *diagnostic.Diagnostic, in *declaration.Input, problem request.Problem) {
	if text, ok := retyped(p, in); ok {
		fix(d, false, "write "+text, source.Edit{Span: in.Default.Span, New: text})
		return
	}
	if value, ok := in.Default.Value.(string); ok && in.Type.Value == "enum" {
		if near, found := source.Nearest(value, textValues(in)); found {
			d.Message += ". Did you mean " + quote(near) + "?"
			fix(d, true, "write "+quote(near), p.edit().replace(in.Default.Span, near)...)
		}
	}
	if problem.Limit == declaration.MaxValue || problem.Limit == declaration.MinValue {
		if limit := p.edit().tree.Text(problem.Span); json.Valid([]byte(limit)) && in.Type.Value != "string" {
			fix(d, true, "write "+limit, source.Edit{Span: in.Default.Span, New: limit})
		}
	}
}

// retyped spells a default in the type of its input: "10" as 10, 10 as "10".
func retyped(p *Pass, in *declaration.Input) (string, bool) {
	var other any
	text := fmt.Sprint(in.Default.Value)
	switch v := in.Default.Value.(type) {
	case string:
		other = json.Number(v)
		if v == "true" || v == "false" {
			other = v == "true"
		} else if !json.Valid([]byte(v)) || strings.TrimSpace(v) != v {
			return "", false
		}
	case json.Number, bool:
		other = text
		text = `"` + text + `"`
	default:
		return "", false
	}
	if strings.HasPrefix(p.edit().tree.Text(in.Default.Span), "*") || len(request.CheckValue(in, other)) > 0 {
		return "", false
	}
	return text, true
}

func textValues(in *declaration.Input) []string {
	var texts []string
	for _, v := range in.Values.Value {
		if s, ok := v.(string); ok {
			texts = append(texts, s)
		}
	}
	return texts
}
