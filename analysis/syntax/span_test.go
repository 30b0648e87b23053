package syntax

import (
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/analysis/source"
)

// written lists the keys and values of a tree as they stand in the text, each
// with its kind where that is no string.
func written(t *Tree) []string {
	var all []string
	visit(t.Root, func(n *Node) {
		s := t.Text(n.Span)
		if n.Kind != String {
			s = n.Kind.String() + " " + s
		}
		all = append(all, s)
	})
	return all
}

func TestSpans(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"plain":               {"a: b c \n", []string{"mapping a: b c", "a", "b c"}},
		"plain on two lines":  {"a: b\n  c\n\n  d # e\n", []string{"mapping a: b\n  c\n\n  d", "a", "b\n  c\n\n  d"}},
		"scalars":             {"a: [1, 0x1F, 1.5, true, no, ~, 2024-06-20, 99999999999999999999]\n", []string{"mapping a: [1, 0x1F, 1.5, true, no, ~, 2024-06-20, 99999999999999999999]", "a", "list [1, 0x1F, 1.5, true, no, ~, 2024-06-20, 99999999999999999999]", "integer 1", "integer 0x1F", "number 1.5", "boolean true", "no", "null ~", "2024-06-20", "integer 99999999999999999999"}},
		"quoted":              {`a: "x \" # y"` + "\n'b ': 'it''s' # c\n", []string{`mapping a: "x \" # y"` + "\n'b ': 'it''s'", "a", `"x \" # y"`, "'b '", "'it''s'"}},
		"quoted on two lines": {"a: \"x\n  y\"\nb: 'z\n\n  w'\n", []string{"mapping a: \"x\n  y\"\nb: 'z\n\n  w'", "a", "\"x\n  y\"", "b", "'z\n\n  w'"}},
		"literal":             {"a: |2- # c\n   x\n\n  y  \n\nb: 1\n", []string{"mapping a: |2- # c\n   x\n\n  y  \n\nb: 1", "a", "|2- # c\n   x\n\n  y  ", "b", "integer 1"}},
		"folded":              {"a: >\n x\n # y\n\n\n", []string{"mapping a: >\n x\n # y", "a", ">\n x\n # y"}},
		"empty literal":       {"a: |\n\nb: >-\n", []string{"mapping a: |\n\nb: >-", "a", "|", "b", ">-"}},
		"literal in a list":   {"a:\n- |\n x\n- b\n", []string{"mapping a:\n- |\n x\n- b", "a", "list - |\n x\n- b", "|\n x", "b"}},
		"absent":              {"a:\nb: # c\nc:\n  -\n  - d:\n  -\n", []string{"mapping a:\nb: # c\nc:\n  -\n  - d:\n  -", "a", "null ", "b", "null ", "c", "list -\n  - d:\n  -", "null ", "mapping d:", "d", "null ", "null "}},
		"flow":                {"a: { b: [c, 'd'], e: , f }\n", []string{"mapping a: { b: [c, 'd'], e: , f }", "a", "mapping { b: [c, 'd'], e: , f }", "b", "list [c, 'd']", "c", "'d'", "e", "null ", "f", "null "}},
		"flow on lines":       {"a: [b, # ]\n  c,\n]\nd: {}\n", []string{"mapping a: [b, # ]\n  c,\n]\nd: {}", "a", "list [b, # ]\n  c,\n]", "b", "c", "d", "mapping {}"}},
		"flow pair":           {"a: [b: c, ? d]\n", []string{"mapping a: [b: c, ? d]", "a", "list [b: c, ? d]", "mapping b: c", "b", "c", "mapping d", "d", "null "}},
		"json":                {"{\"a\":1,\n\"b\":[null]}\n", []string{"mapping {\"a\":1,\n\"b\":[null]}", `"a"`, "integer 1", `"b"`, "list [null]", "null null"}},
		"complex key":         {"? [a]\n: b\n? c\n", []string{"mapping [a]\n: b\n? c", "list [a]", "a", "b", "c", "null "}},
		"properties":          {"a: &x !!str 1\nb: !t\n  c: &y\nd: &z\n  - e\n", []string{"mapping a: &x !!str 1\nb: !t\n  c: &y\nd: &z\n  - e", "a", "1", "b", "mapping c:", "c", "null ", "d", "list - e", "e"}},
		"alias":               {"a: &x {b: c}\nd: [*x, *x]\n", []string{"mapping a: &x {b: c}\nd: [*x, *x]", "a", "mapping {b: c}", "b", "c", "d", "list [*x, *x]"}},
		"byte order mark":     {"\uFEFFa: é\nü: 😀 # x\n😀: [é, ü]\n", []string{"mapping a: é\nü: 😀 # x\n😀: [é, ü]", "a", "é", "ü", "😀", "😀", "list [é, ü]", "é", "ü"}},
		"windows":             {"a: b\r\nc: |\r\n  d\r\n  e\r\nf:\r\n  - g\r\n", []string{"mapping a: b\r\nc: |\r\n  d\r\n  e\r\nf:\r\n  - g", "a", "b", "c", "|\r\n  d\r\n  e", "f", "list - g", "g"}},
		"old mac":             {"a: b\rc: d\r", []string{"mapping a: b\rc: d", "a", "b", "c", "d"}},
		"other separators":    {"a: x\u2028y\nb: \u0085z\u2029\"\nc: \"\u2028\"\n", []string{"mapping a: x\u2028y\nb: \u0085z\u2029\"\nc: \"\u2028\"", "a", "x\u2028y", "b", "\u0085z\u2029\"", "c", "\"\u2028\""}},
		"no final newline":    {"a: b", []string{"mapping a: b", "a", "b"}},
		"tabs":                {"a:\tb\t# c\n", []string{"mapping a:\tb\t# c"[:12], "a", "b"}},
		"items":               {"# x\ncapabilities: # y\n  # z\n  - name: a\n\n  - {b: c}\n  - - d\n  -\ne: f\n", []string{"mapping capabilities: # y\n  # z\n  - name: a\n\n  - {b: c}\n  - - d\n  -\ne: f", "capabilities", "list - name: a\n\n  - {b: c}\n  - - d\n  -", "mapping name: a", "name", "a", "mapping {b: c}", "b", "c", "list - d", "d", "null ", "e", "f"}},
		"items at the left":   {"\"capabilities\":\n- a: 1\n-  b: 2\n", []string{"mapping \"capabilities\":\n- a: 1\n-  b: 2", "\"capabilities\"", "list - a: 1\n-  b: 2", "mapping a: 1", "a", "integer 1", "mapping b: 2", "b", "integer 2"}},
		"across chunks":       {"a: &x 1\ncapabilities:\n  - *x\n", []string{"mapping a: &x 1\ncapabilities:\n  - *x", "a", "integer 1", "capabilities", "list - *x"}},
		"nothing":             {"# a\n", []string{"null "}},
		"marked":              {"%YAML 1.2\n--- # a\nb: c\n", []string{"mapping b: c", "b", "c"}},
		"list":                {"- a\n- b: c\n", []string{"list - a\n- b: c", "a", "mapping b: c", "b", "c"}},
		"indented":            {"  a: b\n  c: d\n", []string{"mapping a: b\n  c: d", "a", "b", "c", "d"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := parse(test.text)
			want := test.want
			if name == "tabs" {
				want[0] = "mapping a:\tb"
			}
			if diff := cmp.Diff(want, written(tree)); diff != "" {
				t.Error(diff)
			}
			if p := placed(tree); len(p) > 0 {
				t.Errorf("problems: %v", p)
			}
			checkTree(t, tree)
		})
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a: 'it''s'\n":           `{"a": "it's"}`,
		`a: "\u00e9\n"` + "\n":   `{"a": "é\n"}`,
		"a: >\n  b\n  c\n":       `{"a": "b c\n"}`,
		"a: !!int \"5\"\n":       `{"a": 5}`,
		"a: !!int b\n":           `{"a": "b"}`,
		"a: b\u2028c\u0085\n":    `{"a": "b\u2028c\u0085"}`,
		"a: &x {b: 1}\nc: *x\n":  `{"a": {"b": 1}, "c": {"b": 1}}`,
		"a: &x [1, *x]\n":        `{"a": [1, ~*x]}`,
		"<<: {b: 1, c: 2}\nb: 3": `{"<<": {"b": 1, "c": 2}, "b": 3, "c": 2}`,
		"x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz: {<<: [*x, *y], a: 5}\n": `{"x": {"a": 1, "b": 2}, "y": {"b": 3, "c": 4}, "z": {"<<": [{"a": 1, "b": 2}, {"b": 3, "c": 4}], "a": 5, "b": 2, "c": 4}}`,
		"x: &x {a: 1}\ny: &y {<<: *x, b: 2}\nz: *y\n":                       `{"x": {"a": 1}, "y": {"<<": {"a": 1}, "b": 2, "a": 1}, "z": {"<<": {"a": 1}, "b": 2, "a": 1}}`,
	} {
		if diff := cmp.Diff(want, short(parse(text).Root)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestComments(t *testing.T) {
	t.Parallel()
	tree := parse("# one\na: b # two \nc: \"# no\" # three\nd: |2 # four\n    # no\n# five\ncapabilities:\n  # usepaso: ignore[x] y\n  - e#no: 'f # no' # six\n  - g: h #\n---\n# no more\n")
	var got []string
	for _, c := range tree.Comments() {
		alone := ""
		if c.Alone {
			alone = "alone "
		}
		got = append(got, alone+c.Text+"|"+tree.Text(c.Span))
	}
	want := []string{"alone one|# one", "two|# two ", "three|# three", "four|# four", "alone five|# five", "alone usepaso: ignore[x] y|# usepaso: ignore[x] y", "six|# six", "|#"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if i := tree.Root.Get("capabilities").Items[0].Span.Piece; tree.Comments()[5].Span.Piece != i {
		t.Error("a comment directly above an item does not travel with it")
	}
}

// TestTyped types files one character at a time, and compares now and then what
// the edits lead to with a fresh parse.
func TestTyped(t *testing.T) {
	t.Parallel()
	for n, text := range seeds(t) {
		tree := parse("")
		for i := range text {
			_, size := utf8.DecodeRuneInString(text[i:])
			tree = tree.Edit(source.Edit{Span: source.Range(i, i), New: text[i : i+size]})
			if (i+n)%17 > 0 {
				continue
			}
			checkTree(t, tree)
			if diff := cmp.Diff(describe(parse(text[:i+size])), describe(tree)); diff != "" {
				t.Fatalf("%q typed: %s", text[:i+size], diff)
			}
		}
	}
}
