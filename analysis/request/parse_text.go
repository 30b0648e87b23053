package request

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/usepaso/usepaso/analysis/declaration"
)

// ParseText reads "name=value" pairs as a person types them. A value is read by
// the type of its input: numbers keep every digit, arrays are JSON or "a,b" or
// the same name several times, objects are JSON, strings are taken as they are.
func ParseText(c *declaration.Capability, pairs []string) (Arguments, []Problem) {
	args := Arguments{}
	var problems []Problem
	refuse := func(name, format string, a ...any) {
		problems = append(problems, Problem{Type: InvalidInput, Input: name, Path: name, Message: fmt.Sprintf(format, a...)})
	}
	for _, pair := range pairs {
		name, text, found := strings.Cut(pair, "=")
		if !found || name == "" || !utf8.ValidString(pair) {
			refuse("", "Invalid param format: %q. Use key=value.", pair)
			continue
		}
		v, clause := any(text), ""
		if in := c.Input(name); in != nil {
			v, clause = parseText(in, text)
		}
		before, repeated := args[name]
		earlier, isList := before.([]any)
		switch {
		case clause != "":
			refuse(name, "Parameter %q %s", name, clause)
		case repeated && isList:
			args[name] = append(earlier, v.([]any)...)
		case repeated:
			refuse(name, "Parameter %q is given twice.", name)
		default:
			args[name] = v
		}
	}
	return args, problems
}

// parseText reads one value; a clause says what is wrong with it.
func parseText(in *declaration.Input, text string) (v any, clause string) {
	switch in.Type.Value {
	case "integer":
		if n, ok := textNumber(text); ok {
			if plain, ok := declaration.PlainInteger(n); ok {
				return plain, ""
			}
		}
		return nil, fmt.Sprintf("must be an integer, got %q", text)
	case "number":
		if n, ok := textNumber(text); ok {
			return n, ""
		}
		return nil, fmt.Sprintf("must be a number, got %q", text)
	case "boolean":
		if text == "true" || text == "false" {
			return text == "true", ""
		}
		return nil, fmt.Sprintf("must be true or false, got %q", text)
	case "enum":
		return textEnum(in, text), ""
	case "array":
		return textArray(in, text)
	case "object":
		if m, ok := decodeText(text).(map[string]any); ok {
			return m, ""
		}
		return nil, fmt.Sprintf("must be a JSON object, got %q", text)
	}
	return text, ""
}

// textNumber reads a number; leading zeros, which JSON has none of, go.
func textNumber(text string) (json.Number, bool) {
	digits, negative := strings.CutPrefix(text, "-")
	for len(digits) > 1 && digits[0] == '0' && '0' <= digits[1] && digits[1] <= '9' {
		digits = digits[1:]
	}
	if negative {
		digits = "-" + digits
	}
	n, ok := decodeText(digits).(json.Number)
	return n, ok && string(n) == digits
}

// textEnum returns the declared value that the text spells.
func textEnum(in *declaration.Input, text string) any {
	n, isNumber := textNumber(text)
	for _, v := range in.Values.Value {
		if plain(v) == text || isNumber && declaration.Equal(v, n) {
			return v
		}
	}
	return text
}

func textArray(in *declaration.Input, text string) (any, string) {
	if strings.HasPrefix(strings.TrimSpace(text), "[") {
		if list, ok := decodeText(text).([]any); ok {
			return list, ""
		}
		return nil, fmt.Sprintf("must be a JSON array or a,b, got %q", text)
	}
	list := []any{}
	if text == "" {
		return list, ""
	}
	for item := range strings.SplitSeq(text, ",") {
		v, clause := any(item), ""
		if in.Items != nil {
			v, clause = parseText(in.Items, item)
		}
		if clause != "" {
			return nil, "has an item that " + clause
		}
		list = append(list, v)
	}
	return list, ""
}

// decodeText returns the JSON value, or nil where the text is none.
func decodeText(text string) any {
	v, err := decode([]byte(text))
	if err != nil {
		return nil
	}
	return v
}
