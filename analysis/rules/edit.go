package rules

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// An editor makes the edits of fixes. Its spans stay in the piece they are given
// in, so that a finding may be kept while text above it grows. A nil edit means
// that there is no safe way to write the change at that place.
type editor struct{ tree *syntax.Tree }

func (p *Pass) edit() editor { return editor{p.Declaration.Tree} }

// fix adds a way to repair the finding. Without edits it adds nothing, so that an
// editor's result can be handed over as it is.
func fix(d *diagnostic.Diagnostic, unsafe bool, title string, edits ...source.Edit) {
	if len(edits) > 0 {
		d.Fixes = append(d.Fixes, diagnostic.Fix{Title: title, Edits: edits, Unsafe: unsafe})
	}
}

// part returns the place of the bytes start to end of a scalar's decoded value,
// and whether that is exact; where escapes, folding or an alias stand between
// value and text it is the whole scalar.
func (e editor) part(s source.Span, value string, start, end int) (source.Span, bool) {
	text := e.tree.Text(s)
	switch {
	case text == value:
		return s.Sub(start, end), true
	case len(text) == len(value)+2 && (text[0] == '"' || text[0] == '\'') && text[1:len(text)-1] == value:
		return s.Sub(start+1, end+1), true
	}
	if piece := value[start:end]; piece != "" && strings.Count(value, piece) == 1 && strings.Count(text, piece) == 1 {
		i := strings.Index(text, piece)
		return s.Sub(i, i+len(piece)), true
	}
	return s, false
}

// rewrite replaces the bytes start to end of a scalar's value.
func (e editor) rewrite(s source.Span, value string, start, end int, text string) []source.Edit {
	if part, exact := e.part(s, value, start, end); exact {
		return []source.Edit{{Span: part, New: text}}
	}
	return e.replace(s, value[:start]+text+value[end:])
}

// replace writes another value in the place of a scalar, in the quotes it has.
func (e editor) replace(s source.Span, value string) []source.Edit {
	text := e.tree.Text(s)
	switch {
	case text == "" || strings.ContainsAny(text[:1], "*|>"): // an alias or a block
		return nil
	case text[0] == '\'' && !strings.ContainsAny(value, "'\n"):
		value = "'" + value + "'"
	case text[0] == '"':
		value = strconv.Quote(value)
	default:
		value = plain(value)
	}
	return []source.Edit{{Span: s, New: value}}
}

// plain spells a text as YAML, in quotes where it would mean something else without.
func plain(value string) string {
	for i, r := range value {
		inside := i > 0 && (strings.ContainsRune("0123456789.-()'", r) || r == ' ' && i+1 < len(value))
		if !unicode.IsLetter(r) && r != '_' && r != '/' && !inside {
			return strconv.Quote(value)
		}
	}
	switch strings.ToLower(value) {
	case "", "true", "false", "null", "yes", "no", "on", "off", "y", "n":
		return strconv.Quote(value)
	}
	return value
}
