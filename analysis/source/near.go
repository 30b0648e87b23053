package source

import (
	"strings"
	"unicode"
)

// Nearest returns the one of words that text was most likely meant to be, and
// whether there is one: the same but for case and separators, or a slip or two
// away, the more the longer the word. Of several equally near it returns none.
func Nearest(text string, words []string) (string, bool) {
	best, bestDistance, ties := "", int(^uint(0)>>1), 0
	folded := Fold(text)
	for _, w := range words {
		if Fold(w) == folded {
			return w, true
		}
		limit := slips(text, w)
		if limit == 0 || opposite(text, w) {
			continue
		}
		d := distance(strings.ToLower(text), strings.ToLower(w), min(limit, bestDistance))
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

// Fold drops case and separators: "baseUrl", "base-url" and "base_url" are alike.
func Fold(s string) string {
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

// distance returns how many letters of a must be changed, left out, added or
// swapped with their neighbour to make b. It gives up beyond most, and returns
// most+1 then. It counts bytes.
func distance(a, b string, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most || len(a) > 255 {
		return most + 1
	}
	// Rows of the edit matrix: two rows up (for swaps), one row up, and this one.
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		nearest := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			nearest = min(nearest, row[j])
		}
		if nearest > most {
			return most + 1
		}
		before, above, row = above, row, before
	}
	return min(above[len(b)], most+1)
}
