package ide

import (
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/schema"
)

// item stands for "some element of a list" in a Path.
const item = "[]"

// cursor says where a place of the text stands within the declaration. It is
// found from indentation and brackets, not from the tree, so that it holds in a
// file that is broken in the middle of a word.
type cursor struct {
	file     *source.File
	offset   int
	path     []string // keys from the root to the collection the cursor is in; list items are "[]"
	holder   schema.Type
	known    bool   // holder is what the schema says about that collection
	atKey    bool   // a key stands or may stand here; a value otherwise
	key      string // whose value it is; "" for a list item
	word     source.Span
	quote    byte     // the quote around word, 0 for none
	siblings []string // keys of the same mapping, this one left out
	column   int      // where keys of the mapping begin
	line     line
	flow     bool // between brackets
	unbraced bool // directly within [ ]: the keys of an element need { } around them
	dashed   bool // the collection is a list whose elements have dashes
	tight    bool // directly behind a colon or dash: what follows needs a space first
}

// typed returns what of the word stands left of the cursor.
func (c *cursor) typed() string {
	return c.file.Slice(source.Range(int(c.word.Start), max(c.offset, int(c.word.Start))))
}

// rest returns what stands behind an offset on the cursor's line.
func (c *cursor) rest(offset int) string {
	return c.line.text[min(max(offset-c.line.start, 0), len(c.line.text)):]
}

// object returns the known keys of the mapping that the cursor is in; nil where
// the names are the author's or nothing is known.
func (c *cursor) object() *schema.Object {
	switch t := single(c.holder); {
	case !c.known:
		return nil
	case t.Kind == schema.Struct:
		return t.Object
	}
	return nil
}

// schemaKey returns what the schema says about the key at the cursor, or about
// the key whose value the cursor is in; nil for unknown.
func (c *cursor) schemaKey(name string) *schema.Key {
	if o := c.object(); o != nil {
		return o.Key(name)
	}
	return nil
}

// in reports whether the path ends with these elements.
func (c *cursor) in(tail ...string) bool {
	return len(c.path) >= len(tail) && slices.Equal(c.path[len(c.path)-len(tail):], tail)
}

// locate finds the place of an offset; ok is false in comments, in texts that
// span lines and where nothing can be made out.
func locate(s *analysis.Snapshot, offset int) (c *cursor, ok bool) {
	w := walker{snapshot: s, file: s.File, flowFrom: -1}
	l := w.lineAt(offset)
	c = &cursor{file: s.File, offset: offset, line: l, column: l.content}
	column := offset - l.start
	if column > l.comment || column < l.content && !l.empty() || l.empty() && l.comment < len(l.text) {
		return c, false
	}
	if l.empty() {
		c.column = column
	}
	if !w.climb(c) {
		return c, false
	}
	if w.flowFrom >= 0 {
		ok = c.readFlow(w.flowFrom)
	} else {
		ok = c.readBlock(column)
	}
	c.resolve()
	return c, ok
}

// resolve asks the schema what stands here. What looks like a key but is the
// element of a list of texts, or a text below its key, is a value.
func (c *cursor) resolve() {
	c.holder, c.known = typeAt(c.path)
	kind := single(c.holder).Kind
	if !c.known || !c.atKey || kind == schema.Struct || kind == schema.Map || kind == schema.List {
		return
	}
	c.atKey = false
	if last := len(c.path) - 1; c.path[last] != item {
		c.key, c.path = c.path[last], c.path[:last]
		c.holder, c.known = typeAt(c.path)
	}
}

// readBlock finds what the cursor stands on in a line of block YAML.
func (c *cursor) readBlock(column int) bool {
	l := c.line
	if l.key != "" && column > l.keyEnd {
		c.key = l.key
		return c.readValue(column)
	}
	c.atKey = true
	if c.tight = len(l.dashes) > 0 && l.text[column-1] == '-' && column == l.content; c.tight {
		c.column++
	}
	end := l.keyEnd
	if l.bracketed() {
		return column > l.content && c.readFlow(l.start+l.content)
	}
	if l.key == "" {
		end = max(l.end(), column)
	}
	c.span(min(l.content, column), end)
	if l.empty() {
		c.word = source.Range(c.offset, c.offset)
	}
	return true
}

func (c *cursor) readValue(column int) bool {
	l := c.line
	value := l.afterProperties()
	switch {
	case column <= l.keyEnd: // between key and colon
		return false
	case column > l.value && column < value || value < l.end() && l.text[value] == '*': // in an anchor, a tag or an alias
		return false
	case value < l.end() && (l.text[value] == '[' || l.text[value] == '{'):
		if column <= value {
			return false
		}
		c.path = append(c.path, l.key)
		return c.readFlow(l.start + value)
	}
	c.tight = l.text[column-1] == ':' && column <= l.value
	c.span(min(value, column), max(l.end(), column))
	return true
}

// span sets the word to columns of the line, without quotes around it.
func (c *cursor) span(from, to int) {
	l := c.line
	if l.start == 0 && strings.HasPrefix(l.text[from:], byteOrderMark) && c.offset >= len(byteOrderMark) {
		from += len(byteOrderMark)
	}
	closed := from + quotedEnd(l.text[from:to]) // equals from for what is not closed
	if from < to && (l.text[from] == '"' || l.text[from] == '\'') && c.offset > l.start+from && (closed == from || c.offset < l.start+closed) {
		c.quote = l.text[from]
		from++
		if to > from && l.text[to-1] == c.quote && c.offset < l.start+to {
			to--
		}
	}
	c.word = source.Range(l.start+from, l.start+to)
}

// typeAt returns what the schema says about the collection at a path.
func typeAt(path []string) (schema.Type, bool) {
	t := schema.Type{Kind: schema.Struct, Object: schema.Root}
	for _, step := range path {
		if t.Kind == schema.List && t.OrOne && step != item {
			t = *t.Elem
		}
		switch {
		case step == item && t.Kind == schema.List, step != item && t.Kind == schema.Map:
			t = *t.Elem
		case step != item && t.Kind == schema.Struct && t.Object.Key(step) != nil:
			t = t.Object.Key(step).Type
		default:
			return schema.Type{}, false
		}
	}
	return t, true
}

// single returns the element's type where one element may stand for a list.
func single(t schema.Type) schema.Type {
	if t.Kind == schema.List && t.OrOne {
		return *t.Elem
	}
	return t
}
