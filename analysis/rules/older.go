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
	var text strings.Builder
	text.WriteString("service:" + nl)
	var edits []source.Edit
	for i, e := range entries {
		lines := w.edit.lines(w.edit.trimmed(e.Span))
		if i > 0 {
			lines = w.withComments(lines)
		}
		for line := range strings.Lines(strings.TrimRight(w.edit.tree.Text(lines), "\r\n") + nl) {
			if strings.TrimSpace(line) != "" {
				text.WriteString("  ")
			}
			text.WriteString(line)
		}
		edits = append(edits, source.Edit{Span: lines})
	}
	edits[0].New = text.String()
	return edits
}

// withComments is whole lines together with the comments directly above them.
func (w *shapeWalk) withComments(lines source.Span) source.Span {
	text := w.edit.tree.File.Text()[:w.edit.tree.Place(lines).Start]
	above := 0
	for {
		rest := strings.TrimSuffix(strings.TrimSuffix(text[:len(text)-above], "\n"), "\r")
		line := rest[strings.LastIndexAny(rest, "\r\n")+1:]
		if len(rest) == len(text)-above || !strings.HasPrefix(strings.TrimSpace(line), "#") {
			return lines.Head().Sub(-above, 0).To(lines)
		}
		above = len(text) - len(rest) + len(line)
	}
}

// olderValue reports a value in an older shape, and whether it is one.
func (w *shapeWalk) olderValue(n *syntax.Node, at spot, key *schema.Key) bool {
	switch {
	case key == nil || n.IsAlias:
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
