package syntax

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// short writes a tree on one line.
func short(n *Node) string {
	var parts []string
	switch n.Kind {
	case Mapping:
		for _, e := range n.Entries {
			parts = append(parts, short(e.Key)+": "+short(e.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case Sequence:
		for _, e := range n.Items {
			parts = append(parts, short(e))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case Null:
		return "~" + n.Value
	case String:
		return fmt.Sprintf("%q", n.Value)
	}
	return n.Value
}

// marked puts the problems of a tree into its text, as ⟦what⟧.
func marked(t *Tree) string {
	var edits []source.Edit
	for _, p := range placed(t) {
		edits = append(edits,
			source.Edit{Span: p.Span.Head(), New: "⟦"},
			source.Edit{Span: p.Span.Tail(), New: "⟧"})
	}
	text, _ := source.Apply(t.File.Text(), edits)
	return text
}

// TestProblems shows where a mistake is told and what is understood all the same.
func TestProblems(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, marked, message, tree string }{
		{"unclosed quote", "a:\n  b: ⟦\"⟧x\n  c: y\n  d: \"z\"\n", "unclosed quote opened here", `{"a": {"b": "x", "c": "y", "d": "z"}}`},
		{"unclosed quote in brackets", "a:\n  b: [x, ⟦\"⟧y]\n  c: z\n", "unclosed quote opened here", `{"a": {"b": ["x", "y"], "c": "z"}}`},
		{"unclosed quote in JSON", "{\n  \"a\": ⟦\"⟧x\n}\n", "unclosed quote opened here", `{"a": "x"}`},
		{"unclosed bracket", "a:\n  b: ⟦[⟧x, y\n  c: z\n", "unclosed [ opened here", `{"a": {"b": ["x", "y"], "c": "z"}}`},
		{"unclosed brace", "a: ⟦{⟧b: c # d\ne: f\n", "unclosed { opened here", `{"a": {"b": "c"}, "e": "f"}`},
		{"wrong bracket", "a: [b⟦}⟧\n", "} closes the [; expected ]", `{"a": ["b"]}`},
		{"missing comma", "a: [\"b\" ⟦\"⟧c\"]\n", "expected a comma", `{"a": ["b", "c"]}`},
		{"tab", "a:\n⟦\t⟧b: c\n\td: e\nf: g\n", "a tab indents this line; expected spaces", `{"a": {"b": "c", "d": "e"}, "f": "g"}`},
		{"tab before an item", "capabilities:\n  - a: b\n    c: d\n⟦\t⟧- e: f\n\t  g: h\n", "a tab indents", `{"capabilities": [{"a": "b", "c": "d"}, {"e": "f", "g": "h"}]}`},
		{"colon in a value", "a: b⟦:⟧ c\nd: e\n", "expected the value in quotes", `{"a": "b: c", "d": "e"}`},
		{"colon in brackets", "a: {b: c⟦:⟧ d, e: f}\n", "expected the value in quotes", `{"a": {"b": "c: d", "e": "f"}}`},
		{"no space behind the colon", "capabilities:\n  - name⟦:⟧a\n    path: /b\n", `the colon behind "name"`, `{"capabilities": [{"name": "a", "path": "/b"}]}`},
		{"no space further down", "a:\n  b: c\n  d⟦:⟧e\n  f: g\n", `the colon behind "d"`, `{"a": {"b": "c", "d": "e", "f": "g"}}`},
		{"half a key", "a:\n  b: c\n  ⟦de⟧\n  f: g\n", `"de" is no key`, `{"a": {"b": "c", "f": "g"}}`},
		{"half a key at the end", "capabilities:\n  - a: b\n    ⟦de⟧\n", `"de" is no key`, `{"capabilities": [{"a": "b"}]}`},
		{"key without colon", "a:\n  ⟦b⟧\n    c: d\n  e: f\n", "", `{"a": {"b": {"c": "d"}, "e": "f"}}`},
		{"half a first key", "⟦vers⟧\na: b\n", `"vers" is no key`, `{"a": "b"}`},
		{"too far right", "capabilities:\n  - a: b\n⟦     ⟧c: d\n    e: f\n", "indented by 5 spaces; expected 4", `{"capabilities": [{"a": "b", "c": "d", "e": "f"}]}`},
		{"too far left", "capabilities:\n  - a: b\n⟦   ⟧c: d\n   e: f\n", "indented by 3 spaces; expected 4", `{"capabilities": [{"a": "b", "c": "d", "e": "f"}]}`},
		{"item too far right", "capabilities:\n  - a: b\n    c: d\n⟦   ⟧- e: f\n     g: h\n  - i: j\n", "indented by 3 spaces; expected 2", `{"capabilities": [{"a": "b", "c": "d"}, {"e": "f", "g": "h"}, {"i": "j"}]}`},
		{"items further left", "capabilities:\n    - a: b\n⟦  ⟧- c: d\n  - e: f\n", "further left", `{"capabilities": [{"a": "b"}, {"c": "d"}, {"e": "f"}]}`},
		{"item between keys", "a:\n  b: c\n  ⟦-⟧ d\n  e: f\n", "a list item stands between keys", `{"a": {"b": "c", "e": "f"}}`},
		{"item behind a colon", "a: ⟦-⟧ b\nc: d\n", "expected it on the next line", `{"a": ~, "c": "d"}`},
		{"word above a list", "capabilities:\n  ⟦word⟧\n  - a: b\n", `"word" stands above`, `{"capabilities": [{"a": "b"}]}`},
		{"text behind a quote", "a: \"b\" ⟦c⟧\nd: 'e' ⟦f'⟧\n", "text stands behind the closing", `{"a": "\"b\" c", "d": "e' f"}`},
		{"text behind a bracket", "path: {id}⟦/x⟧\n", "text stands behind the closing }", `{"path": "{id}/x"}`},
		{"text behind a block sign", "a: ⟦> 5⟧\nb: | ⟦c⟧\n  d\n", "expected that text on the next lines", `{"a": "> 5", "b": "d\n"}`},
		{"reserved", "a: ⟦@b⟧\nc: ⟦`d`⟧\ne: ⟦%f⟧\n", "cannot start with", "{\"a\": \"@b\", \"c\": \"`d`\", \"e\": \"%f\"}"},
		{"emphasis", "a: ⟦*b* c⟧\n", `cannot start with "*"`, `{"a": "*b* c"}`},
		{"unknown anchor", "a: ⟦*b⟧\nc: [⟦*d⟧]\n", "has no anchor &b before it", `{"a": "*b", "c": ["*d"]}`},
		{"alias in its anchor", "a: &b [⟦*b⟧]\n", "stands inside the value that it repeats", `{"a": [~*b]}`},
		{"merge of a word", "a: {<<: ⟦b⟧}\n", `"<<" repeats the keys`, `{"a": {"<<": "b"}}`},
		{"escape", "a: \"⟦\\d⟧+\\w\"\nb: \"⟦\\u1⟧\"\n", "is no escape sequence", `{"a": "\\d+\\w", "b": "\\u1"}`},
		{"control character", "a: b⟦\x01⟧c\n", "control character U+0001", `{"a": "b_c"}`},
		{"duplicate", "a: {b: 1, ⟦b⟧: 2}\nc: 1\n⟦a⟧: 3\n⟦a⟧: 4\n", `stands twice`, `{"a": {"b": 1, "b": 2}, "c": 1, "a": 3, "a": 4}`},
		{"second document", "a: b\n⟦---⟧\nc: [\n", "second document", `{"a": "b"}`},
		{"end and second document", "a: b\n...\n# x\n⟦---⟧\nc: d\n", "second document", `{"a": "b"}`},
		{"content behind the end", "a: b\n⟦...⟧\nc: d\n", "second document", `{"a": "b"}`},
		{"second document in JSON", "{a: b}\n⟦---⟧\n{c: d}\n", "second document", `{"a": "b"}`},
		{"several", "a:\n  b: ⟦\"⟧x\n  c: ⟦[⟧y\n⟦\t⟧d: z\n  e⟦:⟧f\ng: h⟦:⟧ i\n", "", `{"a": {"b": "x", "c": ["y"], "d": "z", "e": "f"}, "g": "h: i"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			tree := parse(strings.NewReplacer("⟦", "", "⟧", "").Replace(test.marked))
			if diff := cmp.Diff(test.marked, marked(tree)); diff != "" {
				t.Errorf("%s\n%v", diff, placed(tree))
			}
			if diff := cmp.Diff(test.tree, short(tree.Root)); diff != "" {
				t.Error(diff)
			}
			if p := placed(tree); len(p) > 0 && !strings.Contains(p[0].Message, test.message) {
				t.Errorf("message %q, want %q", p[0].Message, test.message)
			}
			checkTree(t, tree)
		})
	}
}

// TestFixes applies the first fix of every problem: what it leaves has none.
func TestFixes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a: \"b\nc: 'd\n":                    "a: \"b\"\nc: 'd'\n",
		"a: [b, \"c]\n":                      "a: [b, \"c\"]\n",
		"a:\n  - [b, {c: d\n  - e\n":         "a:\n  - [b, {c: d}]\n  - e\n",
		"a:\n\tb: c\n\td:\n\t\te: f\n":       "a:\n  b: c\n  d:\n    e: f\n",
		"a: b: c # d\n":                      "a: \"b: c\" # d\n",
		"a: say \"b\": it's c\n":             "a: 'say \"b\": it''s c'\n",
		"capabilities:\n- name:a\n  path: b": "capabilities:\n- name: a\n  path: b",
		"a:\n  b: c\n    d: e\n     f: g\n":  "a:\n  b: c\n  d: e\n   f: g\n",
		"a: 'it's'\nb: \"say \"c\"\"\n":      "a: 'it''s'\nb: \"say \\\"c\\\"\"\n",
		"a: \"\\d\"\n":                       "a: \"\\\\d\"\n",
		"a: @b\nc: {d}/e\n":                  "a: \"@b\"\nc: \"{d}/e\"\n",
		"a: b\x7f\n":                         "a: b\n",
	} {
		tree := parse(text)
		var edits []source.Edit
		for _, p := range placed(tree) {
			if len(p.Fixes) == 0 {
				t.Errorf("%q: no fix for %q", text, p.Message)
				continue
			}
			edits = append(edits, p.Fixes[0].Edits...)
		}
		if got, _ := source.Apply(text, edits); got != want {
			t.Errorf("%q: fixed to %q, want %q", text, got, want)
		}
	}
}

func TestUnreadable(t *testing.T) {
	t.Parallel()
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := range 9 {
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*a%d, ", i), 10))
	}
	chain := "a0: &a0 [x]\n"
	for i := range 100 {
		chain += fmt.Sprintf("a%d: &a%d [*a%d]\n", i+1, i+1, i)
	}
	for name, test := range map[string]struct{ text, message string }{
		"too large":       {strings.Repeat("a", MaxBytes+1), "8.0 MB; a declaration has at most 8 MB"},
		"NUL":             {"a: b\nc: \x00\n", "NUL byte in line 2"},
		"UTF-16":          {"\xFF\xFEa\x00", "UTF-16; save it as UTF-8"},
		"UTF-16 unmarked": {"a\x00:\x00 \x00b\x00", "UTF-16"},
		"not UTF-8":       {"a: b\nc: \xE9\n", "0xE9 at offset 8 in line 2"},
		"deep lists":      {strings.Repeat("- ", 10000) + "a", "more than 64 levels"},
		"deep brackets":   {"a: " + strings.Repeat("[", 9999) + strings.Repeat("]", 9999), "more than 64 levels"},
		"deep mappings":   {"a: " + strings.Repeat("{a: ", 9000) + strings.Repeat("}", 9000), "more than 64 levels"},
		"deep aliases":    {chain, "more than 64 levels"},
		"alias bomb":      {bomb, "more than 1048576 values"},
		"many values":     {"a: [" + strings.Repeat("1,", 2<<20) + "]", "more than 1048576 values"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := parse(test.text)
			problems := placed(tree)
			if len(problems) != 1 || problems[0].Code != CodeUnreadable || problems[0].Severity != diagnostic.Error || !strings.Contains(problems[0].Message, test.message) {
				t.Errorf("problems %v, want one that says %q", problems, test.message)
			}
			if tree.Root.Kind != Null {
				t.Errorf("root is a %v", tree.Root.Kind)
			}
			checkTree(t, tree)
			if again := tree.Edit(source.Edit{Span: source.Range(0, len(test.text)), New: "a: b\n"}); short(again.Root) != `{"a": "b"}` {
				t.Errorf("after repair: %s", short(again.Root))
			}
		})
	}
}
