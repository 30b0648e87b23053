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

	size int

	joinOnce sync.Once
	text     string // all of it, once asked for

	cutOnce sync.Once
	blocks  blocks
}

// NewFile returns a file of that name and text. Lines are counted when first asked for.
func NewFile(name, text string) *File {
	f := &File{Name: name, size: len(text), text: text}
	f.joinOnce.Do(func() {})
	return f
}

// Len returns the number of bytes in the file.
func (f *File) Len() int { return f.size }

// Text returns the whole text. After an edit the first call costs a copy of it;
// Slice and the positions do not need it.
func (f *File) Text() string {
	f.joinOnce.Do(func() { f.text = f.blocks.slice(0, f.size) })
	return f.text
}

// cut returns the file's blocks, made when first needed.
func (f *File) cut() *blocks {
	f.cutOnce.Do(func() { f.blocks = cutBlocks(f.text) })
	return &f.blocks
}

// Edit returns the file after one edit of a plain span, which is clamped to the
// file. It costs the text around the edit, not the file.
func (f *File) Edit(e Edit) *File {
	start := min(max(int(e.Span.Start), 0), f.size)
	end := min(max(int(e.Span.End), start), f.size)
	g := &File{Name: f.Name, size: f.size + len(e.New) - (end - start)}
	old := f.cut()
	g.cutOnce.Do(func() { g.blocks = old.edit(start, end, e.New) })
	return g
}

// Slice returns the text of a plain span, clamped to the file.
func (f *File) Slice(s Span) string {
	start := min(max(int(s.Start), 0), f.size)
	return f.cut().slice(start, min(max(int(s.End), start), f.size))
}

// Lines returns the number of lines; a text that ends in a line break has an
// empty last one.
func (f *File) Lines() int { return f.cut().lineCount() }

// Line returns the plain span of the 0-based line without its line break. A line
// that does not exist gives the empty span at the nearest end of the file.
func (f *File) Line(line int) Span {
	b := f.cut()
	if line < 0 {
		return Range(0, 0)
	}
	if line >= b.lineCount() {
		return Range(f.size, f.size)
	}
	start, end := b.lineStart(line), f.size
	if line+1 < b.lineCount() {
		end = b.lineStart(line + 1)
	}
	return Range(start, start+len(strings.TrimRight(b.slice(start, end), "\r\n")))
}

// lineAt returns the 0-based line of a byte offset, which is clamped to the file,
// and the text of that line in front of it.
func (f *File) lineAt(offset int) (line int, before string) {
	b := f.cut()
	offset = min(max(offset, 0), f.size)
	line = b.lineAt(offset)
	return line, b.slice(b.lineStart(line), offset)
}

// Position returns the place of a byte offset, which is clamped to the file.
func (f *File) Position(offset int) Position {
	line, before := f.lineAt(offset)
	return Position{line + 1, utf8.RuneCountInString(before) + 1}
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
	line, before := f.lineAt(offset)
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

// search returns the index of the last element of an ascending list that is not above x.
func search(list []int32, x int) int {
	return sort.Search(len(list), func(i int) bool { return int(list[i]) > x }) - 1
}
