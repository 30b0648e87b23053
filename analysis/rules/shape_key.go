package rules

import (
	"slices"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
	"github.com/usepaso/usepaso/schema"
)

// unknownKey reports a key that the schema does not have here: misspelt where it
// is near one, misplaced where it guards something elsewhere, else unknown. It
// returns the key that was meant, if that can be told; claimed are those that
// entries before it were meant to be.
func (w *shapeWalk) unknownKey(e *syntax.Entry, at *spot, claimed map[string]bool) string {
	name := e.Key.Value
	path := join(at.path, name)
	if best, ok := nearKey(name, at.object); ok {
		d := w.report(codeMisspelt, e.Key.Span, path, "unknown key %s in %s. Did you mean %s?", quote(name), place(at.object), quote(best))
		if !claimed[best] {
			w.rename(d, e, at, best, false)
		}
		return best
	}
	if key := meant(name, at.object); key != nil && at.node.Get(key.Name) == nil {
		code := codeUnknownKey
		if key.Guard {
			code = codeMisspelt
		}
		d := w.report(code, e.Key.Span, path, "unknown key %s in %s. Did you mean %s?", quote(name), place(at.object), quote(key.Name))
		if !claimed[key.Name] {
			w.rename(d, e, at, key.Name, true)
		}
		return key.Name
	}
	if home := homeOf(name, at.object); home != "" {
		d := w.report(codeMisplaced, e.Key.Span, path, "%s has no effect in %s; it belongs %s", quote(name), place(at.object), home)
		w.moveHome(d, e, at)
		return ""
	}
	d := w.report(codeUnknownKey, e.Key.Span, path, "unknown key %s in %s; expected %s", quote(name), place(at.object), enumerate(keyNames(at.object), "or"))
	w.rename(d, e, at, schema.ExtensionPrefix+name, true)
	fix(d, true, "remove "+quote(name), w.edit.removeEntry(at.node, name)...)
	return ""
}

// rename offers another name for a key, where that is still free.
func (w *shapeWalk) rename(d *diagnostic.Diagnostic, e *syntax.Entry, at *spot, name string, unsafe bool) {
	if at.node.Get(name) == nil && e.Key.Kind != syntax.Null && e.Key.Kind.IsScalar() {
		fix(d, unsafe, "rename to "+quote(name), w.edit.replace(e.Key.Span, name)...)
	}
}

// nearKey returns the key of an object that name was most likely meant to be.
func nearKey(name string, o *schema.Object) (string, bool) {
	for _, suffix := range o.Suffixes { // a slip behind the name of an input
		if i := len(name) - len(suffix); i > 0 && name[i] == '_' {
			if best, ok := source.Nearest(name[i+1:], []string{suffix[1:]}); ok {
				return name[:i+1] + best, true
			}
		}
	}
	return source.Nearest(name, keyNames(o))
}

// meant returns the key of an object that people also call by that name.
func meant(name string, o *schema.Object) *schema.Key {
	for i := range o.Keys {
		if slices.ContainsFunc(o.Keys[i].Words, func(word string) bool { return source.Fold(word) == source.Fold(name) }) {
			return &o.Keys[i]
		}
	}
	return nil
}

func keyNames(o *schema.Object) []string {
	names := make([]string, len(o.Keys))
	for i, k := range o.Keys {
		names[i] = k.Name
	}
	return names
}

// place is where an object stands, as messages say it.
func place(o *schema.Object) string {
	switch o {
	case schema.Root:
		return "the declaration"
	case schema.Service, schema.Permissions:
		return o.Name
	case schema.Auth:
		return "service.auth"
	case schema.Input, schema.Output, schema.InputConstraint:
		return "an " + title(o)
	}
	return "a " + title(o)
}
