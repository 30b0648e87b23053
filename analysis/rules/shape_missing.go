package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/diagnostic"
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
