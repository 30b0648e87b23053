package syntax

import (
	"cmp"
	"slices"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// assemble derives everything about a tree from its slots.
func (t *Tree) assemble() {
	t.places = make([]place, len(t.slots))
	for i, s := range t.slots {
		t.places[i] = place{s.chunk.piece, s.start}
		t.items = append(t.items, s.chunk.items()...)
	}
	t.add(t.slots, +1)
	slices.SortFunc(t.places, byPiece)
	t.join()
}

// join makes Root and finds what no chunk can know by itself.
func (t *Tree) join() {
	if t.limit = t.exceeded(); t.limit != nil {
		t.Root = &Node{Kind: Null}
		return
	}
	t.secondDocument()
	first := t.slots[0]
	if first.kind != whole {
		t.joinSections()
		return
	}
	t.Root = first.chunk.root
	if t.Root == nil {
		at := first.start
		t.Root = &Node{Kind: Null, Span: source.Span{Start: at, End: at}}
	}
}

// exceeded returns which limit the file exceeds as a whole, or nil.
func (t *Tree) exceeded() *diagnostic.Diagnostic {
	if t.limits > 0 {
		i := slices.IndexFunc(t.slots, func(s slot) bool { return s.chunk.limit != nil })
		return t.slots[i].chunk.limit
	}
	if t.nodes > MaxNodes {
		d := unreadable(source.Range(0, 0), "%s", tooMany)
		return &d
	}
	return nil
}

// joinSections makes the mapping whose entries the sections hold.
func (t *Tree) joinSections() {
	var own, merged []Entry
	items := 0 // of the slots before
	for i := 1; i < len(t.slots) && t.slots[i].kind == section; {
		found, others := splitMerged(t.slots[i].chunk.root)
		next, count := t.itemsBehind(i)
		own = append(own, found...)
		merged = append(merged, others...)
		if len(found) > 0 && next > i+1 {
			t.list(&own[len(own)-1], t.slots[i+1:next], t.items[items:items+count:items+count])
		}
		items += count
		i = next
	}
	t.duplicates(own)
	t.Root = t.mapping(own, merged)
}

// splitMerged returns the entries of a section as its own and those from "<<".
func splitMerged(n *Node) (own, merged []Entry) {
	if n == nil {
		return nil, nil
	}
	i := slices.IndexFunc(n.Entries, func(e Entry) bool { return e.Merged })
	if i < 0 {
		return n.Entries, nil
	}
	return n.Entries[:i], n.Entries[i:]
}

// itemsBehind returns the slot behind the items that follow slot i, and how many they are.
func (t *Tree) itemsBehind(i int) (next, count int) {
	for next = i + 1; next < len(t.slots) && t.slots[next].kind == listItem; next++ {
		count += int(t.slots[next].items)
	}
	return next, count
}

// mapping makes the root from its own entries and from what "<<" adds.
func (t *Tree) mapping(own, merged []Entry) *Node {
	at := t.slots[0].start
	n := &Node{Kind: Null, Span: source.Span{Start: at, End: at}}
	if len(t.slots) > 1 && t.slots[1].kind == section {
		n.Kind, n.Style = Mapping, Block
	}
	if len(own) > 0 {
		n.Span.Start = t.Place(own[0].Span).Start
		n.Span.End = t.Place(own[len(own)-1].Span).End
	}
	n.Entries = own
	if len(merged) > 0 {
		have := keysOf(own)
		for _, e := range merged {
			if !have[e.Key.Value] {
				have[e.Key.Value] = true
				n.Entries = append(n.Entries, e)
			}
		}
	}
	return n
}

// list gives an entry the items of slots as its value.
func (t *Tree) list(e *Entry, slots []slot, items []*Node) {
	at := t.Place(e.Value.Span)
	if e.Value.Kind != Null {
		t.own.add(syntaxError(e.Value.Span, `%s stands above the first item of a list; expected a list item that starts with "- "`, quote(t.Text(at))))
	}
	span := at.Head()
	if t.totals.shifted > 0 {
		t.shiftedItems(slots)
	}
	if first := slices.IndexFunc(slots, hasRoot); first >= 0 {
		span.Start = t.Place(slots[first].chunk.root.Span).Start
	}
	for _, s := range slices.Backward(slots) {
		if hasRoot(s) {
			span.End = t.Place(s.chunk.root.Span).End
			break
		}
	}
	e.Value = &Node{Kind: Sequence, Style: Block, Items: items, Span: span}
	e.Span = source.Span{Start: t.Place(e.Key.Span).Start, End: span.End}
}

func hasRoot(s slot) bool { return s.chunk.root != nil }

func byPiece(a, b place) int { return cmp.Compare(a.piece, b.piece) }
