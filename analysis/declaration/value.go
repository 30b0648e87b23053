package declaration

import (
	"encoding/json"
	"math/big"
	"strconv"
	"strings"

	"github.com/usepaso/usepaso/analysis/syntax"
)

// Value returns what a node says as a JSON value: nil, bool, json.Number, string,
// []any or map[string]any. Numbers keep every digit; YAML's own spellings of
// numbers (0x1F, 0o17, 1_000, +1) become plain ones, and those JSON cannot say
// (.inf, .nan) stay strings. A merged or repeated key is read as YAML reads it:
// the mapping's own first entry wins.
func Value(n *syntax.Node) any {
	switch n.Kind {
	case syntax.Null:
		return nil
	case syntax.Bool:
		return strings.EqualFold(n.Value, "true")
	case syntax.Int, syntax.Float:
		return number(n.Value)
	case syntax.Sequence:
		list := make([]any, len(n.Items))
		for i, item := range n.Items {
			list[i] = Value(item)
		}
		return list
	case syntax.Mapping:
		m := make(map[string]any, len(n.Entries))
		for _, e := range n.Entries {
			if _, taken := m[e.Key.Value]; !taken && e.Key.Value != "<<" {
				m[e.Key.Value] = Value(e.Value)
			}
		}
		return m
	default:
		return n.Value
	}
}

// number returns the JSON spelling of a YAML number, or the text itself where
// JSON has none.
func number(text string) any {
	if json.Valid([]byte(text)) {
		return json.Number(text)
	}
	plain := strings.ReplaceAll(strings.TrimPrefix(text, "+"), "_", "")
	if json.Valid([]byte(plain)) {
		return json.Number(plain)
	}
	if i, ok := new(big.Int).SetString(strings.ToLower(plain), 0); ok {
		return json.Number(i.String())
	}
	if f, err := strconv.ParseFloat(plain, 64); err == nil {
		if b, err := json.Marshal(f); err == nil {
			return json.Number(b)
		}
	}
	return text
}
