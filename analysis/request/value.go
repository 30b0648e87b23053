package request

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
)

// CheckValue checks one value against an input: type, enum, items and properties,
// and the limits that stand on the input itself. Messages are clauses without
// subject and period ("value 200 exceeds maximum of 100"); Path says what they are
// about. Limits that cannot be read are passed over.
func CheckValue(in *declaration.Input, v any) []Problem {
	found := &values{input: in.Name}
	if v, ok := found.value(in, v, in.Name); ok {
		found.bounds(declaration.InputBounds(in), v, in.Name, false)
	}
	var problems []Problem
	for _, f := range found.clauses {
		p := f.Problem
		p.Message = f.clause
		problems = append(problems, p)
	}
	return problems
}

// values checks values and collects what is wrong with them.
type values struct {
	input   string
	clauses []clause
}

// clause is a problem whose message still lacks its subject.
type clause struct {
	Problem
	clause string
}

// problem completes the message for people.
func (f clause) problem(c *declaration.Capability) Problem {
	p := f.Problem
	if p.Type == ConstraintViolated {
		p.Message = fmt.Sprintf("Constraint violated for %q: input %q %s.", c.Name.Value, p.Path, f.clause)
	} else {
		p.Message = fmt.Sprintf("Parameter %q %s", p.Path, f.clause)
	}
	return p
}

func (k *values) invalid(span source.Span, path, hint, format string, args ...any) {
	k.clauses = append(k.clauses, clause{
		Problem{Type: InvalidInput, Input: k.input, Path: path, Span: span, Hint: hint},
		fmt.Sprintf(format, args...),
	})
}

// value returns the value as it is sent, and whether it has the input's type.
func (k *values) value(in *declaration.Input, v any, path string) (any, bool) {
	want := ""
	switch in.Type.Value {
	case "string":
		s, ok := v.(string)
		if ok && utf8.ValidString(s) {
			return v, true
		}
		want = "a string"
	case "integer":
		if n, ok := v.(json.Number); ok {
			if plain, ok := declaration.PlainInteger(n); ok {
				return plain, true
			}
		}
		want = "an integer"
	case "number":
		if n, ok := v.(json.Number); ok {
			return n, true
		}
		want = "a number"
	case "boolean":
		if _, ok := v.(bool); ok {
			return v, true
		}
		want = "true or false"
	case "enum":
		return k.enum(in, v, path)
	case "array":
		if list, ok := v.([]any); ok {
			return k.array(in, list, path)
		}
		want = "an array"
	case "object":
		if m, ok := v.(map[string]any); ok {
			return k.object(in, m, path)
		}
		want = "an object"
	default:
		return v, true
	}
	k.invalid(in.Type.Span, path, retype(v), "must be %s, got %s", want, show(v))
	return v, false
}

// retype hints at the quotes around a number or a boolean.
func retype(v any) string {
	s, ok := v.(string)
	if _, err := strconv.ParseFloat(s, 64); ok && (err == nil || s == "true" || s == "false") {
		return fmt.Sprintf("Send %s without quotes.", s)
	}
	return ""
}

func (k *values) enum(in *declaration.Input, v any, path string) (any, bool) {
	for _, allowed := range in.Values.Value {
		if declaration.Equal(v, allowed) {
			return allowed, true
		}
	}
	span := in.Values.Span
	if !in.Values.Present {
		span = in.Type.Span
	}
	k.invalid(span, path, "", "must be one of: %s, got %s", plainList(in.Values.Value), show(v))
	return v, false
}

func (k *values) array(in *declaration.Input, list []any, path string) (any, bool) {
	if in.Items == nil {
		return list, true
	}
	result := make([]any, len(list))
	for i, item := range list {
		result[i] = k.nested(in.Items, item, fmt.Sprintf("%s[%d]", path, i))
	}
	return result, true
}

// nested checks an element or a property with the limits of its own.
func (k *values) nested(in *declaration.Input, v any, path string) any {
	v, ok := k.value(in, v, path)
	if ok {
		k.bounds(declaration.InputBounds(in), v, path, false)
	}
	return v
}

func (k *values) object(in *declaration.Input, m map[string]any, path string) (any, bool) {
	if len(in.Properties) == 0 {
		return m, true
	}
	result := make(map[string]any, len(m))
	declared := map[string]bool{}
	for _, p := range in.Properties {
		declared[p.Name] = true
		k.property(p, m, result, path+"."+p.Name)
	}
	for _, p := range in.Properties {
		k.companions(p, m, result, path)
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !declared[name] {
			k.invalid(in.Key, path+"."+name, "", "is not declared in properties")
		}
	}
	return result, true
}

func (k *values) property(p *declaration.Input, m, result map[string]any, path string) {
	v := m[p.Name]
	if v == nil && p.Default.Valid {
		v = p.Default.Value
	}
	if v != nil {
		result[p.Name] = k.nested(p, v, path)
	} else if p.Required.Value {
		k.invalid(p.Required.Span, path, "", "is missing")
	}
}

// companions holds a property that is given to its requires_field limits.
func (k *values) companions(p *declaration.Input, m, result map[string]any, path string) {
	for _, b := range declaration.InputBounds(p) {
		name, ok := b.Value.(string)
		if b.Kind == declaration.RequiresField && ok && m[p.Name] != nil && result[name] == nil {
			k.violated(b, path+"."+name, fmt.Sprintf("must be provided with %q", p.Name))
		}
	}
}
