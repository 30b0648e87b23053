package rules

import (
	"slices"
	"strings"

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
	for _, suffix := range o.Suffixes { // "title_max_lenght"
		if i := len(name) - len(suffix); i > 0 && name[i] == '_' {
			if best, ok := nearest(name[i+1:], []string{suffix[1:]}); ok {
				return name[:i+1] + best, true
			}
		}
	}
	return nearest(name, keyNames(o))
}

// meant returns the key of an object that people also call by that name.
func meant(name string, o *schema.Object) *schema.Key {
	for i := range o.Keys {
		if slices.ContainsFunc(o.Keys[i].Words, func(word string) bool { return fold(word) == fold(name) }) {
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

// homeOf says where a key belongs that guards something but does nothing in the
// object where it stands; "" for any other key.
func homeOf(name string, o *schema.Object) string {
	switch {
	case guards(schema.Capability, name):
		return "directly under the capability"
	case guards(schema.Constraint, name) && (o == schema.Input || o == schema.Capability):
		return `under "constraints"`
	case guards(schema.Constraint, name):
		return `under "constraints" of a capability`
	case guards(schema.Permissions, name):
		return `under "permissions"`
	case guards(schema.Root, name):
		return "at the top level"
	}
	return ""
}

func guards(o *schema.Object, name string) bool {
	key := o.Key(name)
	return key != nil && key.Guard
}

// moveHome offers to move a misplaced key to where it has an effect.
func (w *shapeWalk) moveHome(d *diagnostic.Diagnostic, e *syntax.Entry, at *spot) {
	name := e.Key.Value
	if guards(schema.Constraint, name) {
		if at.object == schema.Input || at.object == schema.Capability {
			fix(d, false, `move under "constraints"`, w.intoConstraints(at)...)
		}
		return
	}
	value, ok := w.oneLine(e.Value)
	for up := at.up; ok && !e.Merged && up != nil; up = up.up {
		if up.object == schema.Capability {
			w.move(d, at.node, up.node, name, value)
			return
		}
	}
}

// intoConstraints puts all limits that stand directly in an input or a capability
// into its constraints, in one go, so that no two fixes write the same key.
func (w *shapeWalk) intoConstraints(at *spot) []source.Edit {
	constraints := at.node.Get("constraints")
	if constraints != nil && constraints.Kind != syntax.Mapping {
		return nil
	}
	var limits []string
	var edits []source.Edit
	for i := range at.node.Entries {
		e := &at.node.Entries[i]
		if at.object.Key(e.Key.Value) != nil || !guards(schema.Constraint, e.Key.Value) {
			continue
		}
		value, ok := w.oneLine(e.Value)
		if !ok || e.Merged || constraints.Get(e.Key.Value) != nil {
			return nil
		}
		limits = append(limits, e.Key.Value+": "+value)
		switch {
		case constraints == nil && len(limits) == 1: // this one makes place for all
			edits = append(edits, source.Edit{Span: e.Span})
		default:
			edits = append(edits, w.edit.removeEntry(at.node, e.Key.Value)...)
		}
	}
	if constraints == nil {
		edits[0].New = "constraints: {" + strings.Join(limits, ", ") + "}"
		return edits
	}
	add := w.edit.addEntries(constraints, limits)
	if add == nil {
		return nil
	}
	return append(edits, add...)
}

// move takes a key out of one mapping and writes it into another that does not have it.
func (w *shapeWalk) move(d *diagnostic.Diagnostic, from, to *syntax.Node, name, value string) {
	if to.Get(name) != nil {
		return
	}
	for _, after := range []string{"permission", "path", "method", "name"} {
		if to.Get(after) == nil {
			continue
		}
		add, remove := w.edit.addEntry(to, after, name, value), w.edit.removeEntry(from, name)
		if add != nil && remove != nil {
			fix(d, false, "move to the capability", append(add, remove...)...)
		}
		return
	}
}

// oneLine spells a value so that it can stand on one line, within braces too.
func (w *shapeWalk) oneLine(n *syntax.Node) (string, bool) {
	text := w.edit.tree.Text(n.Span)
	switch {
	case n.Alias != "" || n.Style == syntax.Block && !n.Kind.IsScalar() || strings.ContainsAny(text, "\r\n") || n.Kind == syntax.Null:
		return "", false
	case n.Kind == syntax.String && n.Style == syntax.Plain:
		return plain(n.Value), true
	}
	return text, true
}

// strayKey reports a key of the capability that stands among the names of its
// inputs, and whether it is one.
func (w *shapeWalk) strayKey(e *syntax.Entry, at spot) bool {
	capability := at.up
	if capability == nil || capability.object != schema.Capability || e.Value.Kind == syntax.Mapping || !guards(schema.Capability, e.Key.Value) {
		return false
	}
	d := w.report(codeMisplaced, e.Key.Span, at.path, "%s is no input here; it belongs directly under the capability", quote(e.Key.Value))
	if value, ok := w.oneLine(e.Value); ok && !e.Merged {
		w.move(d, at.node, capability.node, e.Key.Value, value)
	}
	return true
}
