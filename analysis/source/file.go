package source

import (
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// Position is a place for people: line and column count from 1, the column in
// characters (Unicode code points).
type Position struct{ Line, Column int }

// Point is a place for protocols: line and character count from 0, the character
// in the units of an Encoding.
type Point struct{ Line, Character int }

// Encoding is the unit in which a protocol counts characters within a line.
type Encoding uint8

// The encodings that the Language Server Protocol can negotiate and we speak.
const (
	UTF16 Encoding = iota // UTF-16 code units, the protocol's default
	UTF8                  // bytes
)

// File is one immutable text with a name. Line breaks are "\n", "\r\n" and "\r",
// as in the Language Server Protocol; U+2028 and its like are ordinary characters.
type File struct {
	Name string // path or URI as the user knows it
	Text string

	once  sync.Once
	lines []int32 // offset of each line's first byte
}

// NewFile returns a file of that name and text. Lines are counted when first asked for.
func NewFile(name, text string) *File { return &File{Name: name, Text: text} }

// Edit returns the file after one edit of a plain span. It costs a copy of the
// text and of the line table, not a new scan of the lines.
func (f *File) Edit(e Edit) *File {
	f.index()
	start, end := int(e.Span.Start), int(e.Span.End)
	g := &File{Name: f.Name, Text: f.Text[:start] + e.New + f.Text[end:]}
	g.once.Do(func() { g.lines = spliceLines(f, g.Text, start, end, len(e.New)) })
	return g
}

// spliceLines derives the line table after text[start:end] was replaced by n
// bytes. A line break may join or split at the edges ("\r" + "\n"), so one
// line on either side is scanned again.
func spliceLines(f *File, text string, start, end, n int) []int32 {
	first := max(f.lineAt(start)-1, 0)
	last := min(f.lineAt(end)+2, len(f.lines)) // f.lines[last:] only move
	delta := n - (end - start)
	stop := len(text)
	if last < len(f.lines) {
		stop = int(f.lines[last]) + delta
	}
	lines := make([]int32, 0, len(f.lines)+8)
	lines = append(lines, f.lines[:first+1]...)
	lines = scanLines(lines, text, int(f.lines[first]), stop)
	if last < len(f.lines) && lines[len(lines)-1] == f.lines[last]+int32(delta) {
		lines = lines[:len(lines)-1]
	}
	for _, l := range f.lines[last:] {
		lines = append(lines, l+int32(delta))
	}
	return lines
}

// scanLines appends the starts of the lines that begin behind a break in text[from:to].
func scanLines(lines []int32, text string, from, to int) []int32 {
	for i := from; i < to; i++ {
		switch text[i] {
		case '\n':
			lines = append(lines, int32(i+1))
		case '\r':
			if i+1 < len(text) && text[i+1] == '\n' {
				i++
			}
			lines = append(lines, int32(i+1))
		}
	}
	return lines
}

func (f *File) index() {
	f.once.Do(func() {
		n := strings.Count(f.Text, "\n")
		f.lines = scanLines(append(make([]int32, 0, n+1), 0), f.Text, 0, len(f.Text))
	})
}

// lineAt returns the 0-based line that offset lies in.
func (f *File) lineAt(offset int) int {
	return sort.Search(len(f.lines), func(i int) bool { return int(f.lines[i]) > offset }) - 1
}

// Lines returns the number of lines; a text that ends in a line break has an
// empty last one.
func (f *File) Lines() int {
	f.index()
	return len(f.lines)
}

// Line returns the plain span of the 0-based line without its line break. A line
// that does not exist gives the empty span at the nearest end of the file.
func (f *File) Line(line int) Span {
	f.index()
	if line < 0 {
		return Range(0, 0)
	}
	if line >= len(f.lines) {
		return Range(len(f.Text), len(f.Text))
	}
	start, end := int(f.lines[line]), len(f.Text)
	if line+1 < len(f.lines) {
		end = int(f.lines[line+1])
	}
	return Range(start, start+len(strings.TrimRight(f.Text[start:end], "\r\n")))
}

// Position returns the place of a byte offset, which is clamped to the file.
func (f *File) Position(offset int) Position {
	f.index()
	offset = min(max(offset, 0), len(f.Text))
	line := f.lineAt(offset)
	return Position{line + 1, utf8.RuneCountInString(f.Text[f.lines[line]:offset]) + 1}
}

// Offset returns the byte offset of a place; a column behind the end of the line
// gives the line's end.
func (f *File) Offset(p Position) int {
	line := f.Line(p.Line - 1)
	text := f.Slice(line)
	at := 0
	for column := 1; column < p.Column && at < len(text); column++ {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return int(line.Start) + at
}

// Point returns the protocol's place of a byte offset, which is clamped to the file.
func (f *File) Point(offset int, enc Encoding) Point {
	f.index()
	offset = min(max(offset, 0), len(f.Text))
	line := f.lineAt(offset)
	before := f.Text[f.lines[line]:offset]
	if enc == UTF8 {
		return Point{line, len(before)}
	}
	return Point{line, utf16Len(before)}
}

// PointOffset returns the byte offset of a protocol's place. Lines and characters
// out of range are clamped to the nearest end, and a character in the middle of a
// code point to its start.
func (f *File) PointOffset(p Point, enc Encoding) int {
	line := f.Line(p.Line)
	text := f.Slice(line)
	if p.Line < 0 || p.Character <= 0 {
		return int(line.Start)
	}
	if enc == UTF8 {
		at := min(p.Character, len(text))
		for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
			at--
		}
		return int(line.Start) + at
	}
	units := 0
	for at, r := range text {
		units += utf16Units(r)
		if units > p.Character {
			return int(line.Start) + at
		}
	}
	return int(line.End)
}

// Slice returns the text of a plain span, clamped to the file.
func (f *File) Slice(s Span) string {
	start := min(max(int(s.Start), 0), len(f.Text))
	return f.Text[start:min(max(int(s.End), start), len(f.Text))]
}

func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16Units(r)
	}
	return n
}

func utf16Units(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}
