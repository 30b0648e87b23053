package declaration

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/syntax"
)

// readConstraints reads a list of maps, or one map.
func readConstraints(n *syntax.Node) []*Constraint {
	if n == nil {
		return nil
	}
	if n.Kind == syntax.Mapping {
		return []*Constraint{readConstraint(n)}
	}
	var list []*Constraint
	for _, item := range n.Items {
		if item.Kind == syntax.Mapping {
			list = append(list, readConstraint(item))
		}
	}
	return list
}

func readConstraint(n *syntax.Node) *Constraint {
	c := &Constraint{Node: n, Description: text(n, "description"), Input: text(n, "input")}
	for _, e := range n.Entries {
		if kind, input, ok := LimitKey(e.Key.Value); ok {
			c.Limits = append(c.Limits, Limit{Kind: kind, Value: Value(e.Value), Key: e.Key.Span, Span: e.Value.Span, Input: input})
		}
	}
	return c
}

// LimitKey tells which limit a constraint key sets, and of which input where the
// key names one ("title_max_length").
func LimitKey(key string) (kind LimitKind, input string, ok bool) {
	switch k := LimitKind(key); k {
	case MaxPerHour, MaxPerRequest, MaxValue, MinValue, MaxLength, MinLength, MaxItems, Pattern, AllowedValues, RequiresField:
		return k, "", true
	}
	for _, k := range []LimitKind{MaxLength, MinLength} {
		if input, found := strings.CutSuffix(key, "_"+string(k)); found && input != "" {
			return k, input, true
		}
	}
	return "", "", false
}
