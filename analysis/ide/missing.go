package ide

import (
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/rules"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
	"github.com/usepaso/usepaso/schema"
)

// missingKeys writes the required keys that the mapping at a span lacks, with
// nothing behind them: what they should say is for the person to fill in. The
// mapping is the one whose key the span is on, otherwise the one that holds it.
func missingKeys(s *analysis.Snapshot, span source.Span) []Action {
	at := int(span.Start)
	edit, ok := missingInBraces(s, at)
	if !ok {
		edit, ok = missingOnLines(s, at)
	}
	if !ok {
		return nil
	}
	action := Action{Title: "Add the missing required keys", Kind: QuickFix, Edits: []source.Edit{edit}}
	for _, d := range s.Diagnostics() {
		if d.Code == rules.MissingKey.Code && touches(d, span) {
			action.Finding = &d
			break
		}
	}
	return []Action{action}
}

func touches(d diagnostic.Diagnostic, span source.Span) bool {
	return d.Span.Start <= span.End && d.Span.End >= span.Start
}

// missingOnLines writes the keys below the line of one that is there.
func missingOnLines(s *analysis.Snapshot, at int) (source.Edit, bool) {
	c, ok := locate(s, at)
	if ok && c.line.key != "" && c.line.written() == "" {
		c, ok = firstOnOneLine(s, c)
	}
	if !ok || c.flow || c.object() == nil || c.line.key == "" || !onOneLine(c.line) {
		return source.Edit{}, false
	}
	b := snippet{column: c.column}
	for _, k := range missingFrom(c.object(), append(c.siblings, c.line.key)) {
		b.line(0)
		b.key(k)
	}
	return insertion(c.line.start+len(c.line.text), unfilled(b.String())), b.Len() > 0
}

// firstOnOneLine goes to the first key below the one on a line that can have
// others below it.
func firstOnOneLine(s *analysis.Snapshot, c *cursor) (*cursor, bool) {
	column := -1
	for n := s.File.Position(c.offset).Line; n < s.File.Lines(); n++ {
		span := s.File.Line(n)
		l := cut(int(span.Start), s.File.Slice(span))
		switch {
		case l.empty() || column >= 0 && l.indent > column:
		case len(l.dashes) > 0 || l.indent <= c.column || l.indent < column:
			return nil, false
		case l.key != "" && l.written() != "" && onOneLine(l):
			return locate(s, l.start+l.content)
		default:
			column = l.indent
		}
	}
	return nil, false
}

// missingInBraces writes the keys into the braces around a place, or behind the
// key there.
func missingInBraces(s *analysis.Snapshot, at int) (source.Edit, bool) {
	n := innermost(s.Tree, at)
	c, ok := locate(s, at)
	if n == nil || n.Style != syntax.Flow || n.IsAlias || !ok {
		return source.Edit{}, false
	}
	place := s.Tree.Place(n.Span)
	if !strings.HasSuffix(s.File.Slice(place), "}") {
		return source.Edit{}, false
	}
	path := c.path
	if !place.Contains(at) { // on the key in front of the braces
		path = append(slices.Clone(path), s.File.Slice(c.word))
	}
	t, known := typeAt(path)
	if t = single(t); !known || t.Kind != schema.Struct {
		return source.Edit{}, false
	}
	var there, texts []string
	end := int(place.Start) + 1
	for _, e := range n.Entries {
		there = append(there, e.Key.Value)
		end = max(end, int(s.Tree.Place(e.Span).End))
	}
	for _, k := range missingFrom(t.Object, there) {
		texts = append(texts, k.Name+": ")
	}
	text := strings.Join(texts, ", ")
	if len(there) > 0 {
		text = ", " + text
	}
	return insertion(end, text), len(texts) > 0
}

// innermost returns the mapping that an offset lies in, or whose key it is on.
func innermost(tree *syntax.Tree, at int) *syntax.Node {
	var found *syntax.Node
	var visit func(n *syntax.Node)
	visit = func(n *syntax.Node) {
		if n.Kind == syntax.Mapping {
			found = n
		}
		for _, e := range n.Entries {
			switch {
			case e.Merged || n.IsAlias:
			case tree.Place(e.Key.Span).Contains(at):
				if e.Value.Kind == syntax.Mapping {
					found = e.Value
				}
				return
			case tree.Place(e.Value.Span).Contains(at):
				visit(e.Value)
				return
			}
		}
		for _, i := range n.Items {
			if !n.IsAlias && tree.Place(i.Span).Contains(at) {
				visit(i)
				return
			}
		}
	}
	visit(tree.Root)
	return found
}

// missingFrom returns the required keys of an object that are not there.
func missingFrom(o *schema.Object, there []string) []*schema.Key {
	var list []*schema.Key
	for i := range o.Keys {
		if k := &o.Keys[i]; k.Required && !slices.Contains(there, k.Name) {
			list = append(list, k)
		}
	}
	return list
}
