package syntax

import (
	"fmt"
	"strings"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// The sentences about limits.
var (
	tooDeep = fmt.Sprintf("the file nests lists and mappings more than %d levels deep here", MaxDepth)
	tooMany = fmt.Sprintf("the file has more than %d values, those that aliases repeat included", MaxNodes)
)

// duplicates reports keys that an earlier section has. Within a section its
// chunk has done so.
func (t *Tree) duplicates(own []Entry) {
	type seen struct {
		key  *Node
		last source.Piece // whose chunk reports any further one
	}
	first := make(map[string]*seen, len(own))
	for _, e := range own {
		if !e.Key.Kind.IsScalar() {
			continue
		}
		s := first[e.Key.Value]
		if s == nil {
			first[e.Key.Value] = &seen{e.Key, e.Key.Span.Piece}
			continue
		}
		if s.last != e.Key.Span.Piece {
			s.last = e.Key.Span.Piece
			t.own.add(duplicateKey(s.key, e.Key))
		}
	}
}

// shiftedItems reports the items that stand further left than those above them.
func (t *Tree) shiftedItems(slots []slot) {
	for _, s := range slots {
		if s.shifted {
			t.own.add(t.shiftedItem(s))
		}
	}
}

func (t *Tree) shiftedItem(s slot) diagnostic.Diagnostic {
	start := int(s.start)
	if s.chunk.root != nil {
		start = int(t.Place(s.chunk.root.Span).Start) - int(s.indent)
	}
	d := syntaxError(source.Range(start, start+int(s.indent)),
		"this list item stands further left than the ones above it; expected all items of a list in one column")
	if s.indent == 0 {
		d.Span.End++ // the dash, for want of an indentation
	}
	return d
}

// secondDocument reports a document behind the first.
func (t *Tree) secondDocument() {
	last := t.slots[len(t.slots)-1]
	if last.kind != rest {
		return
	}
	text := t.File.Slice(source.Range(int(last.start), t.File.Len()))
	at := 0
	for pos := 0; pos < len(text); {
		end, next := lineEnd(text, pos)
		line := text[pos:end]
		dashes := isMarker(line) && line[0] == '-'
		if dashes {
			at = pos
		}
		if dashes || !emptyBehind(line, 0) && !isMarker(line) {
			start := int(last.start) + at
			t.own.add(diagnostic.Diagnostic{
				Code: CodeMultipleDocuments, Severity: diagnostic.Error, Span: source.Range(start, start+3),
				Message: fmt.Sprintf("%q begins a second document; expected one, and only the first is read", text[at:at+3]),
			})
			return
		}
		pos = next
	}
}

// missingColon is the problem of a word where a key was expected.
func missingColon(at source.Span, text string) diagnostic.Diagnostic {
	word := text[at.Start:at.End]
	if i := strings.IndexAny(word, "\r\n"); i >= 0 {
		word = word[:i]
		at.End = at.Start + int32(i)
	}
	return syntaxError(at, `%s is no key; expected a key, a colon and a space, as in "name: value"`, quote(word))
}
