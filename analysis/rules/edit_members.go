package rules

import (
	"strconv"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// addEntry writes a key with its value, which must be on one line, behind another
// entry of a mapping; where there is no such entry, at the mapping's end.
func (e editor) addEntry(m *syntax.Node, after, key, value string) []source.Edit {
	last := ownEntry(m, after)
	if last == nil || m.IsAlias {
		return nil
	}
	line := key + ": " + value
	if m.Style == syntax.Flow {
		line = alike(last.Key, key) + ": " + alike(last.Key, value)
		return []source.Edit{{Span: last.Span.Tail(), New: ", " + line}}
	}
	indent := blank(e.before(last.Key.Span))
	end := e.lineEnd(e.trimmed(last.Span))
	return []source.Edit{{Span: end, New: e.newline() + indent + line}}
}

// alike puts a word in quotes where the key beside it has them, as in JSON.
func alike(neighbour *syntax.Node, word string) string {
	if neighbour.Style != syntax.DoubleQuoted || !isVariable(word) || word == "true" {
		return word
	}
	return strconv.Quote(word)
}

// removeEntry takes out the entry of that key with its line, or with its comma.
// The only entry must be taken out with its mapping.
func (e editor) removeEntry(m *syntax.Node, key string) []source.Edit {
	var spans []source.Span
	found := -1
	for _, entry := range m.Entries {
		if entry.Merged {
			continue
		}
		if entry.Key.Value == key && found < 0 {
			found = len(spans)
		}
		spans = append(spans, e.trimmed(entry.Span))
	}
	if m.IsAlias || found < 0 || len(spans) < 2 {
		return nil
	}
	if m.Style == syntax.Flow {
		return removeFlow(spans, found)
	}
	if found == 0 && strings.TrimSpace(e.before(spans[0])) != "" { // "- name: x": what follows moves up behind the dash
		return []source.Edit{{Span: spans[0].Head().To(spans[1].Head())}}
	}
	return []source.Edit{{Span: e.lines(spans[found])}}
}

// removeItem takes out one item of a list with its dash and line, or with its
// comma. The only item must be taken out with its list.
func (e editor) removeItem(list *syntax.Node, item int) []source.Edit {
	if item < 0 || list == nil || list.IsAlias || len(list.Items) < 2 {
		return nil
	}
	spans := make([]source.Span, len(list.Items))
	for i, n := range list.Items {
		spans[i] = e.trimmed(n.Span)
	}
	if list.Style == syntax.Flow {
		return removeFlow(spans, item)
	}
	if strings.TrimSpace(e.before(spans[item])) != "-" {
		return nil
	}
	return []source.Edit{{Span: e.lines(spans[item])}}
}

func removeFlow(members []source.Span, i int) []source.Edit {
	if i+1 < len(members) {
		return []source.Edit{{Span: members[i].Head().To(members[i+1].Head())}}
	}
	return []source.Edit{{Span: members[i-1].Tail().To(members[i])}}
}

// trimmed is a span without the blanks and breaks at its end, which a block
// scalar counts as its own.
func (e editor) trimmed(s source.Span) source.Span {
	text := e.tree.Text(s)
	return s.Sub(0, len(strings.TrimRight(text, " \t\r\n")))
}

// before returns what stands on the line in front of a span.
func (e editor) before(s source.Span) string {
	text := e.tree.File.Text()[:e.tree.Place(s).Start]
	return text[strings.LastIndexAny(text, "\r\n")+1:]
}

// lineEnd is the empty span at the end of the line that s ends in.
func (e editor) lineEnd(s source.Span) source.Span {
	rest := e.tree.File.Text()[e.tree.Place(s).End:]
	if i := strings.IndexAny(rest, "\r\n"); i >= 0 {
		rest = rest[:i]
	}
	return s.Tail().Sub(len(rest), len(rest))
}

// lines is the span of the whole lines that s touches, the last break included.
func (e editor) lines(s source.Span) source.Span {
	start := s.Head().Sub(-len(e.before(s)), 0)
	end := e.lineEnd(s)
	rest := e.tree.File.Text()[e.tree.Place(end).End:]
	switch {
	case strings.HasPrefix(rest, "\r\n"):
		end = end.Sub(0, 2)
	case rest != "":
		end = end.Sub(0, 1)
	}
	return start.To(end)
}

// newline returns the line break that the file uses.
func (e editor) newline() string {
	if i := strings.IndexByte(e.tree.File.Text(), '\n'); i > 0 && e.tree.File.Text()[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// blank returns the indentation that puts a key under one that follows before.
func blank(before string) string {
	return strings.Repeat(" ", len([]rune(before)))
}

// addInput declares a required text that stands in the path.
func (e editor) addInput(c *declaration.Capability, name string) []source.Edit {
	if !isSnakeCase(strings.ToLower(name)) {
		return nil
	}
	short := "{type: string, required: true, in: path}"
	inputs := c.InputsKey.Value
	switch {
	case inputs == nil && c.Node.Style == syntax.Flow:
		return e.addEntry(c.Node, "", "inputs", "{"+name+": "+short+"}")
	case inputs == nil:
		return e.addLines(c.Node, "inputs:", "  "+name+":", "    type: string", "    required: true", "    in: path")
	case len(inputs.Entries) == 0 && e.tree.Text(inputs.Span) == "{}":
		return []source.Edit{{Span: inputs.Span, New: "{" + name + ": " + short + "}"}}
	case inputs.Style == syntax.Flow:
		return e.addEntry(inputs, "", name, short)
	}
	return e.addLines(inputs, name+":", "  type: string", "  required: true", "  in: path")
}

// addLines writes lines at the end of a block mapping, indented as its keys are.
func (e editor) addLines(m *syntax.Node, lines ...string) []source.Edit {
	last := ownEntry(m, "")
	if last == nil || m.IsAlias {
		return nil
	}
	indent := e.newline() + blank(e.before(last.Key.Span))
	return []source.Edit{{Span: e.lineEnd(e.trimmed(last.Span)), New: indent + strings.Join(lines, indent)}}
}

// ownEntry returns the entry of that key, or the last one, that stands in the
// mapping itself.
func ownEntry(m *syntax.Node, key string) *syntax.Entry {
	var last *syntax.Entry
	for i := range m.Entries {
		if entry := &m.Entries[i]; !entry.Merged {
			last = entry
			if entry.Key.Value == key {
				break
			}
		}
	}
	return last
}
