package tool

import (
	"encoding/json"
	"slices"

	"github.com/usepaso/usepaso/analysis/declaration"
)

// limit mirrors a limit where JSON Schema can say it; the tightest of several wins.
func (s *schema) limit(b declaration.Bound) {
	switch v := b.Value.(type) {
	case json.Number:
		s.limitNumber(b, v)
	case string:
		if b.Kind == declaration.Pattern && Portable(v) {
			s.addPattern(v)
		}
	case []any:
		if b.Kind == declaration.AllowedValues {
			s.allow(v)
		}
	}
}

func (s *schema) limitNumber(b declaration.Bound, v json.Number) {
	number := s.Type == "integer" || s.Type == "number"
	switch b.Kind {
	case declaration.MaxValue:
		if b.Length {
			atMost(&s.MaxLength, v, true)
		} else if number {
			atMost(&s.Maximum, v, false)
		}
	case declaration.MinValue:
		if b.Length {
			atLeast(&s.MinLength, v, true)
		} else if number {
			atLeast(&s.Minimum, v, false)
		}
	case declaration.MaxLength:
		atMost(&s.MaxLength, v, true)
	case declaration.MinLength:
		atLeast(&s.MinLength, v, true)
	case declaration.MaxItems, declaration.MaxPerRequest:
		atMost(&s.MaxItems, v, true)
	}
}

func atMost(to *json.Number, v json.Number, size bool) {
	if v, ok := sized(v, size); ok && (*to == "" || declaration.CompareNumbers(v, *to) < 0) {
		*to = v
	}
}

func atLeast(to *json.Number, v json.Number, size bool) {
	if v, ok := sized(v, size); ok && (*to == "" || declaration.CompareNumbers(v, *to) > 0) {
		*to = v
	}
}

// sized returns a limit as its keyword takes it: sizes are integers from 0.
func sized(v json.Number, size bool) (json.Number, bool) {
	if !size {
		return v, true
	}
	plain, ok := declaration.PlainInteger(v)
	return plain, ok && declaration.CompareNumbers(plain, "0") >= 0
}

// addPattern adds a pattern; a schema has room for one, so others go into allOf.
func (s *schema) addPattern(pattern string) {
	if s.Pattern == "" {
		s.Pattern = pattern
		return
	}
	s.AllOf = append(s.AllOf, &schema{Pattern: pattern})
}

// allow narrows the values of a scalar, or of the items of a list.
func (s *schema) allow(values []any) {
	if s.Type == "array" {
		if s.Items != nil {
			s.Items.allow(values)
		}
		return
	}
	if s.Enum == nil {
		s.Enum = values
		return
	}
	both := slices.DeleteFunc(slices.Clone(s.Enum), func(v any) bool {
		return !slices.ContainsFunc(values, func(w any) bool { return declaration.Equal(v, w) })
	})
	if len(both) > 0 { // JSON Schema knows no empty enum
		s.Enum = both
	}
}
