package main

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"

	"github.com/usepaso/usepaso/analysis/keys"
	"github.com/usepaso/usepaso/analysis/source"
)

const (
	tabStop  = 4   // columns
	maxWidth = 160 // columns of a source line that are shown
)

// snippet is a source line with what is marked in it, in columns of a terminal.
type snippet struct {
	number     int // of the line, from 1
	text       string
	start, end int // marked columns, from 0; at least one
}

// Of a long line only so many bytes on either side of the marked place are looked
// at: for keys, which may be long, and then for what is shown.
const (
	keyReach   = 64 << 10
	shownReach = 4 << 10
)

// newSnippet returns the line in which a plain span starts. Of a longer span the
// part within that line is marked.
func newSnippet(file *source.File, s source.Span) snippet {
	at := file.Position(int(s.Start))
	line := file.Line(at.Line - 1)
	from := int(s.Start - line.Start)
	text, from := window(file.Slice(line), from, keyReach)
	text, from = window(coverSecrets(text), from, shownReach)
	to := min(from+s.Len(), len(text))
	before, marked, after := columns(text[:from], 0), "", ""
	start := displaywidth.String(before)
	if from < to {
		marked = columns(text[from:to], start)
	}
	end := max(start+displaywidth.String(marked), start+1)
	if to < len(text) {
		after = columns(text[max(from, to):], start+displaywidth.String(marked))
	}
	return snippet{at.Line, before + marked + after, start, end}.cut()
}

// window returns the part of text that is at most reach bytes away from a place,
// and where the place is in it. Characters stay whole.
func window(text string, at, reach int) (part string, place int) {
	at = min(at, len(text))
	from, to := max(at-reach, 0), min(at+reach, len(text))
	for from > 0 && from < at && !utf8.RuneStart(text[from]) {
		from++
	}
	for to > at && to < len(text) && !utf8.RuneStart(text[to]) {
		to--
	}
	return text[from:to], at - from
}

// columns returns text as it is shown from a column on: tabs as spaces, and what
// has no width or could steer the terminal as its code point.
func columns(text string, column int) string {
	var b strings.Builder
	for g := displaywidth.StringGraphemes(text); g.Next(); {
		shown, width := g.Value(), g.Width()
		switch r := []rune(shown)[0]; {
		case shown == "\t":
			width = tabStop - column%tabStop
			shown = strings.Repeat(" ", width)
		case unicode.IsControl(r) || width == 0 || source.Invisible(r):
			shown = fmt.Sprintf("<U+%04X>", r)
			width = len(shown)
		}
		b.WriteString(shown)
		column += width
	}
	return b.String()
}

// coverSecrets replaces all but the first four characters of keys by stars. The
// length of the text stays the same, so that places in it stay true.
func coverSecrets(text string) string {
	const head = 4
	for _, m := range keys.Find(text) {
		if m.End-m.Start > head {
			text = text[:m.Start+head] + strings.Repeat("*", m.End-m.Start-head) + text[m.End:]
		}
	}
	return text
}

// cut shortens a long line to the part around what is marked.
func (s snippet) cut() snippet {
	if displaywidth.String(s.text) <= maxWidth {
		return s
	}
	from := max(0, s.start-maxWidth/4)
	var b strings.Builder
	column, first, more := 0, 0, false
	for g := displaywidth.StringGraphemes(s.text); g.Next(); column += g.Width() {
		if more = column >= from+maxWidth; more {
			break
		}
		if column < from {
			first = column + g.Width()
			continue
		}
		b.WriteString(g.Value())
	}
	s.text = b.String()
	if first > 0 {
		s.text = "…" + s.text
		first--
	}
	s.start -= first
	s.end = min(s.end-first, displaywidth.String(s.text))
	if more {
		s.text += "…"
	}
	return s
}

// lines returns the line and the carets below it, behind a gutter with its number.
func (s snippet) lines(colors palette) string {
	number := fmt.Sprint(s.number)
	margin := strings.Repeat(" ", len(number))
	return fmt.Sprintf("  %s %s\n  %s %s\n",
		colors.faint.Sprint(number+" |"), strings.TrimRight(s.text, " "),
		colors.faint.Sprint(margin+" |"), strings.Repeat(" ", s.start)+colors.bad.Sprint(strings.Repeat("^", s.end-s.start)))
}
