package rules

import (
	"regexp"
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
	"github.com/usepaso/usepaso/schema"
)

// olderRoot reports a service whose keys stand at the top level, and returns which.
func (w *shapeWalk) olderRoot(n *syntax.Node, o *schema.Object) map[string]bool {
	if o != schema.Root || n.Get("service") != nil || n.Get("base_url") == nil && n.Get("name") == nil {
		return nil
	}
	names, found := map[string]bool{}, []string{}
	var entries []syntax.Entry
	for _, e := range n.Entries {
		if o.Key(e.Key.Value) == nil && schema.Service.Key(e.Key.Value) != nil && !e.Merged && !names[e.Key.Value] {
			names[e.Key.Value] = true
			found = append(found, e.Key.Value)
			entries = append(entries, e)
		}
	}
	if len(entries) == 0 {
		return nil
	}
	d := w.report(codeOlderShape, entries[0].Key.Span, entries[0].Key.Value,
		`%s at the top level is the older shape of the format; expected under "service"`, enumerate(found, "and"))
	if n.Style == syntax.Block {
		fix(d, false, `move under "service"`, w.intoService(entries)...)
	}
	return names
}

// intoService indents the lines of entries below a new "service:". Entries that
// stand elsewhere follow the first one.
func (w *shapeWalk) intoService(entries []syntax.Entry) []source.Edit {
	nl := w.edit.newline()
	text := "service:" + nl
	var edits []source.Edit
	for _, e := range entries {
		lines := w.edit.lines(w.edit.trimmed(e.Span))
		for line := range strings.Lines(strings.TrimRight(w.edit.tree.Text(lines), "\r\n") + nl) {
			if strings.TrimSpace(line) != "" {
				line = "  " + line
			}
			text += line
		}
		edits = append(edits, source.Edit{Span: lines})
	}
	edits[0].New = text
	return edits
}

// olderValue reports a value in an older shape, and whether it is one.
func (w *shapeWalk) olderValue(n *syntax.Node, at spot, key *schema.Key) bool {
	switch {
	case key == nil || n.Alias != "":
		return false
	case n.Kind == syntax.Sequence && key.Type.Kind == schema.Map && key.Type.Elem.Object == schema.Input && allNamed(n):
		d := w.report(codeOlderShape, at.span, at.path, "%s as a list is the older shape of the format; expected a mapping from name to input", at.label)
		fix(d, false, "make it a mapping", w.listToMapping(n, at.span)...)
		return true
	case n.Kind == syntax.Mapping && at.up.object == schema.Permissions && key.Name == "forbidden":
		d := w.report(codeOlderShape, at.span, at.path, "%s as a mapping is the older shape of the format; expected a list of capability names", at.label)
		if names := w.meantForbidden(n); len(names) > 0 {
			fix(d, false, "forbid "+enumerate(names, "and"), source.Edit{Span: at.span.Tail().To(n.Span), New: ": [" + strings.Join(names, ", ") + "]"})
		}
		return true
	}
	return false
}

// allNamed reports whether every item is a mapping with a name of its own.
func allNamed(n *syntax.Node) bool {
	seen := map[string]bool{}
	for _, item := range n.Items {
		name := item.Get("name")
		if item.Alias != "" || name == nil || name.Kind != syntax.String || name.Value == "" || name.Alias != "" || seen[name.Value] {
			return false
		}
		seen[name.Value] = true
	}
	return len(n.Items) > 0
}

// listToMapping turns items with a name into entries under that name.
func (w *shapeWalk) listToMapping(n *syntax.Node, key source.Span) []source.Edit {
	var edits []source.Edit
	if n.Style == syntax.Flow {
		edits = append(edits, source.Edit{Span: n.Span.Sub(0, 1), New: "{"}, source.Edit{Span: n.Span.Sub(n.Span.Len()-1, n.Span.Len()), New: "}"})
	}
	for _, item := range n.Items {
		var e []source.Edit
		switch {
		case item.Style == syntax.Flow:
			e = w.flowItem(item, n.Style == syntax.Flow)
		case n.Style == syntax.Block:
			e = w.blockItem(item, w.edit.before(key))
		}
		if e == nil {
			return nil
		}
		edits = append(edits, e...)
	}
	return edits
}

