package syntax

import (
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/usepaso/usepaso/analysis/source"
)

// converter turns the YAML library's nodes into ours. Offsets are those of the
// text that the library has read.
type converter struct {
	text    string
	restore *strings.Replacer // of values; nil for none
	lines   []int32           // starts of the lines
	piece   source.Piece

	nodes   []Node // one allocation for all of a chunk, likewise entries and items
	entries []Entry
	items   []*Node

	line, column, at int // where the last place was found: the next is rarely before it

	anchored map[*yaml.Node]extent
	expanded []*Node // whose entries are a copy, with those from "<<" behind
	count    int     // nodes so far, aliases counted as often as they are used
	problems problems
	limit    string // why the text cannot be read at all
	limitAt  source.Span
}

// extent is what an alias stands for.
type extent struct {
	node          *Node
	count, height int
}

func newConverter(text string, restore *strings.Replacer, piece source.Piece, root *yaml.Node) *converter {
	c := &converter{text: text, restore: restore, piece: piece, line: 1, column: 1}
	c.lines = append(make([]int32, 0, strings.Count(text, "\n")+1), 0)
	for pos := 0; pos < len(text); {
		_, pos = lineEnd(text, pos)
		c.lines = append(c.lines, int32(pos))
	}
	nodes, entries, items := tally(root)
	c.nodes = make([]Node, 0, nodes)
	c.entries = make([]Entry, 0, entries)
	c.items = make([]*Node, 0, items)
	return c
}

// tally counts what a tree will need.
func tally(y *yaml.Node) (nodes, entries, items int) {
	nodes = 1
	switch y.Kind {
	case yaml.MappingNode:
		entries = len(y.Content) / 2
	case yaml.SequenceNode:
		items = len(y.Content)
	}
	for _, child := range y.Content {
		n, e, i := tally(child)
		nodes, entries, items = nodes+n, entries+e, items+i
	}
	return nodes, entries, items
}

// offset returns where the library says that a node starts.
func (c *converter) offset(y *yaml.Node) int {
	if y.Line != c.line || y.Column < c.column {
		c.line, c.column = min(max(y.Line, 1), len(c.lines)), 1
		c.at = int(c.lines[c.line-1])
	}
	for c.column < y.Column && c.at < len(c.text) {
		if c.text[c.at] < utf8.RuneSelf {
			c.at++
		} else {
			_, size := utf8.DecodeRuneInString(c.text[c.at:])
			c.at += size
		}
		c.column++
	}
	return c.at
}

func (c *converter) span(start, end int) source.Span {
	return source.Span{Piece: c.piece, Start: int32(start), End: int32(max(start, end))}
}

// node converts a node that stands at a depth of nested collections and returns
// the height of what is nested in it. An absent value gets its place from the caller.
func (c *converter) node(y *yaml.Node, depth int) (n *Node, height int) {
	c.nodes = append(c.nodes, Node{})
	n = &c.nodes[len(c.nodes)-1]
	c.count++
	before := c.count
	switch y.Kind {
	case yaml.AliasNode:
		height = c.alias(n, y)
	case yaml.MappingNode, yaml.SequenceNode:
		height = c.collection(n, y, depth+1)
	default:
		c.scalar(n, y)
	}
	if depth+height > MaxDepth {
		c.stop(tooDeep, n.Span)
	}
	if c.count > MaxNodes {
		c.stop(tooMany, n.Span)
	}
	if y.Anchor != "" {
		n.Anchor = c.restored(y.Anchor)
		if c.anchored == nil {
			c.anchored = map[*yaml.Node]extent{}
		}
		c.anchored[y] = extent{n, c.count - before + 1, height}
	}
	return n, height
}

// stop notes that the text exceeds a limit.
func (c *converter) stop(why string, at source.Span) {
	if c.limit == "" {
		c.limit, c.limitAt = why, at
	}
}

func (c *converter) collection(n *Node, y *yaml.Node, depth int) (height int) {
	start := c.skipProperties(c.offset(y))
	n.Span = c.span(start, start)
	n.Style = Block
	if y.Style&yaml.FlowStyle != 0 {
		n.Style = Flow
	}
	if depth > MaxDepth || c.limit != "" {
		n.Kind = Null
		c.stop(tooDeep, n.Span)
		return 1
	}
	if y.Kind == yaml.MappingNode {
		return c.mapping(n, y, depth) + 1
	}
	return c.sequence(n, y, depth) + 1
}

func (c *converter) sequence(n *Node, y *yaml.Node, depth int) (height int) {
	n.Kind = Sequence
	first := len(c.items)
	c.items = c.items[:first+len(y.Content)]
	n.Items = c.items[first:len(c.items):len(c.items)]
	at := int(n.Span.Start)
	if n.Style == Flow {
		at++
	}
	for i, child := range y.Content {
		item, h := c.node(child, depth)
		if absent(child) {
			at = c.absentItem(at, n.Style)
			item.Span = c.span(at, at)
		}
		n.Items[i] = item
		at = max(at, int(item.Span.End))
		height = max(height, h)
	}
	if n.Style == Flow {
		at = c.closing(at, ']')
	}
	n.Span.End = int32(at)
	return height
}

