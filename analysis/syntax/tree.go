package syntax

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// Limits on what is parsed. What exceeds them becomes a problem, never a crash.
const (
	MaxBytes = 8 << 20 // of a declaration
	MaxDepth = 64      // of nested collections
	MaxNodes = 1 << 20 // of a file, aliases counted as often as they are used
)

// Codes of the problems that parsing finds.
const (
	CodeSyntax            = "yaml-syntax"
	CodeDuplicateKey      = "duplicate-key"
	CodeMultipleDocuments = "multiple-documents"
	CodeUnreadable        = "unreadable-file" // too large, not UTF-8, NUL, too deep, too many aliases
)

// Tree is the tolerant tree of one text. It is immutable and safe for concurrent use.
type Tree struct {
	File *source.File
	Root *Node // a Mapping, or whatever else the text is; never nil

	slots  []slot  // where the chunks stand, in file order
	places []place // the same, by piece
	items  []*Node // of all "capabilities" lists
	totals         // over the slots
	pieces *atomic.Uint32

	limit *diagnostic.Diagnostic // why the file cannot be read at all
	own   problems               // beyond those of the chunks

	once     sync.Once
	problems []diagnostic.Diagnostic
}

// totals are what an edit keeps count of instead of looking at each slot.
type totals struct {
	sections, shifted int // slots of the kind
	missing, limits   int // chunks that lack an anchor, or exceed a limit
	nodes             int
}

// add counts slots in, or out with a sign of -1.
func (t *totals) add(slots []slot, sign int) {
	for _, s := range slots {
		t.nodes += sign * s.chunk.count
		if s.kind == section {
			t.sections += sign
		}
		if s.shifted {
			t.shifted += sign
		}
		if len(s.chunk.missing) > 0 {
			t.missing += sign
		}
		if s.chunk.limit != nil {
			t.limits += sign
		}
	}
}

// place is where a piece starts.
type place struct {
	piece source.Piece
	start int32
}

// Problems returns what is wrong with the text as YAML, in no order. Their spans
// may belong to pieces; Place makes them plain.
func (t *Tree) Problems() []diagnostic.Diagnostic {
	t.once.Do(func() {
		if t.limit != nil {
			t.problems = []diagnostic.Diagnostic{*t.limit}
			return
		}
		t.problems = slices.Clone(t.own)
		for _, s := range t.slots {
			if s.flags&hasProblems != 0 {
				t.problems = append(t.problems, s.chunk.problems...)
			}
		}
	})
	return t.problems
}

// Text returns the text of a span of any piece.
func (t *Tree) Text(s source.Span) string { return t.File.Slice(t.Place(s)) }

// Place turns a span of any piece into the plain span it has in this tree's file.
// Plain spans come back unchanged; a piece that the tree does not have gives the
// zero Span.
func (t *Tree) Place(s source.Span) source.Span {
	if s.Piece == 0 {
		return s
	}
	i, ok := slices.BinarySearchFunc(t.places, s.Piece, func(p place, piece source.Piece) int { return cmp.Compare(p.piece, piece) })
	if !ok {
		return source.Span{}
	}
	start := t.places[i].start
	return source.Span{Start: start + s.Start, End: start + s.End}
}

// NodePlace returns the plain span of a node.
func (t *Tree) NodePlace(n *Node) source.Span { return t.Place(n.Span) }

// PlaceDiagnostic makes every span of a finding plain: its own, its related
// places in this file and its edits.
func (t *Tree) PlaceDiagnostic(d diagnostic.Diagnostic) diagnostic.Diagnostic {
	d.Span = t.Place(d.Span)
	d.Related = append([]diagnostic.Related(nil), d.Related...)
	for i, r := range d.Related {
		if r.File == "" {
			d.Related[i].Span = t.Place(r.Span)
		}
	}
	d.Fixes = append([]diagnostic.Fix(nil), d.Fixes...)
	for i, fix := range d.Fixes {
		edits := make([]source.Edit, len(fix.Edits))
		for j, e := range fix.Edits {
			edits[j] = source.Edit{Span: t.Place(e.Span), New: e.New}
		}
		d.Fixes[i].Edits = edits
	}
	return d
}

// SameSections reports whether the top-level entries other than the items of
// "capabilities" are the very same nodes in both trees.
func (t *Tree) SameSections(old *Tree) bool {
	if len(t.Root.Entries) != len(old.Root.Entries) {
		return false
	}
	for i, e := range t.Root.Entries {
		o := old.Root.Entries[i]
		if e.Key != o.Key || e.Value != o.Value && (e.Key.Value != "capabilities" || e.Value.Kind != o.Value.Kind) {
			return false
		}
	}
	return true
}
