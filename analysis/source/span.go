// Package source holds texts and places in them: files, byte spans and edits.
// It is the only package that does line, column and UTF-16 arithmetic.
//
// Start at Span: every other package speaks of places only through it.
package source

import (
	"cmp"
	"slices"
	"strings"
)

// Piece numbers a piece of a file whose position may move while its text stays
// the same. Piece 0 is the file itself.
type Piece uint32

// Span is the half-open byte range [Start, End) within a piece of a file.
//
// Spans of piece 0 are plain offsets into the file. Spans of any other piece are
// relative to where that piece starts now, so that what was found in an unedited
// part of a file stays true while text above it grows; syntax.Tree.Place turns
// them into plain offsets. Front ends only ever see piece 0.
type Span struct {
	Piece      Piece
	Start, End int32
}

// Range returns the plain span [start, end) of byte offsets into a file.
func Range(start, end int) Span { return Span{Start: int32(start), End: int32(end)} }

// Len returns the number of bytes in the span.
func (s Span) Len() int { return int(s.End - s.Start) }

// IsZero reports whether s is the zero Span, which stands for "no place known".
func (s Span) IsZero() bool { return s == Span{} }

// Contains reports whether offset lies within s or directly at its end, as a
// cursor does that stands behind a word. Offset is relative to the same piece.
func (s Span) Contains(offset int) bool { return int(s.Start) <= offset && offset <= int(s.End) }

// Covers reports whether t lies in s. Spans of different pieces never do.
func (s Span) Covers(t Span) bool {
	return s.Piece == t.Piece && s.Start <= t.Start && t.End <= s.End
}

// To returns the span from the start of s to the end of t, both of one piece.
func (s Span) To(t Span) Span { return Span{Piece: s.Piece, Start: s.Start, End: t.End} }

// Head returns the empty span at the start of s.
func (s Span) Head() Span { return Span{Piece: s.Piece, Start: s.Start, End: s.Start} }

// Tail returns the empty span at the end of s.
func (s Span) Tail() Span { return Span{Piece: s.Piece, Start: s.End, End: s.End} }

// Sub returns the part of s from byte i to byte j, counted from the start of s.
func (s Span) Sub(i, j int) Span {
	return Span{Piece: s.Piece, Start: s.Start + int32(i), End: s.Start + int32(j)}
}

// Compare orders spans by piece, then start, then end.
func (s Span) Compare(t Span) int {
	return cmp.Or(cmp.Compare(s.Piece, t.Piece), cmp.Compare(s.Start, t.Start), cmp.Compare(s.End, t.End))
}

// Edit replaces the text of Span by New. An empty span inserts.
type Edit struct {
	Span Span
	New  string
}

// Apply returns text after edits, which are plain spans in any order. Where two
// edits overlap the later one is left out, and ok is false.
func Apply(text string, edits []Edit) (result string, ok bool) {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int { return a.Span.Compare(b.Span) })
	var b strings.Builder
	at, ok := 0, true
	for _, e := range sorted {
		start, end := int(e.Span.Start), int(e.Span.End)
		if start < at || end < start || end > len(text) {
			ok = false
			continue
		}
		b.WriteString(text[at:start])
		b.WriteString(e.New)
		at = end
	}
	b.WriteString(text[at:])
	return b.String(), ok
}
