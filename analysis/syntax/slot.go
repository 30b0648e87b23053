package syntax

import (
	"slices"
	"strings"
	"sync/atomic"

	"github.com/usepaso/usepaso/analysis/parallel"
	"github.com/usepaso/usepaso/analysis/source"
)

// slot is where a chunk stands in a file. The slots of a tree follow each other
// without gaps.
type slot struct {
	cut
	flags uint8
	items int32 // list items in the chunk
	chunk *chunk
}

// What the chunk of a slot has, so that an edit need not look at each chunk.
const (
	hasProblems uint8 = 1 << iota
	hasComments
)

// pool makes chunks, taking over those of an older tree whose text is the same.
type pool struct {
	slice  func(source.Span) string // of the file
	pieces *atomic.Uint32
	old    map[chunkKey][]*chunk // not yet taken over
	copies bool                  // chunks must not keep the whole text alive
	fresh  []*chunk              // not yet parsed
}

type chunkKey struct {
	kind kind
	text string
}

func newPool(slice func(source.Span) string, pieces *atomic.Uint32, old []slot) *pool {
	p := &pool{slice: slice, pieces: pieces, copies: old != nil, old: make(map[chunkKey][]*chunk, len(old))}
	for _, s := range old {
		k := chunkKey{s.kind, s.chunk.text}
		p.old[k] = append(p.old[k], s.chunk)
	}
	return p
}

// slots returns the slots of cuts, the last of which ends at end. Their chunks
// are parsed, though some may wait.
func (p *pool) slots(cuts []cut, end int) []slot {
	slots := make([]slot, len(cuts))
	for i, c := range cuts {
		to := end
		if i+1 < len(cuts) {
			to = int(cuts[i+1].start)
		}
		slots[i] = slot{cut: c, chunk: p.chunk(c.kind, p.slice(source.Range(int(c.start), to)))}
	}
	parseAll(p.fresh)
	return slots
}

// complete finishes the new ones among all slots of a tree. It reports false
// where a chunk uses an anchor of another.
func (p *pool) complete(all, made []slot) bool {
	if acrossChunks(all) {
		return false
	}
	waiting := slices.DeleteFunc(p.fresh, func(c *chunk) bool { return !c.waits })
	parseAll(waiting)
	p.fresh = nil
	if len(waiting) > 0 && acrossChunks(all) {
		return false
	}
	for i := range made {
		made[i].note()
	}
	return true
}

func (p *pool) chunk(k kind, text string) *chunk {
	if k == rest {
		text = "" // never looked at
	}
	key := chunkKey{k, text}
	if same := p.old[key]; len(same) > 0 {
		p.old[key] = same[1:]
		return same[0]
	}
	if p.copies && k != whole {
		text = strings.Clone(text)
	}
	c := &chunk{kind: k, text: text, piece: source.Piece(p.pieces.Add(1))}
	p.fresh = append(p.fresh, c)
	return c
}

// note takes from the chunk what the tree wants to know of it.
func (s *slot) note() {
	c := s.chunk
	s.items = int32(len(c.items()))
	s.flags = 0
	if len(c.problems) > 0 || c.limit != nil {
		s.flags |= hasProblems
	}
	if strings.Contains(c.text, "#") {
		s.flags |= hasComments
	}
}

// parseAll parses chunks on all processors where that is worth it, the last ones
// first: a long section behind the list should not begin when all else is done.
func parseAll(chunks []*chunk) {
	parallel.For(len(chunks), 4, func(i int) { chunks[len(chunks)-1-i].parse() })
}

func lacksAnchor(s slot) bool { return len(s.chunk.missing) > 0 }

// acrossChunks reports whether a chunk uses an anchor of an earlier one.
func acrossChunks(slots []slot) bool {
	if !slices.ContainsFunc(slots, lacksAnchor) {
		return false
	}
	defined := map[string]bool{}
	for _, s := range slots {
		if slices.ContainsFunc(s.chunk.missing, func(name string) bool { return defined[name] }) {
			return true
		}
		for _, name := range s.chunk.anchors {
			defined[name] = true
		}
	}
	return false
}
