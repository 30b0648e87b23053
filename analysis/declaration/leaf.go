package declaration

import (
	"slices"

	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// entries returns the entries of a mapping. A merge key is none of them; what it
// brings in follows on its own.
func entries(n *syntax.Node) []syntax.Entry {
	if n == nil {
		return nil
	}
	isMerge := func(e syntax.Entry) bool { return e.Key.Value == "<<" && e.Key.Style == syntax.Plain }
	if !slices.ContainsFunc(n.Entries, isMerge) {
		return n.Entries
	}
	return slices.DeleteFunc(slices.Clone(n.Entries), isMerge)
}

// leaf reads one key; read returns the value and whether it has the right type.
func leaf[T any](n *syntax.Node, key string, read func(*syntax.Node) (T, bool)) Leaf[T] {
	e := n.Entry(key)
	if e == nil {
		return Leaf[T]{}
	}
	v, ok := read(e.Value)
	return Leaf[T]{Value: v, Key: e.Key.Span, Span: e.Value.Span, Present: true, Valid: ok}
}

func text(n *syntax.Node, key string) Leaf[string] {
	return leaf(n, key, func(v *syntax.Node) (string, bool) { return v.Value, v.Kind == syntax.String })
}

func boolean(n *syntax.Node, key string) Leaf[bool] {
	return leaf(n, key, func(v *syntax.Node) (bool, bool) {
		value, ok := Value(v).(bool)
		return value, ok
	})
}

func value(n *syntax.Node, key string) Leaf[any] {
	return leaf(n, key, func(v *syntax.Node) (any, bool) { return Value(v), v.Kind != syntax.Null })
}

func node(n *syntax.Node, key string, kinds ...syntax.Kind) Leaf[*syntax.Node] {
	return leaf(n, key, func(v *syntax.Node) (*syntax.Node, bool) {
		if !slices.Contains(kinds, v.Kind) {
			return nil, false
		}
		return v, true
	})
}

func values(n *syntax.Node, key string) (Leaf[[]any], []source.Span) {
	var spans []source.Span
	l := leaf(n, key, func(v *syntax.Node) ([]any, bool) {
		var list []any
		for _, item := range v.Items {
			list = append(list, Value(item))
			spans = append(spans, item.Span)
		}
		return list, v.Kind == syntax.Sequence
	})
	return l, spans
}
