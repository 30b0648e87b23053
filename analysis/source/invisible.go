package source

import (
	"strings"
	"unicode"
)

// Mark is one character of a text that people do not see.
type Mark struct {
	Offset int // in bytes
	Rune   rune
}

// invisible are the characters that show nothing, or change the direction of what
// stands beside them, and that no description needs.
var invisible = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x00ad, Hi: 0x00ad, Stride: 1}, // soft hyphen
		{Lo: 0x034f, Hi: 0x034f, Stride: 1}, // combining grapheme joiner
		{Lo: 0x061c, Hi: 0x061c, Stride: 1}, // Arabic letter mark
		{Lo: 0x115f, Hi: 0x1160, Stride: 1}, // Hangul fillers
		{Lo: 0x17b4, Hi: 0x17b5, Stride: 1}, // Khmer inherent vowels
		{Lo: 0x180b, Hi: 0x180f, Stride: 1}, // Mongolian selectors and separator
		{Lo: 0x200b, Hi: 0x200b, Stride: 1}, // zero width space
		{Lo: 0x200e, Hi: 0x200f, Stride: 1}, // left-to-right and right-to-left marks
		{Lo: 0x2028, Hi: 0x202e, Stride: 1}, // line separators, embeddings and overrides
		{Lo: 0x2060, Hi: 0x206f, Stride: 1}, // word joiner, isolates, deprecated controls
		{Lo: 0x3164, Hi: 0x3164, Stride: 1}, // Hangul filler
		{Lo: 0xfeff, Hi: 0xfeff, Stride: 1}, // byte order mark
		{Lo: 0xffa0, Hi: 0xffa0, Stride: 1}, // half-width Hangul filler
		{Lo: 0xfff9, Hi: 0xfffb, Stride: 1}, // interlinear annotation
	},
	R32: []unicode.Range32{
		{Lo: 0x1d173, Hi: 0x1d17a, Stride: 1}, // musical controls
		{Lo: 0xe0000, Hi: 0xe0fff, Stride: 1}, // tags and supplementary variation selectors
	},
	LatinOffset: 1,
}

// Invisible reports whether people cannot see the character wherever it stands:
// bidirectional and other format controls, fillers, tags, and the control
// characters other than tab and line breaks.
func Invisible(r rune) bool {
	if unicode.IsControl(r) {
		return r != '\t' && r != '\n' && r != '\r'
	}
	return r > unicode.MaxASCII && unicode.Is(invisible, r)
}

// joins reports whether the character belongs to a visible one before it, as in
// an emoji or in Persian script, and is suspicious anywhere else.
func joins(r rune) bool { return r == 0x200c || r == 0x200d || 0xfe00 <= r && r <= 0xfe0f }

// Invisibles returns the characters of a text that people cannot see, in order:
// those that Invisible names, and joiners and variation selectors that follow no
// visible character.
func Invisibles(text string) []Mark {
	var marks []Mark
	joinable := 0 // how many joiners what stands before can carry: an emoji takes a selector and a joiner
	for i, r := range text {
		switch {
		case Invisible(r):
			marks = append(marks, Mark{i, r})
			joinable = 0
		case !joins(r):
			joinable = 2
			if unicode.IsSpace(r) {
				joinable = 0
			}
		case joinable == 0:
			marks = append(marks, Mark{i, r})
		default:
			joinable--
		}
	}
	return marks
}

// Strip returns the text without the characters that Invisibles finds.
func Strip(text string) string {
	marks := Invisibles(text)
	if len(marks) == 0 {
		return text
	}
	var b strings.Builder
	at := 0
	for _, m := range marks {
		b.WriteString(text[at:m.Offset])
		at = m.Offset + len(string(m.Rune))
	}
	b.WriteString(text[at:])
	return b.String()
}
