package analysis

import (
	"slices"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// maxFixRounds bounds how often Fix analyses a text again; fixes that undo each
// other would otherwise go on for ever.
const maxFixRounds = 32

// Fix returns text after applying the preferred safe fix of every finding, again
// and again until nothing changes, and how many fixes that took. With unsafe it
// also applies those that may change what the declaration allows or sends. Name
// is the path or URI that findings are told with.
func Fix(name, text string, unsafe bool) (fixed string, applied int) {
	s := Analyze(name, text)
	for range maxFixRounds {
		edits, n := roundOfFixes(s.Diagnostics(), unsafe)
		text, ok := source.Apply(s.File.Text(), edits)
		if !ok || text == s.File.Text() {
			break
		}
		next := Analyze(name, text)
		if left := len(repairs(next.Diagnostics())); left > 0 && left >= len(repairs(s.Diagnostics())) {
			break // a repair that uncovers as much as it mends may go on for ever
		}
		applied += n
		s = next
	}
	return s.File.Text(), applied
}

// roundOfFixes returns the edits of one fix for each finding that has a suitable
// one, leaving out fixes that touch the places of those before them. As long as
// there is YAML to be repaired, nothing else is: keys may not be where they seem.
func roundOfFixes(found []diagnostic.Diagnostic, unsafe bool) (edits []source.Edit, fixes int) {
	if edits, fixes = fixesOf(repairs(found), unsafe); fixes > 0 {
		return edits, fixes
	}
	return fixesOf(found, unsafe)
}

// repairs returns the findings that are about YAML itself.
func repairs(found []diagnostic.Diagnostic) []diagnostic.Diagnostic {
	return slices.DeleteFunc(slices.Clone(found), func(d diagnostic.Diagnostic) bool { return d.Code != syntax.CodeSyntax })
}

func fixesOf(found []diagnostic.Diagnostic, unsafe bool) (edits []source.Edit, fixes int) {
	for _, d := range found {
		i := slices.IndexFunc(d.Fixes, func(f diagnostic.Fix) bool { return unsafe || !f.Unsafe })
		if i < 0 || slices.ContainsFunc(d.Fixes[i].Edits, func(e source.Edit) bool { return collides(e.Span, edits) }) {
			continue
		}
		edits = append(edits, d.Fixes[i].Edits...)
		fixes++
	}
	return edits, fixes
}

// collides reports whether a plain span overlaps an edit or begins or ends where one does.
func collides(s source.Span, edits []source.Edit) bool {
	return slices.ContainsFunc(edits, func(e source.Edit) bool { return s.Start <= e.Span.End && e.Span.Start <= s.End })
}
