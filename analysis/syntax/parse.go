package syntax

import (
	"slices"
	"strings"
	"sync/atomic"

	"github.com/usepaso/usepaso/analysis/source"
)

// Limits on cutting. A text with more chunks is read as a whole.
const (
	maxSections = 1 << 10
	maxChunks   = 1 << 16
)

const bom = "\uFEFF"

// Parse returns the tree of a file.
func Parse(file *source.File) *Tree { return build(file, new(atomic.Uint32), nil) }

// build parses a file, taking over what it can from the slots of an older tree.
func build(file *source.File, pieces *atomic.Uint32, old []slot) *Tree {
	t := &Tree{File: file, pieces: pieces, limit: readable(file)}
	if t.limit != nil {
		t.Root = &Node{Kind: Null}
		return t
	}
	text := file.Text()
	pool := newPool(func(s source.Span) string { return text[s.Start:s.End] }, pieces, old)
	t.slots = pool.slots(cutAll(text), file.Len())
	if !pool.complete(t.slots, t.slots) {
		t.slots = pool.slots(asWhole(t.cuts()), file.Len())
		pool.complete(t.slots, t.slots)
	}
	t.assemble()
	return t
}

// cutAll cuts a whole text.
func cutAll(text string) []cut {
	first := cut{start: int32(len(text) - len(strings.TrimPrefix(text, bom)))}
	cuts := []cut{first}
	sections := 0
	s := scan(text, first, func(c cut) bool {
		cuts = append(cuts, c)
		if c.kind == section {
			sections++
		}
		return true
	})
	keyed := slices.ContainsFunc(cuts, func(c cut) bool { return c.keyed })
	if s.irregular || s.content && !keyed || sections > maxSections || len(cuts) > maxChunks {
		return asWhole(cuts)
	}
	return cuts
}

// asWhole joins all chunks of the document.
func asWhole(cuts []cut) []cut {
	all := []cut{{start: cuts[0].start, kind: whole}}
	if last := cuts[len(cuts)-1]; last.kind == rest {
		all = append(all, last)
	}
	return all
}

func (t *Tree) cuts() []cut {
	cuts := make([]cut, len(t.slots))
	for i, s := range t.slots {
		cuts[i] = s.cut
	}
	return cuts
}
