package syntax

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzPlain compares what is read plainly with what the library reads.
func FuzzPlain(f *testing.F) {
	for _, s := range append(plainTexts, seeds(f)...) {
		f.Add(s)
		for _, c := range cutAll(s) {
			f.Add(s[c.start:])
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, k := range []kind{section, listItem} {
			comparePlain(t, k, text)
		}
	})
}

// comparePlain reports whether a text could be read plainly.
func comparePlain(t *testing.T, k kind, text string) bool {
	t.Helper()
	plain := &chunk{kind: k, piece: 7, text: text}
	if readable(newFile(text)) != nil || !plain.readPlain() {
		return false
	}
	full := &chunk{kind: k, piece: 7, text: text}
	full.readAny()
	for _, c := range []*chunk{plain, full} {
		c.shape()
		sortDiagnostics(c.problems)
	}
	if len(full.missing) > 0 || len(full.anchors) > 0 || full.limit != nil {
		t.Fatalf("%q: the library finds anchors or limits: %+v", text, full)
	}
	got, want := []any{plain.root, plain.count, []any{plain.problems}}, []any{full.root, full.count, []any{full.problems}}
	if diff := cmp.Diff(want, got, emptyIsNil); diff != "" {
		t.Fatalf("%q read plainly is not what the library reads (-library +plain):\n%s", text, diff)
	}
	return true
}

// emptyIsNil lets lists of nothing be equal.
var emptyIsNil = cmp.FilterValues(func(a, b []*Node) bool { return len(a) == 0 && len(b) == 0 }, cmp.Ignore())

const randomTexts = 20_000

// plainTexts are read plainly.
var plainTexts = []string{
	"a: 1\n",
	"a: 1 \r\n\r\nb: # c\r\n  - d\r\n  - \"e\"\r\n",
	"service:\n  name: Acme\n\n  # one\n  base_url: https://x.example/v1 # two\n",
	"capabilities:\n",
	"a:\n- b\n- c: d\n  e: f\n-   g:\n\n      h: i\n",
	"a: \"b # c\" # d\ne: 'f: g'\nh: [i, \"j, k\", 'l' , 1.5]\nm: []\n",
	"  - name: a\n    x: null\n    y: ~\n    z: true\n    1: 0x1F\n    t: 2001-02-03\n    u: 18446744073709551616\n    v: .inf\n    w: -5\n",
	"a: b#c\n", "a: 1\na: 2\nb:\n  c: 1\n  c: 1\n", "a: é–“x”\n", "a:\n    b:\n     c: d\n    e:\nf: g",
	"a: <<\nb: =\nc: x y  z  # d\ne: ..\nf: ()\n", "a: [true, null, x.y-z] #b\n",
}

// oddTexts are left to the library.
var oddTexts = []string{
	"a: 1\n  b\n", "a: \"b\n", "a: 'it''s'\n", `a: "\n"`, "a: b: c\n", "a: b#c: d\n", "a: [b]#c\n", "a: b:\n", "a: &x 1\n", "a: *x\n", "a: |\n  b\n", "a: >\n  b\n", "a: [b\n", "a: [b: c]\n", "a: {b: c}\n",
	"a:\n  b\n", "a:\n\tb: c\n", "a: 1\rb: 2\r\n", "- a\n-\n", "- - a\n", "? a\n", "a: - b\n", "a: !!str 1\n", "<<: 1\n", "a: 1\n b: 2\n", "- a\n b\n", "a:\n  - b\n  c: d\n", "a\n",
	"---\na: 1\n", "a: @b\n", "a: \u2028\n", "a: \x01\n", "a b: c\n", "\"a\": b\n", "a: [b,]\n", "a: [,]\n", "a: \"b\"c\n", "a: \"b\"#c\n", "# only\n", "",
	strings.Repeat("x", 1100) + ": 1\n",
}

func TestPlainOrOdd(t *testing.T) {
	for _, text := range plainTexts {
		if !comparePlain(t, section, text) {
			t.Errorf("%q was not read plainly", text)
		}
	}
	for _, text := range oddTexts {
		if comparePlain(t, section, text) {
			t.Errorf("%q was read plainly", text)
		}
	}
}

// TestPlainAtRandom compares texts that are put together from pieces at random,
// so that many are plain and most are nearly so.
func TestPlainAtRandom(t *testing.T) {
	values := []string{"", "", "b", "b c", "1", "-1", "true", "null", "~", "1.5", "b # c", "b#c", "b:c", "b: c", "b:", "# b", "'b'", `"b c"`, `"b: # c"`, "''", `""`, `"b`, `"\\n"`, "'b''c'", "[b, c]", "[b,c]", "[ 'b' , \"c\" ]", "[]", "[b", "[b,]", "[b c]", "[-1]", "[-b]", "[b]c", "{b: c}", "|", ">", "&b c", "*b", "- b", "-", "--- b", "?", "é", "– b", "@b", "%b", "/b/{c}", "<<", ".", "...", "(b)", "$b", "=", "0x1", "1e3", "2001-01-01", "b  ", "b  #", " #", "b ' c", "b \" c", "b, c", "b]"}
	heads := []string{"a:", "a:", "a:", "b:", "c: ", "c:  ", "-", "- a:", "- b:", "-  c:", "a.b-c_d:", "1:", "-a:", "true:", "<<:", "a :", "'a':", "#", "# a:", "", "a", "a b:", "a:b", "- -", "---", "..."}
	indents := []string{"", "", "  ", "  ", "    ", "    ", "   ", " ", "      ", "\t"}
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(of []string) string { return of[r.IntN(len(of))] }
	plain := 0
	for range randomTexts {
		var b strings.Builder
		for range 1 + r.IntN(6) {
			b.WriteString(pick(indents) + pick(heads) + " " + pick(values) + pick([]string{"\n", "\n", "\n", "\n", "\n\n", " \n", "\r\n", ""}))
		}
		if comparePlain(t, section, b.String()) {
			plain++
		}
	}
	if plain < randomTexts/100 {
		t.Errorf("only %d of %d texts are plain", plain, randomTexts)
	}
}

// TestMostIsPlain keeps the fast way in use.
func TestMostIsPlain(t *testing.T) {
	texts := []string{declaration(20)}
	files, err := filepath.Glob("../../testdata/examples/*/usepaso.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	all, plain := 0, 0
	for _, text := range texts {
		for _, s := range parse(text).slots {
			if s.kind == section || s.kind == listItem {
				all++
				if comparePlain(t, s.kind, s.chunk.text) {
					plain++
				}
			}
		}
	}
	if plain < all*9/10 {
		t.Errorf("%d of %d chunks are read plainly; expected nine of ten", plain, all)
	}
}
