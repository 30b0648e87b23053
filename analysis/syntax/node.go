// Package syntax turns the text of a declaration into a tolerant tree: every key
// and value knows its exact place, nothing makes parsing fail, and what is wrong
// is returned beside the tree. It is the only package that knows the YAML library.
//
// Start at Parse and Tree.
package syntax

import "github.com/usepaso/usepaso/analysis/source"

// Kind is what a node is, after YAML 1.2's core schema has resolved its tag.
type Kind uint8

// The kinds of nodes.
const (
	Null Kind = iota + 1 // nothing, ~ or null; also what could not be read
	Bool
	Int
	Float
	String // every other scalar, quoted numbers and plain dates among them
	Mapping
	Sequence
)

var kindNames = [...]string{Null: "null", Bool: "boolean", Int: "integer", Float: "number", String: "string", Mapping: "mapping", Sequence: "list"}

// String returns the kind's name as people say it.
func (k Kind) String() string { return kindNames[k] }

// IsScalar reports whether nodes of the kind have no children.
func (k Kind) IsScalar() bool { return k < Mapping }

// Style is how a node is written.
type Style uint8

// The styles of scalars (Plain to Folded) and of collections (Block, Flow).
const (
	Plain Style = iota
	SingleQuoted
	DoubleQuoted
	Literal
	Folded
	Block
	Flow
)

// Node is one value of the tree. Nodes are immutable, and a node that an edit did
// not touch is the same pointer before and after it, so that what was derived
// from it can be kept.
type Node struct {
	Kind    Kind
	Style   Style
	IsAlias bool // written as *name; what it stands for is the rest of the node, but for Span
	// Span covers the value as written: a scalar with its quotes, a block scalar
	// from its indicator to the end of its last line, a collection from its first
	// to its last character, brackets included. A value that is not there is the
	// empty span directly behind its key's colon or its item's dash.
	Span source.Span
	// Value is the decoded text of a scalar: quotes removed, escapes resolved. For
	// Bool, Int, Float and Null it is the text as written.
	Value   string
	Entries []Entry // of a Mapping, in file order, duplicates kept
	Items   []*Node // of a Sequence
	Anchor  string  // the name in &name or *name, without the sign
}

// Entry is one key of a mapping with its value; neither is nil.
type Entry struct {
	Key, Value *Node
	// Span covers the entry from its key to the end of its value.
	Span source.Span
	// Merged entries came in through "<<" and stand elsewhere; the mapping's own win.
	Merged bool
}

// Get returns the value of the first entry with that key, or nil. A nil node has none.
func (n *Node) Get(key string) *Node {
	if e := n.Entry(key); e != nil {
		return e.Value
	}
	return nil
}

// Entry returns the first entry with that key, or nil.
func (n *Node) Entry(key string) *Entry {
	if n == nil {
		return nil
	}
	for i := range n.Entries {
		if n.Entries[i].Key.Value == key {
			return &n.Entries[i]
		}
	}
	return nil
}

// Comment is one "#" comment.
type Comment struct {
	Span  source.Span // from the "#" to the end of the line
	Text  string      // behind the "#", trimmed
	Alone bool        // nothing else stands on its line
}
