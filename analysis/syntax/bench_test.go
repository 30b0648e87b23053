package syntax

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/usepaso/usepaso/analysis/source"
)

// declaration writes one with n capabilities of about fifteen lines each.
func declaration(n int) string {
	var b strings.Builder
	b.WriteString("version: \"1.0\"\nservice:\n  name: Acme\n  description: Commerce back office\n  base_url: https://api.example.com/v1\n\ncapabilities:\n")
	for i := range n {
		fmt.Fprintf(&b, `  - name: list_things_%d
    description: List things of area %d, newest first, optionally filtered by status
    method: GET
    path: /areas/%d/things/{thing_id}
    permission: read
    inputs:
      thing_id:
        type: string
        required: true
        description: The thing's identifier (e.g. th_1234)
        in: path
      status:
        type: enum
        values: [draft, open, closed]
        in: query
    constraints:
      - max_per_hour: 60

`, i, i, i)
	}
	b.WriteString("permissions:\n  read:\n")
	for i := range n {
		fmt.Fprintf(&b, "    - list_things_%d\n", i)
	}
	return b.String()
}

func BenchmarkParse(b *testing.B) {
	for _, n := range []int{100, 1000, 5000} {
		text := declaration(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				parse(text)
			}
		})
	}
}

func BenchmarkScan(b *testing.B) {
	text := declaration(5000)
	lines := strings.Count(text, "\n")
	for b.Loop() {
		cutAll(text)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(lines), "ns/line")
}

// BenchmarkEdit types one character in the middle of the file. "copy" is the part
// of it that File.Edit takes for the text and the line table.
func BenchmarkEdit(b *testing.B) {
	for _, n := range []int{100, 1000, 5000} {
		text := declaration(n)
		at := strings.Index(text, fmt.Sprintf("List things of area %d,", n/2)) + 4
		insert := source.Edit{Span: source.Range(at, at), New: "x"}
		remove := source.Edit{Span: source.Range(at, at+1)}
		b.Run(fmt.Sprintf("tree/%d", n), func(b *testing.B) {
			tree := parse(text)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				tree = tree.Edit([]source.Edit{insert, remove}[i%2])
			}
		})
		b.Run(fmt.Sprintf("copy/%d", n), func(b *testing.B) {
			file := source.NewFile("f", text)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				file = file.Edit([]source.Edit{insert, remove}[i%2])
			}
		})
	}
}

func TestMemory(t *testing.T) {
	text := declaration(5000)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	tree := parse(text)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if mb := (int64(after.HeapAlloc) - int64(before.HeapAlloc)) >> 20; mb > 60 {
		t.Errorf("a tree of %d bytes holds %d MB", len(text), mb)
	} else {
		t.Logf("%d bytes, %d MB", len(text), mb)
	}
	runtime.KeepAlive(tree)
}
