package source

import "strings"

// Nearest returns the known word that a misspelt one was most likely meant to be,
// or "" where none is near. Case alone is never a difference; otherwise one letter
// in four may be wrong, missing, too many or swapped with its neighbour, at least
// one and at most three. Of words equally near the first one wins.
func Nearest(word string, known []string) string {
	best, found := min(max(len(word)/4, 1), 3)+1, ""
	if word == "" {
		return ""
	}
	low := strings.ToLower(word)
	for _, k := range known {
		if d := Distance(low, strings.ToLower(k), best-1); d < best && d < len(k) {
			best, found = d, k
		}
	}
	return found
}

// Distance returns how many letters of a must be changed, left out, added or
// swapped with their neighbour to make b. It gives up beyond most, and returns
// most+1 then. It counts bytes.
func Distance(a, b string, most int) int {
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
