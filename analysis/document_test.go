package analysis_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/source"
)

// TestDocumentEdits makes runs of edits, near each other as typing does and far
// apart, and looks at the meaning only now and then. It is always that of the text.
func TestDocumentEdits(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 7))
	text := "version: \"1.0\"\nservice:\n  name: é\ncapabilities:\n  - name: a\n    method: GET\n  - name: b\n"
	d := analysis.NewDocument("usepaso.yaml", text, 1)
	at := 0
	for i := range 2000 {
		if random.IntN(10) == 0 {
			at = random.IntN(len(text) + 1)
		}
		e := typing(random, text, at)
		text, _ = source.Apply(text, []source.Edit{e})
		at = int(e.Span.Start) + len(e.New)
		d = d.Edit(i+2, e)
		if d.File.Text() != text || d.Version != i+2 {
			t.Fatalf("edit %d: %s", i, cmp.Diff(text, d.File.Text()))
		}
		if random.IntN(20) != 0 {
			continue
		}
		fresh := analysis.Analyze("usepaso.yaml", text)
		if diff := cmp.Diff(fresh.Diagnostics(), d.Snapshot().Diagnostics()); diff != "" {
			t.Fatalf("edit %d: findings differ (-fresh +edited):\n%s", i, diff)
		}
		if d.Snapshot().File.Text() != text {
			t.Fatalf("edit %d: the snapshot is of another text", i)
		}
	}
}

// typing is an edit at a place: something typed, or a few characters deleted.
func typing(random *rand.Rand, text string, at int) source.Edit {
	words := []string{"a", "\n", "  ", ": ", "- name: c\n", "\"", "é", "{", "#"}
	from, to := at, at
	switch random.IntN(3) {
	case 0:
		from = max(at-1-random.IntN(3), 0)
	case 1:
		to = min(at+random.IntN(3), len(text))
	}
	for from > 0 && from < len(text) && text[from]&0xc0 == 0x80 {
		from--
	}
	for to < len(text) && text[to]&0xc0 == 0x80 {
		to++
	}
	return source.Edit{Span: source.Range(from, max(from, to)), New: words[random.IntN(len(words))]}
}

func TestDocumentReplace(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{{"", "a: 1"}, {"a: 1", ""}, {"a: é", "a: è"}, {"aaa", "aa"}, {"x", "x"}, {"a: 𝒳", "a: 𝒴"}} {
		d := analysis.NewDocument("usepaso.yaml", c[0], 1)
		d.Snapshot()
		if got := d.Replace(2, c[1]).File.Text(); got != c[1] {
			t.Errorf("%q became %q, not %q", c[0], got, c[1])
		}
	}
}

// TestDocumentShares asks from many sides at once: one analysis is made.
func TestDocumentShares(t *testing.T) {
	t.Parallel()
	d := analysis.NewDocument("usepaso.yaml", "a: 1", 1).Edit(2, source.Edit{Span: source.Range(0, 1), New: "b"})
	var wg sync.WaitGroup
	snapshots := make([]*analysis.Snapshot, 20)
	for i := range snapshots {
		wg.Go(func() { snapshots[i] = d.Snapshot() })
	}
	wg.Wait()
	for _, s := range snapshots {
		if s != snapshots[0] {
			t.Fatal("two analyses of one state")
		}
	}
}

func TestWorkspaceViews(t *testing.T) {
	t.Parallel()
	w := analysis.NewWorkspace()
	empty := w.View()
	w.Put(analysis.NewDocument("b", "x", 1))
	w.Put(analysis.NewDocument("a", "y", 1))
	full := w.View()
	w.Close("b")
	if len(empty.Documents()) != 0 || empty.Document("a") != nil {
		t.Error("an earlier view has changed")
	}
	if list := full.Documents(); len(list) != 2 || list[0].File.Name != "a" {
		t.Errorf("got %v", list)
	}
	if w.View().Document("b") != nil || w.View().Document("a") == nil {
		t.Error("closing closed the wrong one")
	}
}

func TestIsDeclaration(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{
		"usepaso.yaml": true, "usepaso.yml": true, "/w/pay.usepaso.yaml": true, `C:\w\usepaso.yaml`: true, "/w/.usepaso.yml": true,
		"xusepaso.yaml": false, "usepaso.yaml.bak": false, "usepaso.json": false, "/usepaso.yaml/x.yaml": false, "": false, "openapi.yaml": false,
	} {
		if got := analysis.IsDeclaration(path); got != want {
			t.Errorf("%q: %t", path, got)
		}
	}
}

func TestFindAndRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"usepaso.yaml", "a/b.usepaso.yml", ".hidden/usepaso.yaml", "node_modules/usepaso.yaml", "a/usepaso.yaml/inside.yaml"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{filepath.Join(dir, "a", "b.usepaso.yml"), filepath.Join(dir, "usepaso.yaml")}
	if diff := cmp.Diff(want, analysis.Find(t.Context(), dir)); diff != "" {
		t.Error(diff)
	}
	if text, err := analysis.ReadFile(want[0]); err != nil || text != "a/b.usepaso.yml" {
		t.Errorf("read %q, %v", text, err)
	}
	if _, err := analysis.ReadFile(dir); err == nil || !strings.Contains(err.Error(), "regular file") {
		t.Errorf("a folder: %v", err)
	}
	if found := analysis.Find(t.Context(), filepath.Join(dir, "missing")); found != nil {
		t.Errorf("a missing folder has %v", found)
	}
}