func (c *converter) mapping(n *Node, y *yaml.Node, depth int) (height int) {
	n.Kind = Mapping
	first := len(c.entries)
	c.entries = c.entries[:first+len(y.Content)/2]
	n.Entries = c.entries[first:len(c.entries):len(c.entries)]
	at := int(n.Span.Start)
	bare := n.Style == Block || at >= len(c.text) || c.text[at] != '{'
	if !bare {
		at++
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		h := c.entry(e, y.Content[2*i], y.Content[2*i+1], at, depth)
		if i == 0 && bare {
			n.Span.Start = e.Span.Start
		}
		at = max(at, int(e.Span.End))
		height = max(height, h)
	}
	if !bare {
		at = c.closing(at, '}')
	}
	n.Span.End = int32(at)
	inOrder(n.Entries)
	c.duplicates(n)
	c.merge(n, y)
	return height
}

// inOrder cuts off what would reach into the next entry. That only happens around
// "? " keys without a value, whose places are a guess.
func inOrder(entries []Entry) {
	for i := len(entries) - 1; i > 0; i-- {
		limit, e := entries[i].Span.Start, &entries[i-1]
		if e.Span.End > limit {
			e.Span.End = limit
			e.Key.cutOff(limit)
			e.Value.cutOff(limit)
		}
	}
}

// cutOff moves what a node has behind limit in front of it.
func (n *Node) cutOff(limit int32) {
	n.Span.Start, n.Span.End = min(n.Span.Start, limit), min(n.Span.End, limit)
	if n.IsAlias {
		return
	}
	for _, e := range n.Entries {
		e.Key.cutOff(limit)
		e.Value.cutOff(limit)
	}
	for _, item := range n.Items {
		item.cutOff(limit)
	}
}

// entry fills e; at is where the entry before it ended.
func (c *converter) entry(e *Entry, key, value *yaml.Node, at, depth int) (height int) {
	var h1, h2 int
	e.Key, h1 = c.node(key, depth)
	if absent(key) {
		at = c.absentKey(at)
		e.Key.Span = c.span(at, at)
	}
	e.Value, h2 = c.node(value, depth)
	if absent(value) {
		at = c.behindColon(int(e.Key.Span.End))
		e.Value.Span = c.span(at, at)
	}
	e.Span = c.span(int(e.Key.Span.Start), int(e.Value.Span.End))
	return max(h1, h2)
}

func (c *converter) scalar(n *Node, y *yaml.Node) {
	n.Kind = scalarKind(y)
	if absent(y) {
		return
	}
	start := c.skipProperties(c.offset(y))
	var end, inner int
	switch {
	case y.Style&yaml.DoubleQuotedStyle != 0:
		n.Style = DoubleQuoted
		end, inner = c.quoted(start), 1
	case y.Style&yaml.SingleQuotedStyle != 0:
		n.Style = SingleQuoted
		end, inner = c.quoted(start), 1
	case y.Style&yaml.LiteralStyle != 0:
		n.Style = Literal
		end = c.block(start, y.Value)
	case y.Style&yaml.FoldedStyle != 0:
		n.Style = Folded
		end = c.block(start, y.Value)
	default:
		end = c.match(start, y.Value)
	}
	n.Span = c.span(start, end)
	n.Value = c.value(y.Value, start+inner, end-inner)
}

// value returns the decoded text of a scalar, as a part of the chunk's own text
// where it stands there as it is.
func (c *converter) value(value string, start, end int) string {
	if c.restore != nil {
		return c.restore.Replace(value)
	}
	if start <= end && c.text[start:end] == value {
		return c.text[start:end]
	}
	return value
}

func (c *converter) restored(s string) string {
	if c.restore != nil {
		return c.restore.Replace(s)
	}
	return s
}

// absent reports whether a scalar is written as nothing at all.
func absent(y *yaml.Node) bool {
	const written = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	return y.Kind == yaml.ScalarNode && y.Value == "" && y.Style&written == 0
}

var scalarKinds = map[string]Kind{"!!null": Null, "!!bool": Bool, "!!int": Int, "!!float": Float}

// scalarKind resolves a scalar. A tag that its text does not bear out makes a string.
func scalarKind(y *yaml.Node) Kind {
	kind := scalarKinds[y.Tag]
	if kind == 0 {
		return String
	}
	if y.Style&yaml.TaggedStyle != 0 {
		plain := yaml.Node{Kind: yaml.ScalarNode, Value: y.Value}
		if k := scalarKinds[plain.ShortTag()]; k != kind && (k != Int || kind != Float) {
			return String
		}
	}
	if kind == Float && isDigits(y.Value) {
		return Int // too large for the library
	}
	return kind
}

func isDigits(s string) bool {
	s = strings.TrimLeft(s, "+-")
	return s != "" && strings.Trim(s, "0123456789") == ""
}
