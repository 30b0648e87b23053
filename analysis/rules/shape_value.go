package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
	"github.com/usepaso/usepaso/schema"
)

// missingKey reports a required key that the mapping at that spot does not have.
func (w *shapeWalk) missingKey(at spot, key *schema.Key) {
	here := child(&at, key, key.Name, at.span)
	d := w.report(codeMissingKey, at.span, here.path, "%s", requiredMessage(here, key))
	w.addMissing(d, at, key)
}

// requiredMessage is upstream's text for a key that is missing or empty.
func requiredMessage(at spot, key *schema.Key) string {
	if at.up.object == schema.Auth {
		return oneOf(at.label, key)
	}
	return at.label + " is required"
}

func oneOf(label string, key *schema.Key) string {
	return label + " must be one of: " + strings.Join(key.Enum, ", ")
}

// addMissing offers to write a missing key where its value is known or can be guessed.
func (w *shapeWalk) addMissing(d *diagnostic.Diagnostic, at spot, key *schema.Key) {
	switch {
	case at.object == schema.Root && key.Name == "version":
		fix(d, false, `add version: "1.0"`, w.edit.addFirst(at.node, `version: "1.0"`)...)
	case at.object == schema.Input && key.Name == "type":
		guess := guessType(at.node)
		fix(d, true, "add type: "+guess, w.edit.addFirst(at.node, "type: "+guess)...)
	case at.object == schema.Capability && key.Name == "permission":
		if guess := guessPermission(at.node); guess != "" {
			fix(d, true, "add permission: "+guess, w.edit.addEntry(at.node, "path", "permission", guess)...)
		}
	}
}

func guessType(n *syntax.Node) string {
	switch value := n.Get("default"); {
	case n.Get("values") != nil:
		return "enum"
	case n.Get("items") != nil:
		return "array"
	case n.Get("properties") != nil:
		return "object"
	case value != nil && value.Kind != syntax.Null && value.Kind != syntax.String:
		return map[syntax.Kind]string{
			syntax.Bool: "boolean", syntax.Int: "integer", syntax.Float: "number", syntax.Mapping: "object", syntax.Sequence: "array",
		}[value.Kind]
	}
	return "string"
}

func guessPermission(n *syntax.Node) string {
	method := n.Get("method")
	if method == nil {
		return ""
	}
	return map[string]string{"GET": "read", "POST": "write", "PUT": "write", "PATCH": "write", "DELETE": "admin"}[strings.ToUpper(method.Value)]
}

// absentValue reports a key with nothing behind it.
func (w *shapeWalk) absentValue(n *syntax.Node, at spot, key *schema.Key) {
	span := n.Span
	if span.Len() == 0 {
		span = at.span
	}
	switch {
	case key.Required:
		w.report(codeMissingValue, span, at.path, "%s", requiredMessage(at, key))
	case key.Guard && key.Type.Kind < schema.List:
		w.report(codeMissingValue, span, at.path, "%s has no value; expected %s", at.label, expected(&key.Type, key))
	default:
		d := w.report(codeValueless, span, at.path, "%s has no value; expected %s, or no such key", at.label, expected(&key.Type, key))
		fix(d, true, "remove "+quote(key.Name), w.edit.removeEntry(at.up.node, key.Name)...)
	}
}

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
	if n.Alias == "" {
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
		if n.Alias == "" {
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
	unsafe := fold(best) != fold(n.Value) && at.up.object != schema.Input && at.up.object != schema.Output
	fix(d, unsafe, "change to "+quote(best), w.edit.replace(n.Span, best)...)
}

// spelling returns the value that a text was most likely meant to be.
func spelling(text string, key *schema.Key) (string, bool) {
	if best, ok := nearest(text, key.Enum); ok {
		return best, true
	}
	for word, value := range key.Spellings {
		if fold(word) == fold(text) {
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
	if n.Kind != syntax.String || n.Alias != "" || n.Style > syntax.DoubleQuoted {
		return
	}
	switch word := strings.ToLower(n.Value); {
	case t.Kind == schema.Boolean && slices.Contains([]string{"true", "yes", "on", "y"}, word):
		fix(d, false, "change to true", source.Edit{Span: n.Span, New: "true"})
	case t.Kind == schema.Boolean && slices.Contains([]string{"false", "no", "off", "n"}, word):
		fix(d, true, "change to false", source.Edit{Span: n.Span, New: "false"})
	case (t.Kind == schema.Integer || t.Kind == schema.Number) && numeric(n.Value, t.Kind == schema.Integer):
		fix(d, false, "write the number "+n.Value, source.Edit{Span: n.Span, New: n.Value})
	case t.Kind == schema.List && t.Elem.Kind <= schema.String && !strings.ContainsAny(n.Value, ", \t\n"):
		fix(d, false, "make it a list", source.Edit{Span: n.Span, New: "[" + w.edit.tree.Text(n.Span) + "]"})
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
