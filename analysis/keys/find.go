package keys

import (
	"cmp"
	"slices"
	"strings"
)

// Match is a whole key within a text.
type Match struct {
	Start, End int // bytes
	Kind       Kind
}

// Find returns the whole keys in text, in order and not overlapping. A prefix
// without the rest of a key is no match, nor is a key within a longer word.
func Find(text string) []Match {
	var found []Match
	for _, k := range kinds {
		found = appendMatches(found, text, k, k.end)
	}
	found = appendMatches(found, text, jwt, jwtEnd)
	slices.SortFunc(found, func(a, b Match) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	at := 0
	return slices.DeleteFunc(found, func(m Match) bool {
		overlaps := m.Start < at
		at = max(at, m.End)
		return overlaps
	})
}

// Hide returns text with every whole key in it masked.
func Hide(text string) string {
	matches := Find(text)
	if len(matches) == 0 {
		return text
	}
	var b strings.Builder
	at := 0
	for _, m := range matches {
		b.WriteString(text[at:m.Start])
		b.WriteString(Mask(text[m.Start:m.End]))
		at = m.End
	}
	b.WriteString(text[at:])
	return b.String()
}

// appendMatches appends the places where k stands as a whole word. End gets the
// text behind the prefix and returns how many bytes of it belong to the key, or -1.
func appendMatches(found []Match, text string, k Kind, end func(rest string) int) []Match {
	for at := 0; ; {
		i := strings.Index(text[at:], k.Prefix)
		if i < 0 {
			return found
		}
		start := at + i
		at = start + len(k.Prefix)
		if start > 0 && word.has(text[start-1]) {
			continue
		}
		if n := end(text[at:]); n >= 0 {
			found = append(found, Match{Start: start, End: at + n, Kind: k})
			at += n
		}
	}
}

// end returns the length of what follows the prefix of a whole key, or -1.
func (k Kind) end(rest string) int {
	n := run(rest, k.class)
	// A key at the end of a sentence is followed by a full stop, which belongs
	// to some classes.
	if k.max > 0 && n > k.max && n == k.max+1 && !word.has(rest[k.max]) {
		n = k.max
	}
	if n < k.min || k.max > 0 && n > k.max || n < len(rest) && word.has(rest[n]) || !random(rest[:n], k.class) {
		return -1
	}
	return n
}

// random reports whether text may have been drawn by chance: not the same few
// characters over and over, as in xxxx, and, where words could be joined into a
// name of that length, with a digit in it.
func random(text string, c class) bool {
	var seen [128]bool
	distinct, digit := 0, false
	for i := range len(text) {
		if b := text[i]; !seen[b] {
			seen[b] = true
			distinct++
			digit = digit || b >= '0' && b <= '9'
		}
	}
	return distinct >= 6 && (digit || !c.has('_'))
}

// jwtEnd measures the header behind "eyJ", the claims and the signature.
func jwtEnd(rest string) int {
	at := 0
	for part := range 3 {
		if part > 0 && !strings.HasPrefix(rest[at:], ".") {
			return -1
		}
		if part > 0 {
			at++
		}
		if part == 1 && !strings.HasPrefix(rest[at:], jwt.Prefix) {
			return -1
		}
		n := run(rest[at:], jwt.class)
		if n < jwt.min {
			return -1
		}
		at += n
	}
	return at
}

// run returns how many bytes at the start of text belong to c.
func run(text string, c class) int {
	for i := range len(text) {
		if !c.has(text[i]) {
			return i
		}
	}
	return len(text)
}
