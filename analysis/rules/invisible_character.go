package rules

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// InvisibleCharacter reports characters that people cannot see and agents can.
var InvisibleCharacter = &Rule{
	Code:     "invisible-character",
	Title:    "invisible or bidirectional characters",
	Severity: diagnostic.Warning,
	Doc: doc(
		"A text holds characters that are not shown, or that change the order in which others are shown: zero-width spaces, direction marks, tags, controls.",
		"An agent reads what a person does not see. Instructions can be hidden in them, and a name with one in it is another name. In what agents are shown they are left out.",
		"Remove them. The message names each by its code point.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: "List recent\u202e orders"
    method: GET
    path: /orders
    permission: read
` + examplePermissions,
	Good: exampleService + `capabilities:
  - name: list_orders
    description: "List recent orders"
    method: GET
    path: /orders
    permission: read
` + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		if mayHide(p.edit().tree.Text(c.Node.Span)) {
			reportInvisible(p, c.Node, "")
		}
	},
	File: func(p *Pass) {
		for _, e := range p.Declaration.Tree.Root.Entries {
			if e.Key.Value != "capabilities" && mayHide(p.edit().tree.Text(e.Value.Span)) {
				reportInvisible(p, e.Value, e.Key.Value)
			}
		}
	},
}

// mayHide reports whether a text has anything but printable ASCII without escapes.
func mayHide(text string) bool {
	for i := range len(text) {
		if c := text[i]; c >= 0x7f || c == '\\' || c < ' ' && c != '\n' && c != '\r' && c != '\t' {
			return true
		}
	}
	return false
}

// reportInvisible looks through the scalars of a node.
func reportInvisible(p *Pass, n *syntax.Node, path string) {
	if n.IsAlias { // its own place is reported
		return
	}
	if n.Kind.IsScalar() {
		reportInvisibleText(p, n, path)
	}
	for i, item := range n.Items {
		reportInvisible(p, item, fmt.Sprintf("%s[%d]", path, i))
	}
	for _, e := range n.Entries {
		if !e.Merged {
			reportInvisibleText(p, e.Key, path)
			reportInvisible(p, e.Value, strings.TrimPrefix(path+"."+e.Key.Value, "."))
		}
	}
}

func reportInvisibleText(p *Pass, n *syntax.Node, path string) {
	marks := source.Invisibles(n.Value)
	if len(marks) == 0 {
		return
	}
	// What agents are shown of a description has none of them anyway.
	safe := path == "description" || strings.HasSuffix(path, ".description")
	message := enumerate(codePoints(marks), "and") + " cannot be seen; expected visible characters only"
	raw := source.Invisibles(p.edit().tree.Text(n.Span))
	if len(raw) != len(marks) { // some are written as escapes
		d := p.Report(n.Span, path, "%s", message)
		fix(d, !safe, "remove what cannot be seen", p.edit().replace(n.Span, source.Strip(n.Value))...)
		return
	}
	var edits []source.Edit
	for _, m := range raw {
		edits = append(edits, source.Edit{Span: n.Span.Sub(m.Offset, m.Offset+utf8.RuneLen(m.Rune))})
	}
	d := p.Report(edits[0].Span.To(edits[len(edits)-1].Span), path, "%s", message)
	fix(d, !safe, "remove what cannot be seen", edits...)
}

// codePoints names characters, each once: U+200B.
func codePoints(marks []source.Mark) []string {
	var names []string
	seen := map[rune]bool{}
	for _, m := range marks {
		if !seen[m.Rune] {
			seen[m.Rune] = true
			names = append(names, fmt.Sprintf("U+%04X", m.Rune))
		}
	}
	return names
}
