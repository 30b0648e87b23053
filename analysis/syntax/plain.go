package syntax

import (
	"strings"
	"sync"
)

// plainReader reads the plain part of YAML that nearly every declaration is
// written in, many times as fast as the library: block mappings and lists whose
// scalars stand on one line, plain or in quotes without escapes, and lists of
// words in brackets. It gives up at whatever is not clearly that, so that the
// library alone decides what odd and broken texts mean.
type plainReader struct {
	plainTree
	next  plainLine
	depth int
}

// plainLine is a line with content, or what has not been read of it.
type plainLine struct {
	at, end int // of its content in the text
	after   int // where the line behind it starts
	column  int // of at; -1 behind the last line
}

// maxPlainDepth bounds how deeply collections are nested in what is read plainly.
const maxPlainDepth = 16

var plainReaders = sync.Pool{New: func() any { return new(plainReader) }}

// readPlain reads the chunk's text if all of it is plain.
func (c *chunk) readPlain() bool {
	if c.kind == whole || needsPreparing(c.text) || strings.IndexByte(c.text, '\t') >= 0 || strings.Count(c.text, "\r") > strings.Count(c.text, "\r\n") {
		return false
	}
	r := plainReaders.Get().(*plainReader)
	defer r.release()
	r.text, r.piece = c.text, c.piece
	r.advance(0)
	if r.next.column < 0 || !r.block() || r.next.column >= 0 || len(r.nodes) > MaxNodes {
		return false
	}
	c.root, c.count = r.build(), len(r.nodes)
	visit(c.root, func(n *Node) { c.problems = append(c.problems, duplicateKeys(n.Entries)...) })
	return true
}

// release gives the reader back for the next chunk, without what it has read.
func (r *plainReader) release() {
	const large = 1 << 14
	if cap(r.nodes) <= large {
		r.clear()
		r.depth = 0
		plainReaders.Put(r)
	}
}

// advance goes to the next line with content from the line on that starts at pos.
func (r *plainReader) advance(pos int) {
	for pos < len(r.text) {
		end, after := lineEnd(r.text, pos)
		at := skipByte(r.text[:end], pos, ' ')
		if at < end && r.text[at] != '#' {
			r.next = plainLine{at, end, after, at - pos}
			return
		}
		pos = after
	}
	r.next = plainLine{len(r.text), len(r.text), len(r.text), -1}
}

// block reads the collection that begins at the next line.
func (r *plainReader) block() bool {
	if r.atDash() {
		return r.list(r.next.column)
	}
	return r.mapping(r.next.column)
}

func (r *plainReader) atDash() bool { return isDash(r.text[:r.next.end], r.next.at) }

func (r *plainReader) mapping(column int) bool {
	if r.depth++; r.depth > maxPlainDepth {
		return false
	}
	n := r.add(Node{Kind: Mapping, Style: Block}, r.next.at, r.next.at)
	first := len(r.openEntries)
	for r.next.column == column {
		if !r.entry(column) {
			return false
		}
	}
	r.depth--
	r.closeMapping(n, first)
	return r.next.column < column
}

func (r *plainReader) list(column int) bool {
	if r.depth++; r.depth > maxPlainDepth {
		return false
	}
	n := r.add(Node{Kind: Sequence, Style: Block}, r.next.at, r.next.at)
	first := len(r.openItems)
	for r.next.column == column && r.atDash() {
		if !r.item(column) {
			return false
		}
	}
	r.depth--
	r.closeList(n, first)
	return r.next.column <= column
}

// entry reads a key and its value; the mapping's keys stand in column.
func (r *plainReader) entry(column int) bool {
	line := r.next
	colon := r.colon(line)
	if colon < 0 {
		return false
	}
	key := r.scalar(Plain, line.at, colon)
	value := r.count()
	r.openEntries = append(r.openEntries, plainEntry{key, value})
	if at := skipByte(r.text[:line.end], colon+1, ' '); at < line.end && r.text[at] != '#' {
		return r.value(at, line.end)
	}
	r.advance(line.after)
	if r.next.column > column || r.next.column == column && r.atDash() {
		return r.block()
	}
	r.add(Node{Kind: Null}, colon+1, colon+1)
	return true
}

