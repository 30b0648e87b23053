package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// addFirst writes an entry of one line in front of those a mapping has.
func (e editor) addFirst(m *syntax.Node, line string) []source.Edit {
	switch {
	case m == nil || m.IsAlias:
		return nil
	case len(m.Entries) == 0:
		return []source.Edit{{Span: m.Span, New: "{" + line + "}"}}
	case m.Entries[0].Merged:
		return nil
	case m.Style == syntax.Flow:
		return []source.Edit{{Span: m.Entries[0].Key.Span.Head(), New: line + ", "}}
	}
	first := m.Entries[0].Key.Span
	if strings.Trim(e.before(first), " -") != "" {
		return nil
	}
	return []source.Edit{{Span: first.Head(), New: line + e.newline() + blank(e.before(first))}}
}

// addEntries writes entries of one line each behind those a mapping has.
func (e editor) addEntries(m *syntax.Node, lines []string) []source.Edit {
	if last := ownEntry(m, ""); last != nil && m.Style == syntax.Flow && !m.IsAlias {
		return []source.Edit{{Span: last.Span.Tail(), New: ", " + strings.Join(lines, ", ")}}
	}
	return e.addLines(m, lines...)
}
