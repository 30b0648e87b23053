package ide

import (
	"cmp"
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// OrganiseEdits returns the edits that bring the names of each tier into the
// order in which the capabilities are declared, forbidden ones into that of the
// alphabet. What stands on a name's line, and comments directly above it, moves
// with it; lists between brackets and those with a name twice on a line stay.
func OrganiseEdits(s *analysis.Snapshot) []source.Edit {
	var edits []source.Edit
	order := map[string]int{}
	for i, c := range s.Declaration.Capabilities {
		if _, taken := order[c.Name.Value]; !taken {
			order[c.Name.Value] = i
		}
	}
	for _, t := range tierList(s.Declaration) {
		if edit, ok := organiseTier(s, t, order); ok {
			edits = append(edits, edit)
		}
	}
	return edits
}

// entryLines are the lines of one name, with the comments above it.
type entryLines struct {
	name string
	text string
	rank int
}

func organiseTier(s *analysis.Snapshot, t declaration.Tier, order map[string]int) (source.Edit, bool) {
	if t.Node == nil || t.Node.Style == syntax.Flow || t.Node.IsAlias || len(t.Names) != len(t.Node.Items) || len(t.Names) < 2 {
		return source.Edit{}, false
	}
	file := s.File
	from := int(file.Line(file.Position(int(s.Tree.Place(t.Names[0].Span).Start)).Line - 1).Start)
	first := from
	var entries []entryLines
	for _, n := range t.Names {
		place := s.Tree.Place(n.Span)
		l := lineOf(s, int(place.Start))
		if l.start < from || len(l.dashes) != 1 || int(place.End) > l.start+len(l.text) {
			return source.Edit{}, false
		}
		end := l.start + len(l.text)
		rank, declared := order[n.Value]
		if !declared || t.Name == "forbidden" {
			rank = len(order)
		}
		entries = append(entries, entryLines{n.Value, file.Text()[from:end], rank})
		from = end + lineBreak(file.Text()[end:])
	}
	sorted := slices.Clone(entries)
	slices.SortStableFunc(sorted, func(a, b entryLines) int {
		if a.rank == b.rank && a.rank == len(order) {
			return strings.Compare(a.name, b.name)
		}
		return cmp.Compare(a.rank, b.rank)
	})
	if slices.Equal(sorted, entries) {
		return source.Edit{}, false
	}
	return rewritten(file.Text(), first, entries, sorted), true
}

// rewritten returns the edit that puts the entries into another order, with the
// line breaks where they were.
func rewritten(text string, from int, entries, sorted []entryLines) source.Edit {
	var b strings.Builder
	at := from
	for i, e := range entries {
		at += len(e.text)
		b.WriteString(sorted[i].text)
		if i < len(entries)-1 {
			n := lineBreak(text[at:])
			b.WriteString(text[at : at+n])
			at += n
		}
	}
	return source.Edit{Span: source.Range(from, at), New: b.String()}
}

// lineBreak returns the length of the line break that text begins with.
func lineBreak(text string) int {
	switch {
	case strings.HasPrefix(text, "\r\n"):
		return 2
	case text != "" && (text[0] == '\n' || text[0] == '\r'):
		return 1
	}
	return 0
}
