package ide

import (
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/rules"
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
	var list, ignores []Action
	for _, d := range s.Diagnostics() {
		if !touches(d, span) {
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
		if touches(d, span) {
			ignores = append(ignores, ignoreAction(s, d)...)
		}
	}
	list = append(list, joinTier(s, span)...)
	return append(list, ignores...)
}

// ignoreAction leaves a finding out with a comment on its line. The reason is for
// the person to write.
func ignoreAction(s *analysis.Snapshot, d diagnostic.Diagnostic) []Action {
	if !ignorable(rules.Lookup(d.Code)) {
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
	if comment == "" && onOneLine(l) {
		at := l.start + l.end()
		action.Edits = []source.Edit{{Span: source.Range(at, at), New: " " + text}}
	} else {
		action.Edits = []source.Edit{{Span: source.Range(l.start, l.start), New: l.text[:l.indent] + text + "\n"}}
	}
	return []Action{action}
}

// onOneLine reports whether what begins on a line also ends there, as far as the
// line itself tells.
func onOneLine(l line) bool {
	written := l.written()
	if written == "" {
		return true
	}
	switch written[0] {
	case '"', '\'':
		return quotedEnd(written) > 0
	case '|', '>':
		return false
	case '[', '{':
		return strings.HasSuffix(written, string(written[0]+2)) // the brackets' codes differ by two
	}
	return true
}

// FixAllEdit returns the edit that applies every safe fix until nothing changes;
// false where there is none.
func FixAllEdit(s *analysis.Snapshot) (source.Edit, bool) {
	if !slices.ContainsFunc(s.Diagnostics(), func(d diagnostic.Diagnostic) bool {
		return slices.ContainsFunc(d.Fixes, func(f diagnostic.Fix) bool { return !f.Unsafe })
	}) {
		return source.Edit{}, false
	}
	fixed, applied := analysis.Fix(s.File.Name, s.File.Text(), false)
	return analysis.Difference(s.File.Text(), fixed), applied > 0
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
