package ide

import (
	"slices"
	"sort"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/source"
)

// walker reads the lines around a place, outwards by indentation.
type walker struct {
	snapshot *analysis.Snapshot
	file     *source.File
	flowFrom int // offset of the bracket that the cursor's line continues; -1 for none
	path     []string
}

func (w *walker) line(n int) line {
	span := w.file.Line(n)
	return cut(int(span.Start), w.file.Slice(span))
}

func (w *walker) number(offset int) int { return w.file.Position(offset).Line - 1 }

func (w *walker) lineAt(offset int) line { return w.line(w.number(offset)) }

// climb finds the path to the mapping or list that holds the cursor, with the
// keys that stand beside it.
func (w *walker) climb(c *cursor) bool {
	n := w.number(c.offset)
	w.siblingsBelow(c, n)
	column, list := c.column, len(c.line.dashes) > 0
	if list {
		w.path = append(w.path, item)
		column = c.line.dashes[len(c.line.dashes)-1]
		if c.line.dashOnly() && !w.fitsBelow(c, n, column) {
			return false
		}
	}
	if list && !w.element(column, n) || !list && !w.owner(column, n, c) {
		return false
	}
	slices.Reverse(w.path)
	c.path = w.path
	return true
}

// fitsBelow reports whether the element of a dash that stands alone on line n can
// begin there: nothing of it stands further down, or begins at the cursor's column.
func (w *walker) fitsBelow(c *cursor, n, dash int) bool {
	for n++; n < w.file.Lines(); n++ {
		if l := w.line(n); !l.empty() {
			return l.indent <= dash || l.indent == max(c.column, dash+2)
		}
	}
	return true
}

// owner climbs from the mapping whose keys stand at a column of line n and above
// to the root, and collects the path on its way. Keys of the mapping are given to
// c, which may be nil.
func (w *walker) owner(column, n int, c *cursor) bool {
	if column == 0 {
		w.rootSiblings(c)
		return true
	}
	deeper, beside := false, false
	for n--; n >= 0; n-- {
		l := w.line(n)
		dashed := len(l.dashes) > 0
		switch {
		case l.empty():
		case l.indent > column:
			deeper = true
		case dashed && l.indent == column: // an element beside, or a list of the key above without indentation
			c.besideDash()
			beside = true
		case dashed && l.bracketed(), !dashed && l.indent < column && l.bracketed():
			return w.brackets(l, n)
		case dashed && (l.content == column || l.dashOnly() && l.dashes[len(l.dashes)-1] < column): // the element that this mapping is
			c.sees(l)
			return w.inElement(l, n)
		case dashed && l.content > column: // deeper than the dash, but not as deep as the element's keys
			return false
		case l.content == column:
			c.sees(l)
			beside = true
		case l.key == "" || deeper && !beside: // the keys of this mapping stand further right
			return false
		default:
			return w.ascend(l, n)
		}
	}
	return false
}

// element climbs from the list whose dashes stand at a column of line n and above.
func (w *walker) element(column, n int) bool {
	if key, ok := w.directlyUnderRoot(column, n); ok {
		w.path = append(w.path, key)
		return true
	}
	for n--; n >= 0; n-- {
		l := w.line(n)
		switch {
		case l.empty() || l.indent > column:
		case len(l.dashes) > 0 && l.indent == column: // an element beside
		case l.key != "" && l.content <= column:
			return w.ascend(l, n)
		default:
			return false
		}
	}
	return false
}

// inElement goes on from a line with the dash of the element that was climbed from.
func (w *walker) inElement(l line, n int) bool {
	w.path = append(w.path, item)
	return w.element(l.dashes[len(l.dashes)-1], n)
}

// brackets goes on from an element that is a flow collection: what was taken for
// lines of a block stands inside.
func (w *walker) brackets(l line, n int) bool {
	w.flowFrom, w.path = l.start+l.content, nil
	if len(l.dashes) == 0 {
		return false
	}
	return w.inElement(l, n)
}

// ascend goes on from a line whose key holds what was climbed from.
func (w *walker) ascend(l line, n int) bool {
	switch value := l.written(); {
	case value == "", value[0] == '&', value[0] == '!':
	case value[0] == '[', value[0] == '{':
		w.flowFrom, w.path = l.start+l.value, nil
	default:
		return false // a text that spans lines
	}
	w.path = append(w.path, l.key)
	if len(l.dashes) > 0 {
		return w.inElement(l, n)
	}
	return w.owner(l.content, n, nil)
}

// sees notes a key that stands beside the cursor.
func (c *cursor) sees(l line) {
	if c != nil && l.key != "" {
		c.siblings = append(c.siblings, l.key)
	}
}

// besideDash notes that the cursor's collection is a list of dashes.
func (c *cursor) besideDash() {
	if c != nil {
		c.dashed = true
	}
}

// siblingsBelow notes the keys of the same mapping on the lines behind n.
func (w *walker) siblingsBelow(c *cursor, n int) {
	if c.column == 0 {
		return // the tree knows those of the root
	}
	for n++; n < w.file.Lines(); n++ {
		l := w.line(n)
		switch {
		case l.empty() || l.indent > c.column:
		case l.indent < c.column:
			return
		case len(l.dashes) == 0:
			c.sees(l)
		default:
			c.besideDash()
		}
	}
}

// rootSiblings notes the keys of the file. Where the tree has none, because the
// text is broken, the lines themselves are looked at.
func (w *walker) rootSiblings(c *cursor) {
	if c == nil {
		return
	}
	entries := w.snapshot.Tree.Root.Entries
	for _, e := range entries {
		if place := w.snapshot.Tree.Place(e.Key.Span); !place.Contains(c.offset) {
			c.siblings = append(c.siblings, e.Key.Value)
		}
	}
	for n := 0; len(entries) == 0 && n < w.file.Lines(); n++ {
		if l := w.line(n); l.indent == 0 && l.start != c.line.start {
			c.sees(l)
		}
	}
}

// directlyUnderRoot answers for the long list of capabilities without reading
// every line above: the key of the root whose value begins with a dash at the
// column, when line n stands below it.
func (w *walker) directlyUnderRoot(column, n int) (key string, ok bool) {
	entries := w.snapshot.Tree.Root.Entries
	offset := int(w.file.Line(n).End)
	i := sort.Search(len(entries), func(i int) bool {
		return int(w.snapshot.Tree.Place(entries[i].Key.Span).Start) > offset
	}) - 1
	if i < 0 {
		return "", false
	}
	start := w.number(int(w.snapshot.Tree.Place(entries[i].Key.Span).Start))
	top := w.line(start)
	if top.indent != 0 || top.key != entries[i].Key.Value || top.written() != "" {
		return "", false
	}
	for below := start + 1; below <= n+1 && below < w.file.Lines(); below++ {
		if l := w.line(below); !l.empty() {
			return top.key, len(l.dashes) > 0 && l.dashes[0] == column
		}
	}
	return "", false
}
