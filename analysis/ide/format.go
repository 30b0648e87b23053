package ide

import (
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/source"
)

// Format returns a declaration in its usual layout: two spaces for each level,
// lists indented below their key, one space behind colons and dashes, nothing
// behind the last character of a line, one line break at the end. Comments, blank
// lines, quotes and everything inside texts and brackets stay as they are. A text
// that is no YAML, or that would mean something else afterwards, is returned as it is.
func Format(s *analysis.Snapshot) string {
	lines, ok := layout(s)
	if !ok {
		return s.File.Text()
	}
	whole := join(s, lines)
	for _, text := range []string{endOnce(s, whole), whole} {
		if strings.TrimSpace(text) != "" && sameMeaning(s, text) {
			return text
		}
	}
	return s.File.Text()
}

// FormatEdits returns the edits that lay out the lines of a plain span. Where they
// would change what the text means unless all of it is laid out, there are none.
func FormatEdits(s *analysis.Snapshot, span source.Span) []source.Edit {
	if span.Start == 0 && int(span.End) == s.File.Len() {
		return lineEdits(s.File, Format(s))
	}
	lines, ok := layout(s)
	if !ok {
		return nil
	}
	first, last := s.File.Position(int(span.Start)).Line-1, s.File.Position(int(span.End)).Line-1
	var edits []source.Edit
	for n := first; n <= last && n < len(lines); n++ {
		edits = appendLineEdit(edits, s.File, n, lines[n])
	}
	text, ok := source.Apply(s.File.Text(), edits)
	if !ok || !sameMeaning(s, text) {
		return nil
	}
	return edits
}

// lineEdits returns edits that turn the file into text, line by line where the
// lines correspond, so that cursors and marks elsewhere keep their places.
func lineEdits(file *source.File, text string) []source.Edit {
	next := source.NewFile("", text)
	var edits []source.Edit
	common := min(file.Lines(), next.Lines())
	for n := range common {
		edits = appendLineEdit(edits, file, n, next.Slice(next.Line(n)))
	}
	from, with := int(file.Line(common-1).End), text[next.Line(common-1).End:]
	if file.Text()[from:] != with {
		edits = append(edits, source.Edit{Span: source.Range(from, file.Len()), New: with})
	}
	return edits
}

func appendLineEdit(edits []source.Edit, file *source.File, n int, text string) []source.Edit {
	span := file.Line(n)
	e := analysis.Difference(file.Slice(span), text)
	if e.Span.Len() == 0 && e.New == "" {
		return edits
	}
	return append(edits, source.Edit{Span: span.Sub(int(e.Span.Start), int(e.Span.End)), New: e.New})
}

// join puts lines together with the line breaks that the file has.
func join(s *analysis.Snapshot, lines []string) string {
	var b strings.Builder
	whole := s.File.Text()
	for n, text := range lines {
		b.WriteString(text)
		behind := whole[s.File.Line(n).End:]
		b.WriteString(behind[:lineBreak(behind)])
	}
	return b.String()
}

// endOnce leaves one line break at the end of a text: its own, or the one that the
// file uses where it has none.
func endOnce(s *analysis.Snapshot, text string) string {
	trimmed := strings.TrimRight(text, " \t\r\n")
	if size := lineBreak(text[len(trimmed):]); size > 0 {
		return text[:len(trimmed)+size]
	}
	behind := s.File.Text()[s.File.Line(0).End:]
	if size := lineBreak(behind); size > 0 {
		return trimmed + behind[:size]
	}
	return trimmed + "\n"
}
