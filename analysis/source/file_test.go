package source_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/analysis/source"
)

func TestLines(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"":                  {""},
		"a":                 {"a"},
		"a\n":               {"a", ""},
		"a\r\nb\rc\nd":      {"a", "b", "c", "d"},
		"\r\r\n\n":          {"", "", "", ""},
		"a\u2028b\u0085c\n": {"a\u2028b\u0085c", ""},
	} {
		f := source.NewFile("f", text)
		if diff := cmp.Diff(want, lines(f)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
		if got := f.Line(-1); got != source.Range(0, 0) {
			t.Errorf("%q: line -1 at %v", text, got)
		}
		if got := f.Line(len(want)); got != source.Range(len(text), len(text)) {
			t.Errorf("%q: a line too many at %v", text, got)
		}
	}
}

func lines(f *source.File) []string {
	var all []string
	for i := range f.Lines() {
		all = append(all, f.Slice(f.Line(i)))
	}
	return all
}

// TestPositions checks a place in every unit, and that each leads back to it.
func TestPositions(t *testing.T) {
	t.Parallel()
	const text = "aé😀b\r\n😀\n"
	f := source.NewFile("f", text)
	for _, test := range []struct {
		offset        int
		position      source.Position
		utf16, asUTF8 source.Point
	}{
		{0, source.Position{Line: 1, Column: 1}, source.Point{}, source.Point{}},
		{1, source.Position{Line: 1, Column: 2}, source.Point{Character: 1}, source.Point{Character: 1}},
		{3, source.Position{Line: 1, Column: 3}, source.Point{Character: 2}, source.Point{Character: 3}},
		{7, source.Position{Line: 1, Column: 4}, source.Point{Character: 4}, source.Point{Character: 7}},
		{8, source.Position{Line: 1, Column: 5}, source.Point{Character: 5}, source.Point{Character: 8}},
		{10, source.Position{Line: 2, Column: 1}, source.Point{Line: 1}, source.Point{Line: 1}},
		{14, source.Position{Line: 2, Column: 2}, source.Point{Line: 1, Character: 2}, source.Point{Line: 1, Character: 4}},
		{15, source.Position{Line: 3, Column: 1}, source.Point{Line: 2}, source.Point{Line: 2}},
	} {
		if got := f.Position(test.offset); got != test.position {
			t.Errorf("Position(%d) = %v, want %v", test.offset, got, test.position)
		}
		if got := f.Offset(test.position); got != test.offset {
			t.Errorf("Offset(%v) = %d, want %d", test.position, got, test.offset)
		}
		for enc, want := range map[source.Encoding]source.Point{source.UTF16: test.utf16, source.UTF8: test.asUTF8} {
			if got := f.Point(test.offset, enc); got != want {
				t.Errorf("Point(%d, %d) = %v, want %v", test.offset, enc, got, want)
			}
			if got := f.PointOffset(want, enc); got != test.offset {
				t.Errorf("PointOffset(%v, %d) = %d, want %d", want, enc, got, test.offset)
			}
		}
	}
}

// TestPointOffsetClamps gives places that a file does not have.
func TestPointOffsetClamps(t *testing.T) {
	t.Parallel()
	f := source.NewFile("f", "a😀b\n")
	for _, test := range []struct {
		point source.Point
		enc   source.Encoding
		want  int
	}{
		{source.Point{Line: -1, Character: 5}, source.UTF16, 0},
		{source.Point{Line: 0, Character: -1}, source.UTF16, 0},
		{source.Point{Line: 0, Character: 2}, source.UTF16, 1}, // between the halves of 😀
		{source.Point{Line: 0, Character: 3}, source.UTF8, 1},
		{source.Point{Line: 0, Character: 99}, source.UTF16, 6},
		{source.Point{Line: 9, Character: 0}, source.UTF8, 7},
	} {
		if got := f.PointOffset(test.point, test.enc); got != test.want {
			t.Errorf("PointOffset(%v, %d) = %d, want %d", test.point, test.enc, got, test.want)
		}
	}
}

func TestApply(t *testing.T) {
	t.Parallel()
	edits := []source.Edit{{Span: source.Range(4, 5), New: "X"}, {Span: source.Range(0, 0), New: "<"}, {Span: source.Range(0, 2), New: ""}}
	if got, ok := source.Apply("abcdef", edits); !ok || got != "<cdXf" {
		t.Errorf("Apply = %q, %v", got, ok)
	}
	overlapping := []source.Edit{{Span: source.Range(0, 3), New: "x"}, {Span: source.Range(2, 4), New: "y"}, {Span: source.Range(5, 9), New: "z"}}
	if got, ok := source.Apply("abcdef", overlapping); ok || got != "xdef" {
		t.Errorf("Apply with overlaps = %q, %v", got, ok)
	}
}

// FuzzFileEdit compares the line table that edits lead to with that of a fresh file.
func FuzzFileEdit(f *testing.F) {
	for i, text := range []string{"", "a\nb\r\nc\rd", "\r\n\r\n", "\n\r", "é\u2028\n😀"} {
		f.Add(text, uint64(i))
	}
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		random := rand.New(rand.NewPCG(seed, 1))
		if seed%2 == 1 { // long enough to be held in several blocks
			text = strings.Repeat(text+"line\r\n", 20000/(len(text)+6))
		}
		file := source.NewFile("f", text)
		for range 8 {
			file = file.Edit(randomEdit(random, file.Len()))
			fresh := source.NewFile("f", file.Text())
			if !slices.Equal(lines(file), lines(fresh)) {
				t.Fatalf("%q has lines %q, want %q", file.Text(), lines(file), lines(fresh))
			}
			for i := range fresh.Lines() + 1 {
				if file.Line(i) != fresh.Line(i) {
					t.Fatalf("%q: line %d at %v, want %v", file.Text(), i, file.Line(i), fresh.Line(i))
				}
			}
		}
	})
}

func randomEdit(random *rand.Rand, size int) source.Edit {
	pieces := []string{"", "\n", "\r", "\r\n", "a", "\n\n", "b\rc\n", "é"}
	start := random.IntN(size + 1)
	return source.Edit{
		Span: source.Range(start, start+random.IntN(min(size-start, 6)+1)),
		New:  pieces[random.IntN(len(pieces))],
	}
}
