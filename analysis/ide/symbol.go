package ide

import (
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// symbol is a name that stands in several places of a file and means one thing.
type symbol struct {
	name string
	// input is the capability whose input it is; nil for the name of a capability.
	input *declaration.Capability
}

// occurrence is one place of a symbol, with the plain span of the bare name.
type occurrence struct {
	span       source.Span
	definition bool
	// hidden says that the text spells it in another way there, with escapes or
	// through an alias; the span is that of all of it.
	hidden bool
}

// symbolAt returns the symbol that a byte offset lies in or directly behind, and
// its place there.
func symbolAt(s *analysis.Snapshot, offset int) (symbol, source.Span, bool) {
	hit := func(found []occurrence) (source.Span, bool) {
		i := slices.IndexFunc(found, func(o occurrence) bool { return !o.hidden && o.span.Contains(offset) })
		if i < 0 {
			return source.Span{}, false
		}
		return found[i].span, true
	}
	if c := capabilityAt(s, offset); c != nil && s.Tree.Place(c.Node.Span).Contains(offset) {
		if span, ok := bare(s.Tree, c.Name.Span, c.Name.Value); ok && c.Name.Valid && span.Contains(offset) {
			return symbol{name: c.Name.Value}, span, true
		}
		for _, name := range inputNames(c) {
			if span, ok := hit(inputPlaces(s.Tree, c, name)); ok {
				return symbol{name: name, input: c}, span, true
			}
		}
		return symbol{}, source.Span{}, false
	}
	for _, t := range tierList(s.Declaration) {
		for _, n := range t.Names {
			if span, ok := bare(s.Tree, n.Span, n.Value); ok && span.Contains(offset) {
				return symbol{name: n.Value}, span, true
			}
		}
	}
	return symbol{}, source.Span{}, false
}

// places returns every place of a symbol that spells it, in file order.
func (x symbol) places(s *analysis.Snapshot) []occurrence {
	return slices.DeleteFunc(x.everywhere(s), func(o occurrence) bool { return o.hidden })
}

// everywhere returns every place of a symbol in file order, hidden ones as well.
func (x symbol) everywhere(s *analysis.Snapshot) []occurrence {
	var found []occurrence
	if x.input == nil {
		found = capabilityPlaces(s, x.name)
	} else {
		for _, c := range sharing(s.Declaration, x) {
			found = append(found, inputPlaces(s.Tree, c, x.name)...)
		}
	}
	slices.SortFunc(found, func(a, b occurrence) int { return a.span.Compare(b.span) })
	return slices.CompactFunc(found, func(a, b occurrence) bool { return a.span == b.span })
}

// capabilityPlaces returns where a capability is declared and listed.
func capabilityPlaces(s *analysis.Snapshot, name string) []occurrence {
	var found []occurrence
	for _, c := range s.Declaration.Capabilities {
		if c.Name.Valid && c.Name.Value == name {
			found = place(found, s.Tree, c.Name.Span, name, true)
		}
	}
	for _, t := range tierList(s.Declaration) {
		for _, n := range t.Names {
			if n.Value == name {
				found = place(found, s.Tree, n.Span, name, false)
			}
		}
	}
	return found
}

// sharing returns the capabilities that an input belongs to: more than one where
// an anchor puts the very same input into several.
func sharing(d *declaration.Declaration, x symbol) []*declaration.Capability {
	in := x.input.Input(x.name)
	if in == nil {
		return []*declaration.Capability{x.input}
	}
	var list []*declaration.Capability
	for _, c := range d.Capabilities {
		if other := c.Input(x.name); other != nil && other.Key == in.Key {
			list = append(list, c)
		}
	}
	return list
}

// inputNames returns the names that inputs of a capability are called by: those
// declared and those that are only used.
func inputNames(c *declaration.Capability) []string {
	var names []string
	for _, in := range c.Inputs {
		names = append(names, in.Name)
	}
	names = append(names, c.Template.Placeholders()...)
	for _, k := range constraintsOf(c) {
		if k.Input.Valid {
			names = append(names, k.Input.Value)
		}
		for _, l := range k.Limits {
			if required, ok := l.Value.(string); ok && l.Kind == declaration.RequiresField {
				names = append(names, required)
			}
			if l.Input != "" {
				names = append(names, l.Input)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// inputPlaces returns where an input of a capability is declared and used: its
// key, the placeholders of the path, and constraints that name it.
func inputPlaces(tree *syntax.Tree, c *declaration.Capability, name string) []occurrence {
	var found []occurrence
	if in := c.Input(name); in != nil {
		found = place(found, tree, in.Key, name, true)
	}
	found = append(found, placeholders(tree, c, name)...)
	for _, k := range constraintsOf(c) {
		if k.Input.Valid && k.Input.Value == name {
			found = place(found, tree, k.Input.Span, name, false)
		}
		for _, l := range k.Limits {
			if l.Kind == declaration.RequiresField && l.Value == name {
				found = place(found, tree, l.Span, name, false)
			}
			if l.Input == name {
				found = place(found, tree, beginning(tree, l.Key, name), name, false)
			}
		}
	}
	return found
}

// beginning returns the span of the name that a key begins with, as the input in
// "title_max_length", behind a quote that the key may have.
func beginning(tree *syntax.Tree, key source.Span, name string) source.Span {
	from := 0
	if written := tree.File.Slice(tree.Place(key)); strings.HasPrefix(written, `"`) || strings.HasPrefix(written, "'") {
		from = 1
	}
	return key.Sub(from, min(from+len(name), key.Len()))
}

// constraintsOf returns the constraints of a capability and of its inputs.
func constraintsOf(c *declaration.Capability) []*declaration.Constraint {
	list := slices.Clone(c.Constraints)
	for _, in := range c.Inputs {
		list = append(list, in.Constraints...)
	}
	return list
}

// placeholders returns where a name stands between braces in the path.
func placeholders(tree *syntax.Tree, c *declaration.Capability, name string) []occurrence {
	whole, ok := bare(tree, c.Path.Span, c.Path.Value)
	var found []occurrence
	for _, p := range c.Template.Parts {
		switch {
		case !p.Placeholder || p.Text != name:
		case ok:
			found = append(found, occurrence{span: whole.Sub(p.Start+1, p.End-1)})
		default:
			found = append(found, occurrence{span: whole, hidden: true})
		}
	}
	return found
}

func tierList(d *declaration.Declaration) []declaration.Tier {
	if d.Permissions == nil {
		return nil
	}
	return d.Permissions.Tiers
}

func place(found []occurrence, tree *syntax.Tree, span source.Span, name string, definition bool) []occurrence {
	plain, ok := bare(tree, span, name)
	return append(found, occurrence{plain, definition, !ok})
}

// bare returns the plain span of a text without the quotes around it; false where
// the file spells it in another way, with escapes or through an alias.
func bare(tree *syntax.Tree, span source.Span, text string) (source.Span, bool) {
	span = tree.Place(span)
	written := tree.File.Slice(span)
	if len(written) == len(text)+2 && (written[0] == '"' || written[0] == '\'') {
		span = span.Sub(1, 1+len(text))
		written = written[1 : 1+len(text)]
	}
	return span, written == text && text != ""
}
