package syntax

import (
	"slices"
	"sort"

	"github.com/usepaso/usepaso/analysis/source"
)

// Edit returns the tree after one edit of a plain span, which is clamped to the
// text. It equals a fresh parse of the new text and costs the pieces the edit
// touches; their neighbours keep their very nodes.
func (t *Tree) Edit(e source.Edit) *Tree {
	e.Span = clamped(e.Span, t.File.Len())
	file := t.File.Edit(e)
	if t.pieces == nil {
		return Parse(file)
	}
	if w, ok := t.window(e, file); ok {
		if next, ok := t.spliced(file, w); ok {
			return next
		}
	}
	return build(file, t.pieces, t.slots)
}

func clamped(s source.Span, n int) source.Span {
	start := min(max(int(s.Start), 0), n)
	return source.Range(start, min(max(int(s.End), start), n))
}

// window is what an edit makes necessary to look at again: the slots [from, to)
// of the old tree give way to cuts, the slots from to on move by delta.
type window struct {
	from, to int
	delta    int32
	cuts     []cut
}

// window cuts the text anew around an edit. It reports false where the whole text
// has to be looked at.
func (t *Tree) window(e source.Edit, file *source.File) (window, bool) {
	if t.limit != nil || len(t.slots) < 2 || !t.slots[1].keyed || !staysReadable(t.File, e) {
		return window{}, false
	}
	// An edit can merge its chunk with the one before, or move a comment between them.
	hit := t.slotAt(int(e.Span.Start))
	w := window{from: hit - 1, delta: int32(len(e.New) - e.Span.Len())}
	if w.from < 1 {
		return window{}, false
	}
	// The chunk behind those that the edit touches is where the cuts should agree
	// again, and has to be seen as a whole for that.
	for end, more := t.slotAt(int(e.Span.End))+3, 2; ; end, more = end+more, more*2 {
		regular, agreed := t.recut(&w, hit, e, file, end)
		if !regular || agreed {
			return w, regular
		}
	}
}

// slotAt returns the last slot that starts at or before a plain offset.
func (t *Tree) slotAt(offset int) int {
	return sort.Search(len(t.slots), func(i int) bool { return int(t.slots[i].start) > offset }) - 1
}

// recut cuts the new text from the window's first slot to where slot end stands
// now. It reports whether the text is regular and whether the window is complete.
func (t *Tree) recut(w *window, hit int, e source.Edit, file *source.File, end int) (regular, agreed bool) {
	base := t.slots[w.from].start
	limit := int32(file.Len())
	if end < len(t.slots) {
		limit = t.slots[end].start + w.delta
	}
	w.to = hit
	w.cuts = []cut{t.slots[w.from].cut}
	first := w.cuts[0]
	first.start = 0
	edited := e.Span.Start + int32(len(e.New))
	s := scan(file.Slice(source.Span{Start: base, End: limit}), first, func(c cut) bool {
		c.start += base
		old := c
		old.start -= w.delta
		for w.to < len(t.slots) && t.slots[w.to].start < old.start {
			w.to++
		}
		if c.start >= edited && w.to < len(t.slots) && t.slots[w.to].cut == old {
			return false
		}
		w.cuts = append(w.cuts, c)
		return true
	})
	if !s.synced && end >= len(t.slots) {
		w.to = len(t.slots)
		return !s.irregular, true
	}
	return !s.irregular, s.synced
}

// spliced returns the tree with a window's chunks made anew. It reports false
// where that would not be what a fresh parse gives.
func (t *Tree) spliced(file *source.File, w window) (*Tree, bool) {
	gone := t.slots[w.from:w.to]
	end := file.Len()
	if w.to < len(t.slots) {
		end = int(t.slots[w.to].start + w.delta)
	}
	pool := newPool(file.Slice, t.pieces, gone)
	made := pool.slots(w.cuts, end)
	next := &Tree{File: file, pieces: t.pieces, totals: t.totals}
	next.slots = slices.Concat(t.slots[:w.from], made, t.slots[w.to:])
	made = next.slots[w.from : w.from+len(made)]
	for i := w.from + len(made); i < len(next.slots); i++ {
		next.slots[i].start += w.delta
	}
	users := made // of anchors that may stand elsewhere
	if t.missing > 0 || slices.ContainsFunc(made, lacksAnchor) {
		users = next.slots
	}
	if !pool.complete(users, made) {
		return nil, false
	}
	next.add(gone, -1)
	next.add(made, +1)
	if next.sections > maxSections || len(next.slots) > maxChunks {
		return nil, false
	}
	next.items = t.splicedItems(w, made)
	next.places = t.splicedPlaces(w, made)
	next.join()
	return next, true
}

func (t *Tree) splicedItems(w window, made []slot) []*Node {
	before, within := 0, 0
	for _, s := range t.slots[:w.from] {
		before += int(s.items)
	}
	for _, s := range t.slots[w.from:w.to] {
		within += int(s.items)
	}
	var items []*Node
	for _, s := range made {
		items = append(items, s.chunk.items()...)
	}
	return slices.Concat(t.items[:before], items, t.items[before+within:])
}

// splicedPlaces keeps the places in order: new chunks have the highest pieces.
func (t *Tree) splicedPlaces(w window, made []slot) []place {
	starts := make(map[source.Piece]int32, len(made))
	for _, s := range made {
		starts[s.chunk.piece] = s.start
	}
	from, to := t.slots[w.from].start, int32(t.File.Len())+1
	if w.to < len(t.slots) {
		to = t.slots[w.to].start
	}
	places := make([]place, 0, len(t.places)+len(made))
	for _, p := range t.places {
		switch {
		case p.start >= to:
			p.start += w.delta
		case p.start >= from && p.piece != t.slots[0].chunk.piece: // the first slot may be empty
			start, kept := starts[p.piece]
			if !kept {
				continue
			}
			p.start = start
			delete(starts, p.piece)
		}
		places = append(places, p)
	}
	for _, s := range made {
		if start, ok := starts[s.chunk.piece]; ok {
			places = append(places, place{s.chunk.piece, start})
		}
	}
	return places
}
