package keys

import (
	"encoding/base64"
	"html"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// spelled returns how many bytes at the start of text spell secret, or 0. Several
// readings may be possible where the secret contains a character that escapes
// start with; the longest wins.
func spelled(text, secret string) int {
	end, _ := spell(text, secret)
	return end
}

// begun reports whether text is the beginning of a spelling of secret, and spells
// at least the given number of its bytes.
func begun(text, secret string, least int) bool {
	end, torn := spell(text, secret)
	return end == 0 && torn >= least
}

// spell returns the end of the longest spelling of the whole secret at the start of
// text, or 0 and how many of its bytes are spelled before the text ends.
func spell(text, secret string) (end, torn int) {
	var buffers [2][4]int             // almost always enough, and never on the heap
	ends := append(buffers[0][:0], 0) // how far the secret's bytes so far may reach into text
	for k, turn := 0, 1; k < len(secret); turn = 1 - turn {
		next := buffers[turn][:0]
		wide := 1
		for _, at := range ends {
			if breaksOff(text[at:]) {
				torn = k
			}
			next = appendSpellings(next, text, at, secret[k])
		}
		// A character beyond ASCII may also be one \u escape for all its bytes.
		if secret[k] >= utf8.RuneSelf {
			if c, size := utf8.DecodeRuneInString(secret[k:]); c != utf8.RuneError {
				next, wide = next[:0], size
				for _, at := range ends {
					next = appendRuneSpellings(next, text, at, secret[k:k+size])
				}
			}
		}
		if len(next) == 0 {
			return 0, torn
		}
		slices.Sort(next)
		ends = slices.Compact(next)
		k += wide
	}
	return ends[len(ends)-1], torn
}

// breaksOff reports whether nothing follows, or what may be half an escape.
func breaksOff(rest string) bool {
	return rest == "" || len(rest) < len(`\u0000`) && (rest[0] == '%' || rest[0] == '\\') ||
		len(rest) < longestEntity && rest[0] == '&' && strings.IndexByte(rest, ';') < 0
}

// longestEntity is the length up to which HTML's entities are looked at.
const longestEntity = len("&#x00026;")

// entity returns the length of the HTML entity for char at the start of text, or 0.
func entity(text, char string) int {
	end := strings.IndexByte(text[:min(len(text), longestEntity)], ';') + 1
	if end == 0 || html.UnescapeString(text[:end]) != char {
		return 0
	}
	return end
}

// appendSpellings appends the ends of every spelling of byte b at text[at:].
func appendSpellings(ends []int, text string, at int, b byte) []int {
	rest := text[at:]
	if rest == "" {
		return ends
	}
	switch c := rest[0]; c {
	case '%':
		if isHex(rest, 1, 2, rune(b)) {
			ends = append(ends, at+3)
		}
		if strings.HasPrefix(rest, "%25") && isHex(rest, 3, 2, rune(b)) {
			ends = append(ends, at+5)
		}
	case '\\':
		if b < utf8.RuneSelf && strings.HasPrefix(rest, `\u`) && isHex(rest, 2, 4, rune(b)) {
			ends = append(ends, at+6)
		}
		if len(rest) > 1 && rest[1] == b {
			ends = append(ends, at+2)
		}
	case '&':
		if b < utf8.RuneSelf {
			if n := entity(rest, string(rune(b))); n > 1 {
				ends = append(ends, at+n)
			}
		}
	case '+':
		if b == ' ' {
			ends = append(ends, at+1)
		}
	}
	if rest[0] == b {
		ends = append(ends, at+1)
	}
	return ends
}

// appendRuneSpellings does the same for one character beyond ASCII.
func appendRuneSpellings(ends []int, text string, at int, char string) []int {
	byByte := []int{at}
	for i := range len(char) {
		var next []int
		for _, e := range byByte {
			next = appendSpellings(next, text, e, char[i])
		}
		byByte = next
	}
	ends = append(ends, byByte...)
	c, _ := utf8.DecodeRuneInString(char)
	rest := text[at:]
	if strings.HasPrefix(rest, "&") {
		if n := entity(rest, char); n > 0 {
			ends = append(ends, at+n)
		}
	}
	if high, low := utf16.EncodeRune(c); high != utf8.RuneError {
		if isEscape(rest, high) && isEscape(rest[6:], low) {
			ends = append(ends, at+12)
		}
	} else if isEscape(rest, c) {
		ends = append(ends, at+6)
	}
	return ends
}

// isEscape reports whether text starts with the \u escape of one UTF-16 unit.
func isEscape(text string, unit rune) bool {
	return strings.HasPrefix(text, `\u`) && isHex(text, 2, 4, unit)
}

// isHex reports whether the n hexadecimal digits at text[at:] are want.
func isHex(text string, at, n int, want rune) bool {
	if len(text) < at+n {
		return false
	}
	var v rune
	for _, c := range []byte(text[at : at+n]) {
		switch {
		case c >= '0' && c <= '9':
			v = v<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			v = v<<4 | rune(c|0x20-'a'+10)
		default:
			return false
		}
	}
	return v == want
}

// encoded returns what of secret is certain to appear in Base64 whatever stands
// before and behind it: for each of the three positions in a group of three
// bytes, the characters that depend on the secret alone. Where that is under
// eight characters only the secret encoded by itself is looked for, since four
// given characters appear in any picture.
func encoded(secret string) []string {
	var found []string
	for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			text := enc.EncodeToString([]byte(strings.Repeat("\x00", before) + secret))
			first := (before*8 + 5) / 6
			last := (before + len(secret)) * 8 / 6
			if inner := text[first:last]; len(inner) >= 8 {
				found = append(found, inner)
			}
		}
		found = append(found, enc.EncodeToString([]byte(secret)))
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// token64 widens text[start:end] to the whole run of Base64 around it, so that no
// rest of a secret is left at its edges.
func token64(text string, start, end int) (int, int) {
	in := func(c byte) bool { return c != '.' && token.has(c) }
	for start > 0 && in(text[start-1]) {
		start--
	}
	for end < len(text) && in(text[end]) {
		end++
	}
	return start, end
}
