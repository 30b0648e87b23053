package syntax

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// seeds are texts of every shape that the parser tells apart.
func seeds(tb testing.TB) []string {
	tb.Helper()
	texts := []string{
		"", "\n", "\uFEFFversion: \"1.0\"\n", "# only a comment", "---\n---\na: 1\n", "a: 1\n...\nb: 2\n", "%YAML 1.2\n---\na: 1\n",
		"- a\n- b\n", "[a, b]\n", "{a: 1, b: {c: 2}}", "just text", "? a\n: b\n", "  a: 1\n  b: 2\n", "key\nversion: 1\n",
		"a: &x 1\nb: *x\n", "a: &x [*x]\n", "a: {<<: {b: 1}, c: 2}\n", "<<: {b: 1}\nc: 2\n", "a: *gone\n",
		"capabilities:\n- name: a\n  x: |\n    text\n    # no comment\n# yes\n- name: b\n\n\npermissions:\n- x\n",
		"capabilities:\n    - name: a\n  - name: b\n  # c\n  - name: c\n",
		"capabilities:\n  stray\n  - name: a\n  -\n  - - b\n", "capabilities: [a, b]\nservice: {name: x\n}\n",
		"a: \"open\nb: 'open\nc: [1, 2\nd: {e: 1\nf: g: h\n\ti: j\nk:l\nm\n", "a: \"\\d\" x\nb: @c\nc: - d\n",
		"a: foo\u2028bar\u0085baz\nb: \u2029c\n", "a: \x01b\r\nc: d\re: f\r\n", "a: >-\n  x\n\n  y\nb: !!int \"5\"\nc: !t &u\nd:\n- &v\n-\n",
	}
	examples, _ := filepath.Glob("../../testdata/examples/stripe-tutorial*/usepaso.yaml")
	for _, e := range examples {
		b, err := os.ReadFile(e)
		if err != nil {
			tb.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	return texts
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tree := Parse(source.NewFile("f", text))
		checkTree(t, tree)
		for at := 0; at <= len(text); at += 1 + len(text)/50 {
			if len(tree.At(at)) == 0 {
				t.Fatalf("At(%d) is empty", at)
			}
		}
	})
}

func FuzzEdit(f *testing.F) {
	for i, s := range seeds(f) {
		f.Add(s, uint64(i))
	}
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		random := rand.New(rand.NewPCG(seed, 7))
		tree := Parse(source.NewFile("f", text))
		for range 6 {
			e := randomEdit(random, tree.File.Text())
			before := tree.File.Text()
			tree = tree.Edit(e)
			fresh := Parse(source.NewFile("f", tree.File.Text()))
			if diff := cmp.Diff(describe(fresh), describe(tree)); diff != "" {
				t.Fatalf("%q edited by %v %q is not what a fresh parse gives:\n%s", before, e.Span, e.New, diff)
			}
		}
	})
}

// randomEdit makes the kind of edits that move the borders between chunks.
func randomEdit(r *rand.Rand, text string) source.Edit {
	pieces := []string{"", "", " ", "\n", "  ", "-", "- ", "- name: x\n", "#", "# c\n", ":", "a: 1\n", "\"", "'", "[", "}", "\t", "|", "capabilities:\n", "  - a\n", "---\n", "...\n", "&a ", "*a", "\r", "é", "<<: *a\n", "    b: c\n"}
	start := r.IntN(len(text) + 1)
	if r.IntN(2) == 0 { // at the start of a line
		start = lineStart(text, start)
	}
	end := start
	if r.IntN(2) == 0 {
		end = min(len(text), start+r.IntN(12))
	}
	return source.Edit{Span: source.Range(start, end), New: pieces[r.IntN(len(pieces))]}
}

// describe tells all that a tree says, in plain places.
func describe(t *Tree) []string {
	lines := []string{}
	var walk func(indent string, n *Node)
	walk = func(indent string, n *Node) {
		s := t.Place(n.Span)
		lines = append(lines, fmt.Sprintf("%s%v/%d %q %d-%d &%s %v", indent, n.Kind, n.Style, n.Value, s.Start, s.End, n.Anchor, n.IsAlias))
		if n.IsAlias {
			return
		}
		for _, e := range n.Entries {
			s := t.Place(e.Span)
			lines = append(lines, fmt.Sprintf("%sentry %d-%d merged=%v", indent, s.Start, s.End, e.Merged))
			if !e.Merged {
				walk(indent+" k ", e.Key)
				walk(indent+" v ", e.Value)
			}
		}
		for _, item := range n.Items {
			walk(indent+" - ", item)
		}
	}
	walk("", t.Root)
	for _, p := range placed(t) {
		lines = append(lines, fmt.Sprintf("%v", p))
	}
	for _, c := range t.Comments() {
		s := t.Place(c.Span)
		lines = append(lines, fmt.Sprintf("comment %d-%d %q %v", s.Start, s.End, c.Text, c.Alone))
	}
	return lines
}

func placed(t *Tree) []diagnostic.Diagnostic {
	var all []diagnostic.Diagnostic
	for _, p := range t.Problems() {
		all = append(all, t.PlaceDiagnostic(p))
	}
	sortDiagnostics(all)
	return all
}

// checkTree checks that every place lies in the file and in its parent, in order.
func checkTree(t *testing.T, tree *Tree) {
	t.Helper()
	text := tree.File.Text()
	valid := func(what string, s source.Span) {
		t.Helper()
		if s.Piece != 0 || s.Start < 0 || s.End < s.Start || int(s.End) > len(text) {
			t.Fatalf("%s at %v in %q", what, s, text)
		}
	}
	var walk func(n *Node, within source.Span)
	walk = func(n *Node, within source.Span) {
		s := tree.Place(n.Span)
		valid("node "+n.Value, s)
		if !within.Covers(s) {
			t.Fatalf("node %q at %v is not within %v in %q", n.Value, s, within, text)
		}
		if n.IsAlias {
			return
		}
		at := s.Start
		next := func(n *Node) {
			c := tree.Place(n.Span)
			if c.Start < at {
				t.Fatalf("%q at %v overlaps what ends at %d in %q", n.Value, c, at, text)
			}
			at = c.End
			walk(n, s)
		}
		for _, e := range n.Entries {
			if !e.Merged {
				next(e.Key)
				next(e.Value)
			}
		}
		for _, item := range n.Items {
			next(item)
		}
	}
	walk(tree.Root, source.Range(0, len(text)))
	for _, p := range placed(tree) {
		valid("problem "+p.Message, p.Span)
		for _, r := range p.Related {
			valid("related place of "+p.Message, r.Span)
		}
		for _, fix := range p.Fixes {
			if _, ok := source.Apply(text, fix.Edits); !ok {
				t.Fatalf("fix %q of %q cannot be applied to %q", fix.Title, p.Message, text)
			}
		}
		if strings.Contains(p.Message, "\n") {
			t.Fatalf("message on two lines: %q", p.Message)
		}
	}
	for _, c := range tree.Comments() {
		valid("comment", tree.Place(c.Span))
		if !strings.HasPrefix(tree.Text(c.Span), "#") {
			t.Fatalf("comment %q in %q", tree.Text(c.Span), text)
		}
	}
}