// item reads what stands behind a dash in column.
func (r *plainReader) item(column int) bool {
	line := r.next
	at := skipByte(r.text[:line.end], line.at+1, ' ')
	if at == line.end || r.text[at] == '#' {
		return false
	}
	r.openItems = append(r.openItems, r.count())
	inner := plainLine{at, line.end, line.after, column + at - line.at}
	if r.colon(inner) < 0 {
		return r.value(at, line.end)
	}
	r.next = inner
	return r.mapping(inner.column)
}

// colon returns the offset of the colon behind the word that a line begins with, or -1.
func (r *plainReader) colon(line plainLine) int {
	at := skipWord(r.text[:line.end], line.at)
	if at == line.at || at-line.at > 1<<7 || at == line.end || r.text[at] != ':' || !spaceAt(r.text[:line.end], at+1) {
		return -1
	}
	return at
}

// value reads the scalar or the list in brackets that fills the rest of a line.
func (r *plainReader) value(at, end int) bool {
	last := 0
	switch r.text[at] {
	case '"', '\'':
		last = r.quoted(at, end)
	case '[':
		last = r.brackets(at, end)
	default:
		last = r.plain(at, end)
	}
	if last < 0 || !emptyBehind(r.text[:end], last) {
		return false
	}
	r.advance(r.next.after)
	return true
}

// plain reads a plain scalar and returns its end, or -1.
func (r *plainReader) plain(at, end int) int {
	if !beginsPlain(r.text[at:end]) {
		return -1
	}
	last := end
	if comment := strings.Index(r.text[at:end], " #"); comment >= 0 {
		last = at + comment
	}
	last = skipBack(r.text, at, last)
	if innerColon(r.text[at:last]) >= 0 {
		return -1
	}
	r.scalar(Plain, at, last)
	return last
}

// quoted reads a quoted scalar without escapes and returns its end, or -1.
func (r *plainReader) quoted(at, end int) int {
	style := DoubleQuoted
	if r.text[at] == '\'' {
		style = SingleQuoted
	}
	length := strings.IndexByte(r.text[at+1:end], r.text[at])
	if length < 0 {
		return -1
	}
	last := at + 1 + length + 1
	if style == SingleQuoted && last < end && r.text[last] == '\'' || style == DoubleQuoted && strings.IndexByte(r.text[at:last], '\\') >= 0 {
		return -1
	}
	r.scalar(style, at, last)
	return last
}

// brackets reads a list of words and quoted scalars and returns its end, or -1.
func (r *plainReader) brackets(at, end int) int {
	n := r.add(Node{Kind: Sequence, Style: Flow}, at, at)
	first := len(r.openItems)
	for at = skipByte(r.text[:end], at+1, ' '); at < end; at = skipByte(r.text[:end], at+1, ' ') {
		if r.text[at] == ']' && len(r.openItems) == first {
			break
		}
		r.openItems = append(r.openItems, r.count())
		if at = r.element(at, end); at < 0 {
			return -1
		}
		if at = skipByte(r.text[:end], at, ' '); at == end || r.text[at] != ',' {
			break
		}
	}
	if at >= end || r.text[at] != ']' {
		return -1
	}
	r.closeList(n, first)
	r.nodes[n].Span.End = int32(at + 1)
	return at + 1
}

// element reads an element of a list in brackets and returns its end, or -1.
func (r *plainReader) element(at, end int) int {
	if c := r.text[at]; c == '"' || c == '\'' {
		return r.quoted(at, end)
	}
	last := skipWord(r.text[:end], at)
	if last == at || last == end {
		return -1
	}
	r.scalar(Plain, at, last)
	return last
}

// skipWord returns the end of a word that means the same wherever it stands.
func skipWord(s string, i int) int {
	from := i
	for i < len(s) && (isAnchorByte(s[i]) && (i > from || s[i] != '-') || s[i] == '.' && i > from) {
		i++
	}
	return i
}

// beginsPlain reports whether a plain scalar can begin like s, as far as it is plain to see.
func beginsPlain(s string) bool {
	switch c := s[0]; {
	case c == '-':
		return len(s) > 1 && '0' <= s[1] && s[1] <= '9'
	case isAnchorByte(c), c >= 0x80:
		return true
	default:
		return strings.IndexByte("/.$(~<+=", c) >= 0
	}
}
