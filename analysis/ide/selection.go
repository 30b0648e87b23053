package ide

import (
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// Selections returns the plain spans that a selection at an offset grows through,
// innermost first: the word, the text, the value, its entry, and so on to the
// whole file. Each holds the one before it.
func Selections(s *analysis.Snapshot, offset int) []source.Span {
	w := selector{s, offset, []source.Span{source.Range(0, s.File.Len())}}
	w.node(s.Tree.Root)
	w.word()
	spans := make([]source.Span, len(w.spans))
	for i, span := range w.spans {
		spans[len(spans)-1-i] = span
	}
	return spans
}

type selector struct {
	*analysis.Snapshot
	offset int
	spans  []source.Span // outermost first
}

// add appends a span that lies within the last one and holds the offset.
func (w *selector) add(span source.Span) bool {
	last := w.spans[len(w.spans)-1]
	if !last.Covers(span) || !span.Contains(w.offset) {
		return false
	}
	if span != last {
		w.spans = append(w.spans, span)
	}
	return true
}

func (w *selector) node(n *syntax.Node) {
	if !w.add(w.Tree.Place(n.Span)) || n.IsAlias {
		return
	}
	for _, e := range n.Entries {
		if e.Merged || !w.Tree.Place(e.Span).Contains(w.offset) {
			continue
		}
		w.add(w.Tree.Place(e.Span))
		if !w.add(w.Tree.Place(e.Key.Span)) {
			w.node(e.Value)
		}
		return
	}
	for _, item := range n.Items {
		if w.Tree.Place(item.Span).Contains(w.offset) {
			w.node(item)
			return
		}
	}
	if n.Kind == syntax.String {
		if span, ok := bare(w.Tree, n.Span, n.Value); ok {
			w.add(span)
		}
	}
}

// word adds the run of letters, digits and the like around the offset.
func (w *selector) word() {
	l := w.File.Line(w.File.Position(w.offset).Line - 1)
	text, start := w.File.Slice(l), w.offset-int(l.Start)
	end := start
	for start > 0 && wordByte(text[start-1]) {
		start--
	}
	for end < len(text) && wordByte(text[end]) {
		end++
	}
	if start < end {
		w.add(l.Sub(start, end))
	}
}

func wordByte(b byte) bool { return b >= 0x80 || strings.IndexByte(" \t\r\n\"'[]{},:#/&?=()", b) < 0 }
