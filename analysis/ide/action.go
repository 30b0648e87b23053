package ide

import (
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// ActionKind sorts actions as editors do.
type ActionKind uint8

// The kinds of actions.
const (
	QuickFix ActionKind = iota + 1 // repairs a finding
	Refactor                       // changes the text around the cursor
	Organise                       // tidies the permissions, for the whole file
	FixAll                         // applies every safe fix, for the whole file
)

// Action is one offer to change the text.
type Action struct {
	Title     string
	Kind      ActionKind
	Edits     []source.Edit // plain spans
	Preferred bool
	// Finding is what it repairs, nil for none.
	Finding *diagnostic.Diagnostic
}

// Actions returns what is offered for a plain span: the fixes of the findings that
// touch it, ways to leave them out, and changes of the capability there. FixAll
// is not among them; it costs more and is asked for with FixAllEdit.
func Actions(s *analysis.Snapshot, span source.Span) []Action {
	var list, missing []Action
	for _, d := range s.Diagnostics() {
		if d.Span.Start > span.End || d.Span.End < span.Start {
			continue
		}
		for i, fix := range d.Fixes {
			title := strings.ToUpper(fix.Title[:1]) + fix.Title[1:]
			if fix.Unsafe {
				title += " (changes what the file allows or sends)"
			}
			list = append(list, Action{Title: title, Kind: QuickFix, Edits: fix.Edits, Preferred: i == 0 && !fix.Unsafe, Finding: &d})
		}
	}
	list = append(list, missingKeys(s, span)...)
	for _, d := range s.Diagnostics() {
		if d.Span.Start <= span.End && d.Span.End >= span.Start {
			missing = append(missing, ignoreAction(s, d)...)
		}
	}
	list = append(list, joinTier(s, span)...)
	return append(list, missing...)
}

// missingKeys adds all required keys that the capability or section at a span
// lacks, where findings say more than one is missing.
func missingKeys(s *analysis.Snapshot, span source.Span) []Action {
	var edits []source.Edit
	scope := scopeOf(s, span)
	count := 0
	for _, d := range s.Diagnostics() {
		if d.Code == "missing-key" && len(d.Fixes) > 0 && scope.Covers(d.Span) {
			edits = append(edits, d.Fixes[0].Edits...)
			count++
		}
	}
	if count < 2 {
		return nil
	}
	return []Action{{Title: "Add the missing required keys", Kind: QuickFix, Edits: edits}}
}

// scopeOf returns the capability that holds a span, otherwise the whole file.
func scopeOf(s *analysis.Snapshot, span source.Span) source.Span {
	if c := capabilityAt(s, int(span.Start)); c != nil {
		if whole := s.Tree.Place(c.Node.Span); whole.Covers(span) {
			return whole
		}
	}
	return source.Range(0, len(s.File.Text))
}

// ignoreAction leaves a finding out with a comment on its line. The reason is for
// the person to write.
func ignoreAction(s *analysis.Snapshot, d diagnostic.Diagnostic) []Action {
	if d.Severity == diagnostic.Error && d.Code != "secret-literal" {
		return nil
	}
	span := s.File.Line(s.File.Position(int(d.Span.Start)).Line - 1)
	l := cut(int(span.Start), s.File.Slice(span))
	action := Action{Title: "Ignore " + d.Code + " here, with a reason", Kind: QuickFix, Finding: &d}
	comment := l.text[l.comment:]
	if i := strings.Index(comment, ignoreMark); i >= 0 {
		end := strings.IndexByte(comment[i:], ']')
		if end < 0 {
			return nil
		}
		at := l.start + l.comment + i + end
		action.Edits = []source.Edit{{Span: source.Range(at, at), New: ", " + d.Code}}
		return []Action{action}
	}
	text := "# " + ignoreMark + d.Code + "] because …"
	if comment == "" && onOneLine(s, d, l) {
		at := l.start + l.end()
		action.Edits = []source.Edit{{Span: source.Range(at, at), New: " " + text}}
	} else {
		action.Edits = []source.Edit{{Span: source.Range(l.start, l.start), New: l.text[:l.indent] + text + "\n"}}
	}
	return []Action{action}
}

// onOneLine reports whether a comment may follow the text of a line.
func onOneLine(s *analysis.Snapshot, d diagnostic.Diagnostic, l line) bool {
	written := l.written()
	quoted := written != "" && (written[0] == '"' || written[0] == '\'') && quotedEnd(written) == 0
	return !quoted && s.File.Position(int(d.Span.End)).Line == s.File.Position(l.start).Line
}

// FixAllEdit returns the edit that applies every safe fix until nothing changes;
// false where there is none.
func FixAllEdit(s *analysis.Snapshot) (source.Edit, bool) {
	if !slices.ContainsFunc(s.Diagnostics(), func(d diagnostic.Diagnostic) bool {
		return slices.ContainsFunc(d.Fixes, func(f diagnostic.Fix) bool { return !f.Unsafe })
	}) {
		return source.Edit{}, false
	}
	fixed, applied := analysis.Fix(s.File.Name, s.File.Text, false)
	return analysis.Difference(s.File.Text, fixed), applied > 0
}

// Fixable reports whether FixAllEdit has something to do, without doing it.
func Fixable(s *analysis.Snapshot) bool {
	n := 0
	for _, d := range s.Diagnostics() {
		if slices.ContainsFunc(d.Fixes, func(f diagnostic.Fix) bool { return !f.Unsafe }) {
			n++
		}
	}
	return n > 0
}
