package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// standIns replace characters of a text that the YAML library takes for line
// breaks though they are none, by others of the same length that do not occur in
// it. Restore turns them back.
type standIns struct {
	text    string // same length as the original
	restore *strings.Replacer
	found   []diagnostic.Diagnostic // control characters, plain offsets into the text
}

// maxControls is how many control characters of a chunk are told one by one.
const maxControls = 8

// prepare makes a text fit for the YAML library without moving a byte.
func prepare(text string) standIns {
	if !needsPreparing(text) {
		return standIns{text: text}
	}
	p := standIns{}
	to := map[rune]string{}
	var back []string
	for _, r := range []rune{0x85, 0x2028, 0x2029} {
		if !strings.ContainsRune(text, r) {
			continue
		}
		if c := unused(text, utf8.RuneLen(r), back); c != "" {
			to[r] = c
			back = append(back, c, string(r))
		}
	}
	var b strings.Builder
	b.Grow(len(text))
	for at, r := range text {
		switch c, ok := to[r]; {
		case ok:
			b.WriteString(c)
		case refused(r):
			n := utf8.RuneLen(r)
			b.WriteString(strings.Repeat("_", n))
			if len(p.found) < maxControls && !isYAMLBreak(r) {
				p.found = append(p.found, controlProblem(r, at, n))
			}
		default:
			b.WriteRune(r)
		}
	}
	p.text = b.String()
	if back != nil {
		p.restore = strings.NewReplacer(back...)
	}
	return p
}

// needsPreparing reports whether a text may hold a character that prepare replaces.
func needsPreparing(text string) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= 0x20 && c < 0x7F, c == '\n', c == '\t', c == '\r':
		case c < 0x80, c == 0xC2 && i+1 < len(text) && text[i+1] < 0xA0, c == 0xEF,
			c == 0xE2 && (strings.HasPrefix(text[i:], "\u2028") || strings.HasPrefix(text[i:], "\u2029")):
			return true
		}
	}
	return false
}

// refused reports whether the YAML library gives up at a character.
func refused(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return false
	case r < 0x20, 0x7F <= r && r < 0xA0, r == 0xFEFF, r == 0xFFFE, r == 0xFFFF, isYAMLBreak(r):
		return true
	}
	return false
}

func isYAMLBreak(r rune) bool { return r == 0x85 || r == 0x2028 || r == 0x2029 }

// unused returns a letter of size bytes that text does not contain and that is
// not among taken, or "".
func unused(text string, size int, taken []string) string {
	first, last := rune(0xE000), rune(0xF8FF) // private use
	if size == 2 {
		first, last = 0x250, 0x58F
	}
candidates:
	for r := last; r >= first; r-- {
		c := string(r)
		for _, t := range taken {
			if t == c {
				continue candidates
			}
		}
		if !strings.Contains(text, c) {
			return c
		}
	}
	return ""
}

func controlProblem(r rune, at, size int) diagnostic.Diagnostic {
	span := source.Range(at, at+size)
	return diagnostic.Diagnostic{
		Code: CodeSyntax, Severity: diagnostic.Error, Span: span,
		Message: fmt.Sprintf("control character U+%04X is not allowed in YAML; expected text", r),
		Fixes:   []diagnostic.Fix{{Title: "remove the control character", Edits: []source.Edit{{Span: span}}}},
	}
}

// oldVersion makes a "%YAML 1.2" say 1.1, the only version that the library
// knows by name.
func oldVersion(text string) string {
	const directive = "%YAML 1."
	for pos := 0; pos < len(text); {
		end, next := lineEnd(text, pos)
		line := text[pos:end]
		if isMarker(line) || line != "" && line[0] != '#' && line[0] != '%' {
			break
		}
		if strings.HasPrefix(line, directive) && len(line) > len(directive) {
			at := pos + len(directive)
			return text[:at] + "1" + text[at+1:]
		}
		pos = next
	}
	return text
}
