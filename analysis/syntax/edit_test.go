package syntax

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/analysis/source"
)

// TestEditKeeps checks that an edit leaves every node of the other chunks as it is.
func TestEditKeeps(t *testing.T) {
	t.Parallel()
	const n = 20
	text := declaration(n)
	for name, test := range map[string]struct {
		before, insert string
		lost           []int // items that are made anew
		shift          int   // how many items more there are behind
	}{
		"a letter":        {"description: List things of area 7,", "x", []int{7}, 0},
		"a break":         {"    method: GET\n    path: /areas/7/", "\n", []int{7}, 0},
		"an open quote":   {"List things of area 7,", "\"", []int{7}, 0},
		"a comment above": {"  - name: list_things_7\n", "  # c\n", []int{7}, 0},
		"an item":         {"  - name: list_things_7\n", "  - name: new\n", nil, 1},
		"a section":       {"permissions:\n", "x-y: z\n", nil, 0},
		"the service":     {"name: Acme", "x", nil, 0},
		"the version":     {"version:", "# c\n", nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			old := parse(text)
			at := strings.Index(text, test.before)
			tree := old.Edit(source.Edit{Span: source.Range(at, at), New: test.insert})
			if diff := cmp.Diff(describe(parse(tree.File.Text())), describe(tree)); diff != "" {
				t.Fatal(diff)
			}
			was, is := old.Root.Get("capabilities").Items, tree.Root.Get("capabilities").Items
			if len(is) != n+test.shift {
				t.Fatalf("%d items", len(is))
			}
			var lost []int
			for i, item := range was {
				j := i
				if i >= 7 {
					j += test.shift
				}
				if is[j] != item {
					lost = append(lost, i)
				}
			}
			if diff := cmp.Diff(test.lost, lost); diff != "" {
				t.Errorf("items made anew: %s", diff)
			}
		})
	}
}

// TestPlaceOfOthers checks that a tree does not place what is not its own.
func TestPlaceOfOthers(t *testing.T) {
	t.Parallel()
	old := parse("a: b\nc: d\n")
	span := old.Root.Get("c").Span
	tree := old.Edit(source.Edit{Span: source.Range(8, 9), New: "e"})
	if got := tree.Place(span); !got.IsZero() {
		t.Errorf("a place in a piece that is gone: %v", got)
	}
	if got := old.Text(span); got != "d" {
		t.Errorf("the old tree says %q", got)
	}
	if got := tree.Place(source.Range(3, 4)); got != source.Range(3, 4) {
		t.Errorf("a plain span became %v", got)
	}
}

// TestManyChunks checks the limits on cutting, from both sides and across them.
func TestManyChunks(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range maxSections {
		fmt.Fprintf(&b, "k%d: 1\n", i)
	}
	tree := parse(b.String())
	if len(tree.slots) != maxSections+1 {
		t.Fatalf("%d chunks", len(tree.slots))
	}
	at := tree.File.Len()
	more := tree.Edit(source.Edit{Span: source.Range(at, at), New: "k: 1\n"})
	if len(more.slots) != 1 || len(more.Root.Entries) != maxSections+1 {
		t.Fatalf("%d chunks, %d entries", len(more.slots), len(more.Root.Entries))
	}
	less := more.Edit(source.Edit{Span: source.Range(at, at+5)})
	if diff := cmp.Diff(describe(tree), describe(less)); diff != "" {
		t.Error(diff)
	}
}
