package ide

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/usepaso/usepaso/analysis"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// mark is where the cursor stands in a fixture's text.
const mark = "‸"

// fixtures runs a feature over testdata/ide/<feature>: each archive holds prose, a
// usepaso.yaml with the cursor in it, and what the feature says there as "want".
// More parameters of a feature stand in the prose as "name: value".
func fixtures(t *testing.T, feature string, ask func(f fixture) string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("../../testdata/ide", feature, "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures for %s: %v", feature, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			runFixture(t, path, ask)
		})
	}
}

// fixture is one case: a text, and a place in it.
type fixture struct {
	*analysis.Snapshot
	offset int // of the cursor; -1 where there is none
	prose  string
}

// parameter returns the value that the prose gives to a name, or "".
func (f fixture) parameter(name string) string {
	for line := range strings.SplitSeq(f.prose, "\n") {
		if value, ok := strings.CutPrefix(line, name+": "); ok {
			return value
		}
	}
	return ""
}

func runFixture(t *testing.T, path string, ask func(fixture) string) {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got, want string
	found := false
	for _, file := range archive.Files {
		if file.Name == "want" {
			want, found = string(file.Data), true
			continue
		}
		text := strings.NewReplacer("␤\n", "", "␍", "\r").Replace(string(file.Data))
		before, after, _ := strings.Cut(text, mark)
		f := fixture{analysis.Analyze(file.Name, before+after), len(before), string(archive.Comment)}
		if !strings.Contains(text, mark) {
			f.offset = -1
		}
		got = ask(f)
	}
	if got != "" && !strings.HasSuffix(got, "\n") {
		got += "\n"
	}
	switch {
	case *update && got != want:
		if !found {
			archive.Files = append(archive.Files, txtar.File{Name: "want"})
		}
		for i := range archive.Files {
			if archive.Files[i].Name == "want" {
				archive.Files[i].Data = []byte(got)
			}
		}
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	case got != want:
		t.Errorf("(-want +got):\n%s", cmp.Diff(want, got))
	}
}
