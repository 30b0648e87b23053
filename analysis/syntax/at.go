package syntax

import (
	"sort"

	"github.com/usepaso/usepaso/analysis/source"
)

// Step is a node on the way from the root to a place.
type Step struct {
	Node *Node
	// Entry is the entry of the mapping before that led here: Node is its Key or
	// its Value. It is nil for the root and for items.
	Entry *Entry
	// Index counts the entry or item from 0 in the collection before; -1 for the root.
	Index int
}

// Path leads from the root of a tree to a node. It is never empty.
type Path []Step

// Last returns the innermost step.
func (p Path) Last() Step { return p[len(p)-1] }

// At returns the way to what stands at a plain byte offset: the innermost key or
// value that contains it or ends there. Where nothing does, the column decides as
// it would for text typed there: a blank or unreadable line belongs to the
// innermost block collection that is not indented deeper, and the space behind
// "key:" or "-" to the value that is not there yet.
func (t *Tree) At(offset int) Path {
	offset = min(max(offset, 0), t.File.Len())
	w := walk{tree: t, offset: offset, path: Path{{Node: t.Root, Index: -1}}}
	line := t.File.Line(t.File.Point(offset, source.UTF8).Line)
	w.lineStart = int(line.Start)
	w.column = min(offset-w.lineStart, skipByte(t.File.Slice(line), 0, ' '))
	for w.down() {
	}
	return w.path
}

// walk is one search for a place.
type walk struct {
	tree      *Tree
	offset    int
	lineStart int // of the line of offset
	column    int // of offset, or of the line's text if that begins before
	path      Path
}

// down takes one step towards the offset.
func (w *walk) down() bool {
	n := w.path.Last().Node
	if n.IsAlias {
		return false
	}
	switch n.Kind {
	case Mapping:
		return w.intoMapping(n)
	case Sequence:
		return w.intoSequence(n)
	}
	return false
}

func (w *walk) intoMapping(n *Node) bool {
	own := len(n.Entries)
	for own > 0 && n.Entries[own-1].Merged {
		own--
	}
	i := sort.Search(own, func(i int) bool { return w.startOf(n.Entries[i].Span) > w.offset }) - 1
	if i < 0 {
		return false
	}
	e := &n.Entries[i]
	key, value := w.tree.Place(e.Key.Span), w.tree.Place(e.Value.Span)
	step := Step{Node: e.Value, Entry: e, Index: i}
	switch {
	case key.Contains(w.offset) && (e.Value.Span.Len() > 0 || w.offset <= int(key.End)):
		step.Node = e.Key
	case value.Contains(w.offset):
	case n.Style == Flow:
		if between := w.tree.File.Slice(source.Range(int(value.End), w.offset)); value.Len() > 0 || skipBlanks(between, 0) < len(between) {
			return false
		}
	case !w.belongs(e.Value, value, w.columnOf(key.Start)):
		return false
	}
	w.path = append(w.path, step)
	return true
}

func (w *walk) intoSequence(n *Node) bool {
	i := sort.Search(len(n.Items), func(i int) bool { return w.startOf(n.Items[i].Span) > w.offset }) - 1
	if i < 0 {
		return false
	}
	span := w.tree.Place(n.Items[i].Span)
	if !span.Contains(w.offset) && (n.Style == Flow || !w.belongs(n.Items[i], span, w.columnOf(w.tree.Place(n.Span).Start))) {
		return false
	}
	w.path = append(w.path, Step{Node: n.Items[i], Index: i})
	return true
}

func (w *walk) startOf(s source.Span) int { return int(w.tree.Place(s).Start) }

func (w *walk) columnOf(start int32) int {
	return w.tree.File.Point(int(start), source.UTF8).Character
}

// belongs reports whether text typed at the offset, behind a value, would become
// part of it; the value's key or dash stands in column.
func (w *walk) belongs(n *Node, span source.Span, column int) bool {
	if int(span.End) >= w.lineStart {
		return true // nothing but blanks or a comment between
	}
	if w.column <= column {
		// A list may stand in its key's own column.
		return n.Kind == Sequence && n.Style == Block && w.column == column && w.columnOf(span.Start) == column
	}
	return n.Kind == Null && span.Len() == 0 || !n.Kind.IsScalar() && n.Style == Block && w.column >= w.columnOf(span.Start)
}
