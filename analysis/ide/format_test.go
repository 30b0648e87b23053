package ide

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/source"
)

// visible shows the blanks and line breaks that formatting is about.
var visible = strings.NewReplacer("\r", "␍")

func TestFormat(t *testing.T) {
	t.Parallel()
	fixtures(t, "format", func(f fixture) string {
		text := checkFormat(t, f.Snapshot)
		return visible.Replace(text)
	})
}

// checkFormat formats and holds the result to what Format promises.
func checkFormat(t *testing.T, s *analysis.Snapshot) string {
	t.Helper()
	text := Format(s)
	again := analysis.Analyze(s.File.Name, text)
	if !sameMeaning(s, text) {
		t.Errorf("formatting %q changes the meaning: %q", s.File.Text(), text)
	}
	if second := Format(again); second != text {
		t.Errorf("formatting twice differs:\n%s", cmp.Diff(text, second))
	}
	edited, ok := source.Apply(s.File.Text(), FormatEdits(s, source.Range(0, s.File.Len())))
	if !ok || edited != text {
		t.Errorf("the edits give another text:\n%s", cmp.Diff(text, edited))
	}
	return text
}

// TestFormatKeepsExamples holds the examples to the layout that Format gives.
func TestFormatKeepsExamples(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("../../testdata/examples/*/usepaso.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatal("no examples", err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(text), Format(analysis.Analyze(path, string(text)))); diff != "" {
			t.Errorf("%s would change (-file +formatted):\n%s", path, diff)
		}
	}
}

// FuzzFormat formats any text: it never changes the meaning and settles at once.
func FuzzFormat(f *testing.F) {
	paths, _ := filepath.Glob("../../testdata/ide/format/*.txtar")
	for _, path := range paths {
		if text, err := os.ReadFile(path); err == nil {
			f.Add(string(text))
		}
	}
	f.Add("a:\n- b: |\n   x\n\n   y\n  # c\n-   d:   'e\n\n  f'\n")
	f.Fuzz(func(t *testing.T, text string) { checkFormat(t, analysis.Analyze("usepaso.yaml", text)) })
}