// flowItem turns {name: a, type: string} into a: {type: string}.
func (w *shapeWalk) flowItem(item *syntax.Node, inFlow bool) []source.Edit {
	name := item.Entry("name")
	remove := w.edit.removeEntry(item, "name")
	if remove == nil {
		remove = []source.Edit{{Span: name.Span}}
	}
	start := item.Span.Head()
	if !inFlow {
		start = w.dash(item)
	}
	return append(remove, source.Edit{Span: start, New: plain(name.Value.Value) + ": "})
}

// dash is the span from the dash of an item to its text.
func (w *shapeWalk) dash(item *syntax.Node) source.Span {
	before := w.edit.before(item.Span)
	i := strings.LastIndexByte(before, '-')
	if i < 0 || strings.TrimSpace(before[i+1:]) != "" {
		return item.Span.Head()
	}
	return item.Span.Head().Sub(i-len(before), 0)
}

// blockItem turns "- name: a" with its lines into "a:" with the same lines below.
// The lines of a list that stands no deeper than its key are indented.
func (w *shapeWalk) blockItem(item *syntax.Node, beforeKey string) []source.Edit {
	dash, name := w.dash(item), item.Entry("name")
	if dash.Len() == 0 {
		return nil
	}
	column := len(w.edit.before(dash))
	more := strings.Repeat(" ", max(len(beforeKey)+2-column, 0))
	edits := []source.Edit{{Span: dash, New: more + plain(name.Value.Value) + ":"}}
	first := name.Span.Start == item.Span.Start
	switch {
	case first && len(item.Entries) == 1:
		edits[0] = source.Edit{Span: dash.To(name.Span), New: edits[0].New + " {}"}
	case first:
		edits[0].Span = dash.To(name.Span)
	default:
		edits[0].New += w.edit.newline() + strings.Repeat(" ", column+dash.Len()) + more
		edits = append(edits, w.edit.removeEntry(item, "name")...)
	}
	if more == "" {
		return edits
	}
	from := item.Entries[0].Span
	for _, e := range item.Entries[1:] {
		if e.Key.Value != "name" && !e.Merged {
			edits = append(edits, w.indentLines(e.Span, more)...)
		}
	}
	if !first {
		edits = append(edits, w.indentLines(from, more)[1:]...)
	}
	return edits
}

// indentLines puts more blanks in front of every line that a span touches.
func (w *shapeWalk) indentLines(s source.Span, more string) []source.Edit {
	lines := w.edit.lines(w.edit.trimmed(s))
	var edits []source.Edit
	at := 0
	for line := range strings.Lines(w.edit.tree.Text(lines)) {
		if strings.TrimSpace(line) != "" {
			edits = append(edits, source.Edit{Span: lines.Sub(at, at), New: more})
		}
		at += len(line)
	}
	return edits
}

// meantForbidden returns the names of the capabilities that the paths and methods
// of an older "forbidden" mapping meant, with those it names itself.
func (w *shapeWalk) meantForbidden(n *syntax.Node) []string {
	words := func(key string) []string {
		var list []string
		if v := n.Get(key); v != nil {
			for _, item := range v.Items {
				list = append(list, item.Value)
			}
			if v.Kind == syntax.String {
				list = append(list, v.Value)
			}
		}
		return list
	}
	names := slices.Concat(words("names"), words("capabilities"))
	for i, name := range names {
		names[i] = plain(name)
	}
	paths, methods := words("paths"), words("methods")
	for _, c := range w.capabilities {
		byPath := slices.ContainsFunc(paths, func(p string) bool { return glob(p, c) })
		byMethod := slices.ContainsFunc(methods, func(m string) bool { return strings.EqualFold(m, c.Method.Value) })
		if c.Name.Valid && (byPath || byMethod) && !slices.Contains(names, c.Name.Value) {
			names = append(names, c.Name.Value)
		}
	}
	return names
}

// glob reports whether a pattern of paths, in which * stands for anything, matches
// the path of a capability.
func glob(pattern string, c *declaration.Capability) bool {
	parts := strings.Split(pattern, "*")
	for i, p := range parts {
		parts[i] = regexp.QuoteMeta(p)
	}
	matched, err := regexp.MatchString("^"+strings.Join(parts, ".*")+"$", c.Path.Value)
	return err == nil && matched && c.Path.Valid
}
