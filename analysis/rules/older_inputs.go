package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// allNamed reports whether every item is a mapping with a name of its own.
func allNamed(n *syntax.Node) bool {
	seen := map[string]bool{}
	for _, item := range n.Items {
		name := item.Get("name")
		if item.IsAlias || name == nil || name.Kind != syntax.String || name.Value == "" || name.IsAlias || seen[name.Value] {
			return false
		}
		seen[name.Value] = true
	}
	return len(n.Items) > 0
}

// listToMapping turns items with a name into entries under that name.
func (w *shapeWalk) listToMapping(n *syntax.Node, key source.Span) []source.Edit {
	var edits []source.Edit
	if n.Style == syntax.Flow {
		edits = append(edits, source.Edit{Span: n.Span.Sub(0, 1), New: "{"}, source.Edit{Span: n.Span.Sub(n.Span.Len()-1, n.Span.Len()), New: "}"})
	}
	for _, item := range n.Items {
		var e []source.Edit
		switch {
		case item.Style == syntax.Flow:
			e = w.flowItem(item, n.Style == syntax.Flow)
		case n.Style == syntax.Block:
			e = w.blockItem(item, w.edit.before(key))
		}
		if e == nil {
			return nil
		}
		edits = append(edits, e...)
	}
	return edits
}

// flowItem turns {name: a, type: string} into a: {type: string}.
func (w *shapeWalk) flowItem(item *syntax.Node, inFlow bool) []source.Edit {
	name := item.Entry("name")
	remove := w.edit.removeEntry(item, "name")
	if remove == nil {
		remove = []source.Edit{{Span: name.Span}}
	}
	start := item.Span.Head()
	if !inFlow {
		start = w.dash(item)
	}
	return append(remove, source.Edit{Span: start, New: plain(name.Value.Value) + ": "})
}

// dash is the span from the dash of an item to its text.
func (w *shapeWalk) dash(item *syntax.Node) source.Span {
	before := w.edit.before(item.Span)
	i := strings.LastIndexByte(before, '-')
	if i < 0 || strings.TrimSpace(before[i+1:]) != "" {
		return item.Span.Head()
	}
	return item.Span.Head().Sub(i-len(before), 0)
}

// blockItem turns "- name: a" with its lines into "a:" with the same lines below.
// The lines of a list that stands no deeper than its key are indented.
func (w *shapeWalk) blockItem(item *syntax.Node, beforeKey string) []source.Edit {
	dash, name := w.dash(item), item.Entry("name")
	if dash.Len() == 0 {
		return nil
	}
	column := len(w.edit.before(dash))
	more := strings.Repeat(" ", max(len(beforeKey)+2-column, 0))
	edits := []source.Edit{{Span: dash, New: more + plain(name.Value.Value) + ":"}}
	first := name.Span.Start == item.Span.Start
	switch {
	case first && len(item.Entries) == 1:
		edits[0] = source.Edit{Span: dash.To(name.Span), New: edits[0].New + " {}"}
	case first:
		edits[0].Span = dash.To(name.Span)
	default:
		edits[0].New += w.edit.newline() + strings.Repeat(" ", column+dash.Len()) + more
		edits = append(edits, w.edit.removeEntry(item, "name")...)
	}
	if more == "" {
		return edits
	}
	from := item.Entries[0].Span
	for _, e := range item.Entries[1:] {
		if e.Key.Value != "name" && !e.Merged {
			edits = append(edits, w.indentLines(e.Span, more)...)
		}
	}
	if !first {
		edits = append(edits, w.indentLines(from, more)[1:]...)
	}
	return edits
}

// indentLines puts more blanks in front of every line that a span touches.
func (w *shapeWalk) indentLines(s source.Span, more string) []source.Edit {
	lines := w.edit.lines(w.edit.trimmed(s))
	var edits []source.Edit
	at := 0
	for line := range strings.Lines(w.edit.tree.Text(lines)) {
		if strings.TrimSpace(line) != "" {
			edits = append(edits, source.Edit{Span: lines.Sub(at, at), New: more})
		}
		at += len(line)
	}
	return edits
}
