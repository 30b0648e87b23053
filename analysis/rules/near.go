package rules

import (
	"strings"
	"unicode"

	"github.com/usepaso/usepaso/analysis/source"
)

// nearest returns the one of words that text was most likely meant to be, and
// whether there is one: the same but for case and separators, or a slip or two
// away, the more the longer the word. Of several equally near it returns none.
func nearest(text string, words []string) (string, bool) {
	best, bestDistance, ties := "", int(^uint(0)>>1), 0
	folded := fold(text)
	for _, w := range words {
		if fold(w) == folded {
			return w, true
		}
		limit := slips(text, w)
		if limit == 0 || opposite(text, w) {
			continue
		}
		d := source.Distance(strings.ToLower(text), strings.ToLower(w), min(limit, bestDistance))
		switch {
		case d > limit || d > bestDistance:
		case d < bestDistance:
			best, bestDistance, ties = w, d, 1
		default:
			ties++
		}
	}
	return best, ties == 1
}

// fold drops case and separators: "baseUrl", "base-url" and "base_url" are alike.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == ' ' {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// slips returns how many slips apart two words may be to be taken for one another.
// Words of two letters are too short to tell.
func slips(a, b string) int {
	switch n := max(len(a), len(b)); {
	case min(len(a), len(b)) < 3:
		return 0
	case n < 8:
		return 1
	case n < 14:
		return 2
	default:
		return 3
	}
}

// opposite reports whether the words mean opposite things although they are near.
func opposite(a, b string) bool {
	bound := func(s string) string {
		s = strings.ToLower(s)
		for _, p := range []string{"min", "max"} {
			if strings.HasPrefix(s, p) {
				return p
			}
		}
		return ""
	}
	x, y := bound(a), bound(b)
	return x != "" && y != "" && x != y
}
