package rules

import (
	"strconv"

	"github.com/usepaso/usepaso/analysis/syntax"
	"github.com/usepaso/usepaso/schema"
)

// value compares a value with what its key wants. Key is nil for items of lists
// and for what stands under names of the author's choice.
func (w *shapeWalk) value(n *syntax.Node, at spot, t *schema.Type, key *schema.Key) {
	switch {
	case n.Kind == syntax.Null && key != nil:
		w.absentValue(n, at, key)
	case key != nil && key == schema.Root.Key("version"):
		w.version(n, at)
	case t.Kind == schema.Any:
	case t.Kind == schema.List && n.Kind == syntax.Sequence:
		if !w.sections || key != schema.Root.Key("capabilities") {
			w.items(n, at, t.Elem)
		}
	case t.Kind == schema.List && t.OrOne && n.Kind == syntax.Mapping:
		w.value(n, at, t.Elem, nil)
	case t.Kind == schema.Map && n.Kind == syntax.Mapping:
		w.entries(n, at, t.Elem)
	case t.Kind == schema.Struct && n.Kind == syntax.Mapping:
		w.object(n, at, t.Object)
	case t.Kind < schema.List && n.Kind.IsScalar():
		w.scalar(n, at, t, key)
	case w.olderValue(n, at, key):
	default:
		w.wrongType(n, at, t)
	}
}

// items compares the items of a list.
func (w *shapeWalk) items(n *syntax.Node, at spot, t *schema.Type) {
	for i, item := range n.Items {
		if t.Kind == schema.String && item.Kind == syntax.String { // the names of a tier, thousands of them
			continue
		}
		here := spot{up: at.up, path: at.path + "[" + strconv.Itoa(i) + "]", label: "an item of " + at.label, span: item.Span}
		if t.Kind == schema.Struct {
			here.label, here.span = title(t.Object), nameSpan(item)
		}
		w.value(item, here, t, nil)
	}
}

// entries compares what stands under names of the author's choice.
func (w *shapeWalk) entries(n *syntax.Node, at spot, t *schema.Type) {
	seen := make(map[string]bool, len(n.Entries))
	for i := range n.Entries {
		e := &n.Entries[i]
		if seen[e.Key.Value] || e.Key.Value == "<<" {
			continue
		}
		seen[e.Key.Value] = true
		here := spot{up: at.up, path: join(at.path, e.Key.Value), label: title(t.Object) + " " + quote(e.Key.Value), span: e.Key.Span, node: n}
		if !w.strayKey(e, here) {
			w.value(e.Value, here, t, nil)
		}
	}
}
