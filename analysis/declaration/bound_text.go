package declaration

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/usepaso/usepaso/analysis/source"
)

// Text says a limit as the agent reads it: "Rate limit: 100/hour". It names
// the input where the file does: "Max value: 100 (limit)". It is one line without
// characters that people cannot see.
func (b Bound) Text() string {
	value := OneLine(source.Strip(valueText(b.Value)))
	switch b.Kind {
	case MaxPerHour:
		return "Rate limit: " + value + "/hour"
	case RequiresField:
		if b.When != nil {
			return fmt.Sprintf("Required: %s must be provided when %s is given", value, OneLine(b.When.Name))
		}
		return "Required: " + value + " must be provided"
	}
	return limitNames[b.Kind] + ": " + value + b.about()
}

var limitNames = map[LimitKind]string{
	MaxValue: "Max value", MinValue: "Min value",
	MaxLength: "Max length", MinLength: "Min length",
	MaxItems: "Max items", MaxPerRequest: "Max per request",
	Pattern: "Pattern", AllowedValues: "Allowed values",
}

// about names the input of a limit that stands on one or names one.
func (b Bound) about() string {
	if len(b.Inputs) != 1 || b.When == nil && b.Limit.Input == "" && !b.Constraint.Input.Valid {
		return ""
	}
	return " (" + OneLine(b.Inputs[0].Name) + ")"
}

// valueText returns a JSON value as people write it, a list as "a, b".
func valueText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return string(v)
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			items[i] = valueText(item)
		}
		return strings.Join(items, ", ")
	}
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}

// OneLine returns the text with every run of white space as one space, so that
// it cannot look like another line of what it is put into.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
