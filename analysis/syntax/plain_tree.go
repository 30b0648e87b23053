package syntax

import (
	"gopkg.in/yaml.v3"

	"github.com/usepaso/usepaso/analysis/source"
)

// plainTree is a tree in the making. It refers to nodes by index, as they move
// while it grows; build makes the tree of exactly the memory that it needs.
type plainTree struct {
	text  string
	piece source.Piece
	nodes []Node

	openEntries, entries []plainEntry // of mappings that are being read, innermost last; of finished ones
	openItems, items     []int32      // likewise of lists
	parents              []plainParent
}

type plainEntry struct{ key, value int32 }

// plainParent says which entries or items belong to a node.
type plainParent struct{ node, first, last int32 }

func (t *plainTree) clear() {
	clear(t.nodes)
	*t = plainTree{
		nodes:       t.nodes[:0],
		openEntries: t.openEntries[:0], entries: t.entries[:0],
		openItems: t.openItems[:0], items: t.items[:0],
		parents: t.parents[:0],
	}
}

func (t *plainTree) count() int32 { return int32(len(t.nodes)) }

func (t *plainTree) add(n Node, start, end int) int32 {
	n.Span = source.Span{Piece: t.piece, Start: int32(start), End: int32(end)}
	t.nodes = append(t.nodes, n)
	return t.count() - 1
}

// scalar adds one, which is written at text[start:end].
func (t *plainTree) scalar(style Style, start, end int) int32 {
	if style != Plain {
		return t.add(Node{Kind: String, Style: style, Value: t.text[start+1 : end-1]}, start, end)
	}
	value := t.text[start:end]
	return t.add(Node{Kind: plainKind(value), Value: value}, start, end)
}

// plainKind resolves a plain scalar.
func plainKind(value string) Kind {
	switch c := value[0] | 0x20; {
	case c == 'n', c == 't', c == 'f': // null, true, false
	case 'a' <= c && c <= 'z':
		return String
	}
	y := yaml.Node{Kind: yaml.ScalarNode, Value: value}
	y.Tag = y.ShortTag()
	return scalarKind(&y)
}

// closeMapping gives a mapping the open entries from first on.
func (t *plainTree) closeMapping(n int32, first int) {
	from := int32(len(t.entries))
	t.entries = append(t.entries, t.openEntries[first:]...)
	t.openEntries = t.openEntries[:first]
	t.parents = append(t.parents, plainParent{n, from, int32(len(t.entries))})
	t.nodes[n].Span.End = t.nodes[t.entries[len(t.entries)-1].value].Span.End
}

// closeList gives a list the open items from first on.
func (t *plainTree) closeList(n int32, first int) {
	from := int32(len(t.items))
	t.items = append(t.items, t.openItems[first:]...)
	t.openItems = t.openItems[:first]
	t.parents = append(t.parents, plainParent{n, from, int32(len(t.items))})
	if len(t.items) > int(from) {
		t.nodes[n].Span.End = t.nodes[t.items[len(t.items)-1]].Span.End
	}
}

// build returns the first node as the root of a tree of its own.
func (t *plainTree) build() *Node {
	nodes := make([]Node, len(t.nodes))
	copy(nodes, t.nodes)
	entries := make([]Entry, len(t.entries))
	for i, e := range t.entries {
		key, value := &nodes[e.key], &nodes[e.value]
		span := source.Span{Piece: t.piece, Start: key.Span.Start, End: value.Span.End}
		entries[i] = Entry{Key: key, Value: value, Span: span}
	}
	items := make([]*Node, len(t.items))
	for i, n := range t.items {
		items[i] = &nodes[n]
	}
	for _, p := range t.parents {
		switch n := &nodes[p.node]; n.Kind {
		case Mapping:
			n.Entries = entries[p.first:p.last:p.last]
		default:
			n.Items = items[p.first:p.last:p.last]
		}
	}
	return &nodes[0]
}
