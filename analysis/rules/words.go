package rules

import (
	"strconv"
	"strings"

	"github.com/usepaso/usepaso/analysis/keys"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// maxQuoted is how many characters of a value a message repeats.
const maxQuoted = 60

// quote repeats a value in a message: in quotes, without secrets, not too long,
// and with every character that cannot be seen spelled out.
func quote(s string) string {
	s = keys.Hide(s)
	if r := []rune(s); len(r) > maxQuoted {
		s = string(r[:maxQuoted]) + "…"
	}
	return strconv.Quote(s)
}

// describe says what a node is: `"abc"`, `the number 1.0`, `a mapping`, `nothing`.
func describe(n *syntax.Node) string {
	switch n.Kind {
	case syntax.Null:
		return "nothing"
	case syntax.Bool:
		return n.Value
	case syntax.Int, syntax.Float:
		return "the number " + n.Value
	case syntax.Mapping:
		return "a mapping"
	case syntax.Sequence:
		return "a list"
	}
	return quote(n.Value)
}

// enumerate joins words as a sentence does: "a, b or c".
func enumerate(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + " " + last + " " + words[n]
}
