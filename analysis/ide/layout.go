package ide

import (
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// level is one open mapping or list of the lines above, with the column it has
// and the one it gets.
type level struct {
	old, new int
	list     bool
}

// layouter goes through the lines from the top.
type layouter struct {
	levels   []level
	shift    int   // of what the last structural line holds
	comments []int // lines of comments that wait for the line they belong to
	cut      []line
	lines    []string
}

// layout returns every line of a file as it should be; false for a text that is
// not understood well enough.
func layout(s *analysis.Snapshot) ([]string, bool) {
	if s.Tree.Root.Kind != syntax.Mapping || s.Tree.Root.Style == syntax.Flow || slices.ContainsFunc(s.Tree.Problems(), notDuplicate) {
		return nil, false
	}
	inner := innerLines(s)
	n := s.File.Lines()
	mark := ""
	w := layouter{cut: make([]line, n), lines: make([]string, n)}
	for i := range n {
		span := s.File.Line(i)
		text := s.File.Slice(span)
		if i == 0 && strings.HasPrefix(text, byteOrderMark) {
			mark, text = byteOrderMark, text[len(byteOrderMark):]
		}
		l := cut(int(span.Start), text)
		w.cut[i] = l
		switch {
		case inner[i]:
			w.lines[i] = shifted(l.text, w.shift)
		case strings.TrimSpace(l.text) == "":
		case l.empty():
			w.comments = append(w.comments, i)
		case strings.HasPrefix(l.text, "? "), strings.HasPrefix(l.text, "%"):
			return nil, false
		case strings.HasPrefix(l.text, "---"), strings.HasPrefix(l.text, "..."):
			w.lines[i] = strings.TrimRight(l.text, " \t")
		default:
			above := slices.Clone(w.levels)
			w.lines[i] = w.structural(l)
			w.place(above, l)
		}
	}
	w.place(w.levels, line{indent: -1})
	w.lines[0] = mark + w.lines[0]
	return w.lines, true
}

// structural returns a line that holds dashes or a key.
func (w *layouter) structural(l line) string {
	var b strings.Builder
	for i, dash := range l.dashes {
		column := w.open(dash, true)
		if i == 0 {
			b.WriteString(strings.Repeat(" ", column))
		}
		b.WriteString("-")
		if l.content < len(l.text) {
			b.WriteString(" ")
		}
	}
	if l.content == l.comment { // nothing but a comment behind the dash
		return strings.TrimRight(b.String()+l.text[l.content:], " \t")
	}
	column := w.open(l.content, false)
	w.shift = column - l.content
	if len(l.dashes) == 0 {
		b.WriteString(strings.Repeat(" ", column))
	}
	if l.key == "" {
		b.WriteString(l.text[l.content:])
		return strings.TrimRight(b.String(), " \t")
	}
	b.WriteString(l.text[l.content:l.keyEnd] + ":")
	switch rest := l.text[l.value:]; {
	case l.value < l.comment:
		b.WriteString(" " + rest)
	case l.comment < len(l.text): // the comment keeps its distance
		behind := strings.IndexByte(l.text[l.keyEnd:], ':') + l.keyEnd + 1
		b.WriteString(l.text[behind:])
	}
	return strings.TrimRight(b.String(), " \t")
}

// open returns the new column of a dash or key at an old one, and keeps the
// levels that are open there.
func (w *layouter) open(column int, list bool) int {
	for len(w.levels) > 0 {
		top := w.levels[len(w.levels)-1]
		if top.old < column || top.old == column && (top.list == list || list) {
			break
		}
		w.levels = w.levels[:len(w.levels)-1]
	}
	next := 0
	if n := len(w.levels); n > 0 {
		top := w.levels[n-1]
		if top.old == column && top.list == list {
			return top.new
		}
		next = top.new + 2
	}
	w.levels = append(w.levels, level{column, next, list})
	return next
}

// place gives the comments that wait their columns: that of the line below where
// they stand as deep, otherwise that of the level above that they belong to.
func (w *layouter) place(above []level, below line) {
	for _, i := range w.comments {
		l := w.cut[i]
		column := within(above, l.indent)
		if l.indent == below.indent {
			next := w.lines[w.after(i)]
			column = len(next) - len(strings.TrimLeft(next, " "))
		}
		w.lines[i] = strings.Repeat(" ", column) + strings.TrimRight(l.text[l.indent:], " \t")
	}
	w.comments = nil
}

// within returns the new column of what stands at an old one among open levels.
func within(levels []level, column int) int {
	result := column
	for _, v := range levels {
		if v.old == column {
			return v.new
		}
		if v.old < column {
			result = v.new + column - v.old
		}
	}
	return result
}

// after returns the first line behind i that has been laid out.
func (w *layouter) after(i int) int {
	for i++; w.lines[i] == ""; i++ {
	}
	return i
}

// shifted moves a line of a text or of brackets along with its key. Blanks alone
// are part of a text and move as far as they can.
func shifted(text string, by int) string {
	if by >= 0 {
		if text == "" {
			return ""
		}
		return strings.Repeat(" ", by) + text
	}
	blank := len(text) - len(strings.TrimLeft(text, " "))
	return text[min(blank, -by):]
}
