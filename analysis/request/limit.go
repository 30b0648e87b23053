package request

import (
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/usepaso/usepaso/analysis/declaration"
)

func (k *values) violated(b declaration.Bound, path, text string) {
	k.clauses = append(k.clauses, clause{
		Problem{Type: ConstraintViolated, Input: k.input, Path: path, Span: b.Span, Limit: b.Kind},
		text,
	})
}

// bounds holds a value to limits. A limit that cannot be read, as one of the wrong
// type, is violated by every value where closed is set.
func (k *values) bounds(bounds []declaration.Bound, v any, path string, closed bool) {
	for _, b := range bounds {
		if b.Kind.ForCall() {
			continue
		}
		text, readable := violation(b, v)
		if !readable && closed {
			text = fmt.Sprintf("cannot be checked: %s has the value %s", b.Kind, show(b.Value))
		}
		if text != "" {
			k.violated(b, path, text)
		}
	}
}

// violation says how a value breaks a limit, "" when it does not or when the
// limit has nothing to say about values of its type.
func violation(b declaration.Bound, v any) (text string, readable bool) {
	switch b.Kind {
	case declaration.MaxValue, declaration.MinValue:
		return valueViolation(b, v)
	case declaration.MaxLength, declaration.MinLength:
		return sizeViolation(b, v, "characters")
	case declaration.MaxItems, declaration.MaxPerRequest:
		return sizeViolation(b, v, "items")
	case declaration.Pattern:
		return patternViolation(b.Value, v)
	case declaration.AllowedValues:
		return allowedViolation(b.Value, v)
	}
	return "", true
}

func valueViolation(b declaration.Bound, v any) (string, bool) {
	limit, ok := b.Value.(json.Number)
	if !ok {
		return "", false
	}
	if b.Length {
		return sizeViolation(b, v, "characters")
	}
	n, ok := v.(json.Number)
	if !ok {
		return "", true
	}
	switch order := declaration.CompareNumbers(n, limit); {
	case b.Kind == declaration.MaxValue && order > 0:
		return fmt.Sprintf("value %s exceeds maximum of %s", clip(string(n)), limit), true
	case b.Kind == declaration.MinValue && order < 0:
		return fmt.Sprintf("value %s is below minimum of %s", clip(string(n)), limit), true
	}
	return "", true
}

// sizeViolation counts the characters of a string or the items of a list.
func sizeViolation(b declaration.Bound, v any, unit string) (string, bool) {
	limit, ok := b.Value.(json.Number)
	if !ok {
		return "", false
	}
	size := -1
	switch v := v.(type) {
	case string:
		if unit == "characters" {
			size = utf8.RuneCountInString(v)
		}
	case []any:
		if unit == "items" {
			size = len(v)
		}
	}
	if size < 0 {
		return "", true
	}
	least := b.Kind == declaration.MinLength || b.Kind == declaration.MinValue
	switch order := declaration.CompareNumbers(json.Number(strconv.Itoa(size)), limit); {
	case least && order < 0:
		return fmt.Sprintf("has %d %s, min is %s", size, unit, limit), true
	case !least && order > 0:
		return fmt.Sprintf("has %d %s, max is %s", size, unit, limit), true
	}
	return "", true
}

func allowedViolation(limit, v any) (string, bool) {
	allowed, ok := limit.([]any)
	if !ok {
		return "", false
	}
	candidates := []any{v}
	if list, ok := v.([]any); ok {
		candidates = list
	}
	for _, c := range candidates {
		if !contains(allowed, c) {
			return fmt.Sprintf("value %s is not one of: %s", show(c), plainList(allowed)), true
		}
	}
	return "", true
}

func contains(list []any, v any) bool {
	for _, item := range list {
		if declaration.Equal(item, v) {
			return true
		}
	}
	return false
}
