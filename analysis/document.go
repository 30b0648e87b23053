package analysis

import (
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// Document is one state of a buffer. Its text is there at once; what it means is
// found out when first asked for, so that a burst of edits costs one analysis.
// It is immutable and safe for concurrent use.
type Document struct {
	File    *source.File
	Version int

	mu      sync.Mutex
	asked   bool          // Snapshot was called: edits of this state build on it
	base    *Document     // an earlier state that was asked for; nil to read afresh
	edits   []source.Edit // from the text of base to File's
	pending sync.Once
	result  *Snapshot
}

// maxPendingEdits is how many separate edits are worth replaying one by one.
const maxPendingEdits = 16

// NewDocument returns the first state of a buffer.
func NewDocument(name, text string, version int) *Document {
	return &Document{File: source.NewFile(name, text), Version: version}
}

// Edit returns the state after one edit of a plain span.
func (d *Document) Edit(version int, e source.Edit) *Document {
	next := &Document{File: d.File.Edit(e), Version: version}
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.asked:
		next.base, next.edits = d, []source.Edit{e}
	case d.base != nil:
		next.base, next.edits = d.base, joinEdit(d.edits, e)
		if len(next.edits) > maxPendingEdits {
			next.edits = []source.Edit{Difference(d.base.File.Text(), next.File.Text())}
		}
	}
	return next
}

// Replace returns the state in which the whole text is another one.
func (d *Document) Replace(version int, text string) *Document {
	return d.Edit(version, Difference(d.File.Text(), text))
}

// Snapshot returns what the text means. The first call does the work; further
// ones wait for it and share the result.
func (d *Document) Snapshot() *Snapshot {
	d.mu.Lock()
	d.asked = true
	base, edits := d.base, d.edits
	d.mu.Unlock()
	d.pending.Do(func() {
		d.result = analyse(d.File, base, edits)
		d.mu.Lock()
		d.base, d.edits = nil, nil // earlier states may go
		d.mu.Unlock()
	})
	return d.result
}

func analyse(file *source.File, base *Document, edits []source.Edit) *Snapshot {
	if base != nil {
		if s := base.Snapshot(); s != nil {
			return s.Edit(edits...)
		}
	}
	return build(syntax.Parse(file), nil)
}

// joinEdit appends an edit, melting it into the last one where they touch, as
// they do while somebody types or deletes.
func joinEdit(edits []source.Edit, e source.Edit) []source.Edit {
	n := len(edits)
	if n == 0 {
		return []source.Edit{e}
	}
	last := edits[n-1]
	start, end := last.Span.Start, last.Span.Start+int32(len(last.New))
	if e.Span.End < start || e.Span.Start > end || e.Span.End > end {
		return append(slices.Clip(edits), e)
	}
	kept := max(e.Span.Start, start)
	joined := source.Edit{
		Span: source.Range(int(min(e.Span.Start, start)), int(last.Span.End)),
		New:  last.New[:kept-start] + e.New + last.New[e.Span.End-start:],
	}
	return append(slices.Clone(edits[:n-1]), joined)
}

// Difference returns the one edit that turns a text into another, leaving alone
// what they have in common at both ends.
func Difference(from, to string) source.Edit {
	front := 0
	for front < min(len(from), len(to)) && from[front] == to[front] {
		front++
	}
	for front > 0 && (!boundary(from, front) || !boundary(to, front)) {
		front--
	}
	back := 0
	for back < min(len(from), len(to))-front && from[len(from)-1-back] == to[len(to)-1-back] {
		back++
	}
	for back > 0 && (!boundary(from, len(from)-back) || !boundary(to, len(to)-back)) {
		back--
	}
	return source.Edit{Span: source.Range(front, len(from)-back), New: to[front : len(to)-back]}
}

// boundary reports whether a text may be cut at i without splitting a character.
func boundary(text string, i int) bool { return i == len(text) || utf8.RuneStart(text[i]) }
