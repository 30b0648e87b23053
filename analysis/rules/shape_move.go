package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
	"github.com/usepaso/usepaso/schema"
)

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
		if !ok || e.Merged || constraints.Get(e.Key.Value) != nil || at.node.Entry(e.Key.Value) != e {
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
	case n.IsAlias || n.Style == syntax.Block && !n.Kind.IsScalar() || strings.ContainsAny(text, "\r\n") || n.Kind == syntax.Null:
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
