package syntax

import (
	"fmt"
	"strings"

	"github.com/usepaso/usepaso/analysis/source"
)

// enter finds the level that a line belongs to by the column of its first
// character. It reports false where the line has been dealt with.
func (in *inspector) enter(start, at, end int) bool {
	column := at - start
	dash := isDash(in.text[:end], at)
	if len(in.levels) == 0 {
		return true
	}
	if in.open >= 0 && (column > in.open || column == in.open && dash && !in.top().list) {
		return true // the value of the key or dash above
	}
	in.open = -1
	_, _, key := keyAt(in.text[:end], in.behindProperties(at, end))
	want := in.nearest(column, dash)
	for len(in.levels) > 0 && in.top().endsAt(column, dash) {
		in.levels = in.levels[:len(in.levels)-1]
	}
	sibling := len(in.levels) > 0 && in.top() == level{column, dash}
	switch {
	case sibling && (dash || key):
		return true
	case !dash && !key:
		in.noKey(start, at, end)
	case want < 0 || want == column:
		in.stray(start, at, end)
	default:
		in.misplaced(start, at, end, want)
	}
	return false
}

// nearest returns the column of the open list, or mapping, that is nearest to a
// column, the inner one of two; -1 where none is open.
func (in *inspector) nearest(column int, list bool) int {
	best := -1
	for _, l := range in.levels {
		if l.list == list && (best < 0 || distance(l.column, column) <= distance(best, column)) {
			best = l.column
		}
	}
	return best
}

func distance(a, b int) int { return max(a-b, b-a) }

func (in *inspector) top() level { return in.levels[len(in.levels)-1] }

// endsAt reports whether a line at the column stands outside the level.
func (l level) endsAt(column int, dash bool) bool {
	return l.column > column || l.column == column && l.list && !dash
}

// misplaced reports a line whose column is that of no level. The repair moves it
// to the one it wants, together with what stands below and beside it.
func (in *inspector) misplaced(start, at, end, want int) {
	column := at - start
	m := mistake{
		start: start, end: at, until: end,
		message: fmt.Sprintf("this line is indented by %s; expected %d, in line with its neighbours", count(column, "space"), want),
		title:   fmt.Sprintf("indent by %s", count(want, "space")),
	}
	if start == at {
		m.start, m.end = at, end
	}
	m.repair = append(m.repair, shift(start, column, want))
	in.below(column, func(start, c int) {
		m.repair = append(m.repair, shift(start, c, c+want-column))
	})
	in.report(m)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// shift returns the edit that gives a line that starts at start another indentation.
func shift(start, from, to int) source.Edit {
	if to >= from {
		return insertion(start, strings.Repeat(" ", to-from))
	}
	return source.Edit{Span: source.Range(start, start+from-max(to, 0))}
}

// below calls f for each next line that stands no further left than column, and passes over them.
func (in *inspector) below(column int, f func(start, column int)) {
	for in.pos < len(in.text) {
		end, next := lineEnd(in.text, in.pos)
		at := skipByte(in.text[:end], in.pos, ' ')
		if at < end && in.text[at] != '#' {
			if at-in.pos < column {
				return
			}
			f(in.pos, at-in.pos)
		}
		in.pos = next
	}
}

// stray reports a line that fits nowhere. The repair leaves it out with what stands below.
func (in *inspector) stray(start, at, end int) {
	m := mistake{start: at, end: end, until: end, message: "this line continues nothing above it; expected a key, a colon and a space, as in \"name: value\""}
	if isDash(in.text[:end], at) {
		m.end = at + 1
		m.message = "a list item stands between keys; expected a key, a colon and a space, as in \"name: value\""
	}
	m.repair = append(m.repair, blanked(at, end))
	in.below(at-start+1, func(start, column int) {
		end, _ := lineEnd(in.text, start)
		m.repair = append(m.repair, blanked(start+column, end))
	})
	in.report(m)
}

// noKey reports a line without a colon where a key was expected.
func (in *inspector) noKey(start, at, end int) {
	last := in.contentEnd(at, end)
	until, nextColumn := in.nextContent(end)
	if colon := tightColon(in.text[at:last]); colon >= 0 {
		colon += at
		in.report(mistake{
			start: colon, end: colon + 1, until: until,
			message: fmt.Sprintf("the colon behind %s is not followed by a space; expected one, as in \"name: value\"", quote(in.text[at:colon])),
			repair:  []source.Edit{insertion(colon+1, " ")}, title: "insert a space behind the colon",
		})
		return
	}
	d := missingColon(source.Range(at, last), in.text)
	m := mistake{start: at, end: last, until: until, message: d.Message}
	if nextColumn > at-start {
		m.repair, m.title = []source.Edit{insertion(last, ":")}, "insert a colon"
		in.open = at - start
	} else {
		m.repair = []source.Edit{blanked(at, end)}
	}
	in.report(m)
}

// tightColon returns the offset of a colon that ends a word and should have a
// space behind it, or -1.
func tightColon(line string) int {
	i := 0
	for i < len(line) && (isWord(line[i]) || line[i] == '-' || '0' <= line[i] && line[i] <= '9') {
		i++
	}
	if i == 0 || i+1 >= len(line) || line[i] != ':' || strings.HasPrefix(line[i:], "://") {
		return -1
	}
	return i
}

// contentEnd returns where the text of a line ends, comment and white space behind it left out.
func (in *inspector) contentEnd(at, end int) int {
	for i := at; i < end; i++ {
		if in.text[i] == '#' && i > at && isBlank(in.text[i-1]) {
			end = i
		}
	}
	for end > at && isBlank(in.text[end-1]) {
		end--
	}
	return end
}

// nextContent returns the end and the column of the next line that is not empty,
// or end and -1 where there is none.
func (in *inspector) nextContent(end int) (until, column int) {
	for pos := in.pos; pos < len(in.text); {
		e, next := lineEnd(in.text, pos)
		at := skipByte(in.text[:e], pos, ' ')
		if !emptyBehind(in.text[:e], at) {
			return e, at - pos
		}
		pos = next
	}
	return end, -1
}

// tabs reports a tab in the indentation, together with those of the lines below.
func (in *inspector) tabs(start, end int) {
	want := 0
	switch {
	case in.open >= 0:
		want = in.open + 2
	case len(in.levels) > 0:
		dash := isDash(in.text[:end], skipBlanks(in.text[:end], start))
		want = max(in.nearest(in.tabbed(start, end), dash), 0)
	}
	tab := strings.IndexByte(in.text[start:end], '\t') + start
	m := mistake{
		start: tab, end: skipByte(in.text[:end], tab, '\t'), until: end,
		message: "a tab indents this line; expected spaces", title: "indent with spaces",
	}
	delta := want - in.tabbed(start, end)
	for pos := start; ; {
		e, next := lineEnd(in.text, pos)
		at := skipBlanks(in.text[:e], pos)
		if at < e && !strings.Contains(in.text[pos:at], "\t") {
			break
		}
		if at < e {
			to := max(in.tabbed(pos, e)+delta, 0)
			m.repair = append(m.repair, source.Edit{Span: source.Range(pos, at), New: strings.Repeat(" ", to)})
		}
		in.pos = next
		if pos = next; pos >= len(in.text) {
			break
		}
	}
	in.report(m)
}

// tabbed returns the width of an indentation where a tab counts as two columns.
func (in *inspector) tabbed(start, end int) int {
	at := skipBlanks(in.text[:end], start)
	return at - start + strings.Count(in.text[start:at], "\t")
}
