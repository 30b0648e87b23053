package syntax

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// mistake is one thing wrong with a text. Offsets are those of the text.
type mistake struct {
	from       int // the line where what contains it begins
	start, end int // what to show
	until      int // the text up to here cannot be read because of it
	message    string
	repair     []source.Edit // lets the rest be understood
	title      string        // of the repair as a fix; "" where it is none
	anchor     string        // the name, where an anchor is missing
}

// problem tells a mistake in a text that was repaired before.
func (m mistake) problem(r repairs) diagnostic.Diagnostic {
	d := syntaxError(r.original(source.Range(m.start, m.end)), "%s", m.message)
	if m.title == "" {
		return d
	}
	fix := diagnostic.Fix{Title: m.title}
	for _, e := range m.repair {
		fix.Edits = append(fix.Edits, source.Edit{Span: r.original(e.Span), New: e.New})
	}
	d.Fixes = []diagnostic.Fix{fix}
	return d
}

func insertion(at int, text string) source.Edit {
	return source.Edit{Span: source.Range(at, at), New: text}
}

// blanked returns the edit that makes white space of text[start:end], which
// contains no line break.
func blanked(start, end int) source.Edit {
	return source.Edit{Span: source.Range(start, end), New: strings.Repeat(" ", end-start)}
}
