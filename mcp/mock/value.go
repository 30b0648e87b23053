package mock

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/usepaso/usepaso/analysis/request"
)

// maker makes up values for one answer.
type maker struct {
	noun string
	args request.Arguments
}

// mostElements is the length of lists when no limit was given.
const mostElements = 3

func (m maker) value(name, kind string) any {
	if given, ok := m.args[name]; ok && fits(given, kind) {
		return given
	}
	switch kind {
	case "integer":
		return m.integer(name)
	case "number":
		return json.Number("12.5")
	case "boolean":
		return !strings.HasPrefix(name, "has_") && !strings.HasPrefix(name, "is_")
	case "array":
		return m.list()
	case "object":
		return map[string]any{}
	}
	return m.text(name, 1)
}

func fits(v any, kind string) bool {
	switch v.(type) {
	case string:
		return kind == "string" || kind == ""
	case json.Number:
		return kind == "integer" || kind == "number"
	case bool:
		return kind == "boolean"
	case []any:
		return kind == "array"
	case map[string]any:
		return kind == "object"
	}
	return false
}

func (m maker) integer(name string) int {
	switch {
	case name == "created" || strings.HasSuffix(name, "_at"):
		return 1735689600 // 2025-01-01 UTC
	case strings.Contains(name, "amount") || strings.Contains(name, "total"):
		return 1250
	}
	return 1
}

// list has as many elements as a limit among the arguments asks for. Each repeats
// the text arguments, as the answer to a search does.
func (m maker) list() []any {
	n := mostElements
	for _, name := range []string{"limit", "per_page", "page_size", "count"} {
		if number, ok := m.args[name].(json.Number); ok {
			if i, err := number.Int64(); err == nil && i >= 0 && i < 100 {
				n = int(i)
			}
		}
	}
	list := make([]any, n)
	for i := range list {
		element := map[string]any{"id": m.text("id", i+1)}
		for name, v := range m.args {
			if s, ok := v.(string); ok {
				element[name] = s
			}
		}
		list[i] = element
	}
	return list
}

func (m maker) text(name string, i int) string {
	switch {
	case name == "id" || strings.HasSuffix(name, "_id"):
		return fmt.Sprintf("%s_example_%d", strings.TrimSuffix(or(strings.TrimSuffix(name, "id"), m.noun), "_"), i)
	case name == "object":
		return m.noun
	case strings.Contains(name, "email"):
		return "alice@example.com"
	case strings.Contains(name, "url"):
		return "https://example.com/" + m.noun
	case name == "currency":
		return "usd"
	case name == "status" || name == "state":
		return "succeeded"
	case name == "created" || strings.HasSuffix(name, "_at"):
		return "2025-01-01T00:00:00Z"
	}
	return "example " + strings.ReplaceAll(name, "_", " ")
}

func or(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
