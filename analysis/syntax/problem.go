package syntax

import (
	"fmt"
	"strings"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// problems collects what is wrong with a text.
type problems []diagnostic.Diagnostic

func (p *problems) add(d diagnostic.Diagnostic) { *p = append(*p, d) }

func syntaxError(at source.Span, format string, args ...any) diagnostic.Diagnostic {
	return diagnostic.Diagnostic{Code: CodeSyntax, Severity: diagnostic.Error, Span: at, Message: fmt.Sprintf(format, args...)}
}

func unreadable(at source.Span, format string, args ...any) diagnostic.Diagnostic {
	return diagnostic.Diagnostic{Code: CodeUnreadable, Severity: diagnostic.Error, Span: at, Message: fmt.Sprintf(format, args...)}
}

// quote returns a piece of text as messages show it: on one line, shortened, and
// without words as long as secrets are.
func quote(s string) string {
	const mostWord, most = 24, 40
	words := strings.Fields(s)
	for i, w := range words {
		if r := []rune(w); len(r) > mostWord {
			words[i] = string(r[:4]) + "…"
		}
	}
	s = strings.Join(words, " ")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return `"` + s + `"`
}

// duplicates reports every key of a mapping that stands there already.
func (c *converter) duplicates(n *Node) {
	c.problems = append(c.problems, duplicateKeys(n.Entries)...)
}

// duplicateKeys returns a problem for every entry whose key an earlier one has.
func duplicateKeys(entries []Entry) problems {
	var found problems
	if len(entries) <= 8 {
		for i := range entries {
			for j := range i {
				if sameKey(entries[j].Key, entries[i].Key) {
					found.add(duplicateKey(entries[j].Key, entries[i].Key))
					break
				}
			}
		}
		return found
	}
	first := make(map[string]*Node, len(entries))
	for _, e := range entries {
		if !e.Key.Kind.IsScalar() {
			continue
		}
		if old, ok := first[e.Key.Value]; ok {
			found.add(duplicateKey(old, e.Key))
			continue
		}
		first[e.Key.Value] = e.Key
	}
	return found
}

func sameKey(a, b *Node) bool {
	return a.Value == b.Value && a.Kind.IsScalar() && b.Kind.IsScalar()
}

func duplicateKey(first, second *Node) diagnostic.Diagnostic {
	return diagnostic.Diagnostic{
		Code: CodeDuplicateKey, Severity: diagnostic.Error, Span: second.Span,
		Message: fmt.Sprintf("key %s stands twice in this mapping; expected each key once", quote(second.Value)),
		Related: []diagnostic.Related{{Span: first.Span, Message: "first given here"}},
	}
}
