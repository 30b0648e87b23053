package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
	"github.com/usepaso/usepaso/schema"
)

// scalar compares a scalar with the scalar that is wanted.
func (w *shapeWalk) scalar(n *syntax.Node, at spot, t *schema.Type, key *schema.Key) {
	switch {
	case t.Kind == schema.String && n.Kind != syntax.Null:
		w.text(n, at, key)
	case t.Kind == schema.Integer && n.Kind == syntax.Int,
		t.Kind == schema.Number && isNumber(n),
		t.Kind == schema.Boolean && n.Kind == syntax.Bool:
	default:
		w.wrongType(n, at, t)
	}
}

// isNumber reports whether a node is a number that JSON can say.
func isNumber(n *syntax.Node) bool {
	_, infinite := declaration.Value(n).(string)
	return (n.Kind == syntax.Int || n.Kind == syntax.Float) && !infinite
}

// version reports a format version that is not the text "1.0".
func (w *shapeWalk) version(n *syntax.Node, at spot) {
	if n.Kind == syntax.String && n.Value == "1.0" {
		return
	}
	if n.Kind == syntax.String && strings.TrimSpace(n.Value) == "" {
		w.report(codeMissingValue, n.Span, at.path, "version is required")
		return
	}
	meant := n.Kind == syntax.Float && n.Value == "1.0" || n.Kind == syntax.Int && n.Value == "1"
	advice, how := "", `write "1.0"`
	if meant {
		advice, how = ". Quote it", `quote it: "1.0"`
	}
	d := w.report(codeWrongVersion, n.Span, at.path, `version must be "1.0"; got %s%s`, describe(n), advice)
	if !n.IsAlias {
		fix(d, !meant, how, source.Edit{Span: n.Span, New: `"1.0"`})
	}
}

// text compares a scalar with the text that is wanted. Key is nil for items of lists.
func (w *shapeWalk) text(n *syntax.Node, at spot, key *schema.Key) {
	switch {
	case key != nil && len(key.Enum) > 0 && strings.TrimSpace(n.Value) != "":
		if n.Kind != syntax.String || !slices.Contains(key.Enum, n.Value) {
			w.unknownValue(n, at, key)
		}
	case n.Kind != syntax.String:
		d := w.report(codeUnquoted, n.Span, at.path, "%s must be a text; got %s. Quote it", at.label, describe(n))
		if !n.IsAlias {
			fix(d, false, "quote it", source.Edit{Span: n.Span, New: `"` + n.Value + `"`})
		}
	case key == nil:
	case key.NonEmpty && strings.TrimSpace(n.Value) == "":
		w.absentValue(n, at, key)
	case key.MaxLength > 0 && utf8.RuneCountInString(n.Value) > key.MaxLength:
		w.report(codeTooLong, n.Span, at.path, "%s exceeds %d characters; it has %d", at.label, key.MaxLength, utf8.RuneCountInString(n.Value))
	}
}

// unknownValue reports a text that is none of the values a key takes.
func (w *shapeWalk) unknownValue(n *syntax.Node, at spot, key *schema.Key) {
	best, near := spelling(n.Value, key)
	if !near || n.Kind != syntax.String {
		w.report(codeUnknownValue, n.Span, at.path, "%s; got %s", oneOf(at.label, key), describe(n))
		return
	}
	d := w.report(codeUnknownValue, n.Span, at.path, "%s; got %s. Did you mean %s?", oneOf(at.label, key), describe(n), quote(best))
	// Another spelling of the very value is a slip; anything else is a guess, which
	// must not decide by itself what an agent may do and where its calls go.
	unsafe := source.Fold(best) != source.Fold(n.Value) && at.up.object != schema.Input && at.up.object != schema.Output
	fix(d, unsafe, "change to "+quote(best), w.edit.replace(n.Span, best)...)
}

// spelling returns the value that a text was most likely meant to be.
func spelling(text string, key *schema.Key) (string, bool) {
	if best, ok := source.Nearest(text, key.Enum); ok {
		return best, true
	}
	for word, value := range key.Spellings {
		if source.Fold(word) == source.Fold(text) {
			return value, true
		}
	}
	return "", false
}

// wrongType reports a value of another kind than its key wants.
func (w *shapeWalk) wrongType(n *syntax.Node, at spot, t *schema.Type) {
	span := n.Span
	if span.Len() == 0 || n.Style == syntax.Block { // the key says it better than many lines
		span = at.span
	}
	d := w.report(codeWrongType, span, at.path, "%s must be %s; got %s", at.label, expected(t, nil), describe(n))
	if n.Kind != syntax.String || n.IsAlias || n.Style > syntax.DoubleQuoted {
		return
	}
	switch word := strings.ToLower(n.Value); {
	case w.edit.tree.Text(n.Span) == word && (word == "true" || word == "false"): // a tag makes it a text
	case t.Kind == schema.Boolean && slices.Contains([]string{"true", "yes", "on", "y"}, word):
		fix(d, false, "change to true", source.Edit{Span: n.Span, New: "true"})
	case t.Kind == schema.Boolean && slices.Contains([]string{"false", "no", "off", "n"}, word):
		fix(d, true, "change to false", source.Edit{Span: n.Span, New: "false"})
	case (t.Kind == schema.Integer || t.Kind == schema.Number) && n.Style != syntax.Plain && numeric(n.Value, t.Kind == schema.Integer):
		fix(d, false, "write the number "+n.Value, source.Edit{Span: n.Span, New: n.Value})
	case t.Kind == schema.List && t.Elem.Kind <= schema.String && !strings.ContainsAny(n.Value, ", \t\n"):
		if item, ok := w.oneLine(n); ok {
			fix(d, false, "make it a list", source.Edit{Span: n.Span, New: "[" + item + "]"})
		}
	}
}

// numeric reports whether a text is a plain number.
func numeric(s string, integer bool) bool {
	digits := strings.Count(s, "") - 1
	for _, r := range strings.TrimPrefix(s, "-") {
		if r < '0' || r > '9' {
			if r != '.' || integer {
				return false
			}
			digits--
		}
	}
	return digits > 0 && strings.Count(s, ".") < 2 && !strings.HasPrefix(s, ".") && !strings.HasSuffix(s, ".") && s != "-"
}

// expected says what kind of value is wanted. Key may be nil.
func expected(t *schema.Type, key *schema.Key) string {
	if key != nil && len(key.Enum) > 0 {
		return "one of: " + strings.Join(key.Enum, ", ")
	}
	switch t.Kind {
	case schema.Boolean:
		return "true or false"
	case schema.Integer:
		return "a whole number"
	case schema.Number:
		return "a number"
	case schema.List:
		return "an array"
	case schema.Map, schema.Struct:
		return "a mapping"
	case schema.Any:
		return "a value"
	}
	return "a text"
}
