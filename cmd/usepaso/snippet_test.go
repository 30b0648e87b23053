package main

import (
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/analysis/source"
)

// TestSnippet marks what stands between ‹ and › and shows the line with its carets.
func TestSnippet(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"plain", "method: ‹get›", "  1 | method: get\n    |         ^^^\n"},
		{"second line", "a: 1\nb: ‹2›\nc: 3\n", "  2 | b: 2\n    |    ^\n"},
		{"nothing", "path:‹›", "  1 | path:\n    |      ^\n"},
		{"nothing, in the middle", "a‹›b", "  1 | ab\n    |  ^\n"},
		{"tabs", "\ta:\t‹x›\ty", "  1 |     a:  x   y\n    |         ^\n"},
		{"tabs inside", "‹a\tb›", "  1 | a   b\n    | ^^^^^\n"},
		{"wide", "名前: ‹値›", "  1 | 名前: 値\n    |       ^^\n"},
		{"emoji", "👩‍💻 🇩🇪 ‹x›", "  1 | 👩‍💻 🇩🇪 x\n    |       ^\n"},
		{"combining", "cafe\u0301 ‹x›", "  1 | cafe\u0301 x\n    |      ^\n"},
		{"control", "a\x1b[31m ‹x›", "  1 | a<U+001B>[31m x\n    |               ^\n"},
		{"invisible", "a\u202eb ‹x›", "  1 | a<U+202E>b x\n    |            ^\n"},
		{"several lines", "a: ‹|\n  x›\n", "  1 | a: |\n    |    ^\n"},
		{"carriage return", "a: ‹b›\r\nc: d", "  1 | a: b\n    |    ^\n"},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, marked(test.text).lines((&Command{LookupEnv: noEnv}).palette(nil))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// TestSnippetCutsLongLines shows that the marked part stays in sight and the width
// bounded, wherever it is.
func TestSnippetCutsLongLines(t *testing.T) {
	t.Parallel()
	for _, before := range []int{0, 10, 39, 40, 41, 100, 159, 160, 161, 5000} {
		for _, fill := range []string{"x", "名", "\t"} {
			s := marked(strings.Repeat(fill, before) + "‹HERE›" + strings.Repeat(fill, 200))
			if width := displaywidth.String(s.text); width > maxWidth+3 {
				t.Errorf("%d × %q: %d columns", before, fill, width)
			}
			if shown := columnsOf(s.text, s.start, s.end); shown != "HERE" {
				t.Errorf("%d × %q: marks %q in %q", before, fill, shown, s.text)
			}
		}
	}
}

// TestSnippetHidesKeys shows that a key is covered and what stands behind it stays marked.
func TestSnippetHidesKeys(t *testing.T) {
	t.Parallel()
	key := "sk_" + "live_" + strings.Repeat("a1B2c3D4e5F6", 2)
	s := marked("token: " + key + " ‹x›")
	if strings.Contains(s.text, key[4:]) || columnsOf(s.text, s.start, s.end) != "x" {
		t.Errorf("shows %q with %d-%d marked", s.text, s.start, s.end)
	}
}

func marked(text string) snippet {
	start := strings.Index(text, "‹")
	text = strings.Replace(text, "‹", "", 1)
	end := strings.Index(text, "›")
	text = strings.Replace(text, "›", "", 1)
	return newSnippet(source.NewFile("x", text), source.Range(start, end))
}

// columnsOf returns what stands in some columns of a text.
func columnsOf(text string, start, end int) string {
	var b strings.Builder
	column := 0
	for g := displaywidth.StringGraphemes(text); g.Next(); column += g.Width() {
		if start <= column && column < end {
			b.WriteString(g.Value())
		}
	}
	return b.String()
}

func noEnv(string) (string, bool) { return "", false }
