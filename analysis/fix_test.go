package analysis_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/usepaso/usepaso/analysis"
	catalogue "github.com/usepaso/usepaso/analysis/rules"
	"github.com/usepaso/usepaso/analysis/source"
)

const shop = `version: 1.0 # of the format
service: {name: Shop, description: Orders of an online shop, base_url: "https://api.shop.example"}
capabilities:
  - name: list_orders
    description: List recent orders
    metod: get
    path: /orders
    consent_requird: true
    owner: payments
`

func TestFix(t *testing.T) {
	t.Parallel()
	safe := strings.NewReplacer("1.0 #", `"1.0" #`, "metod: get", "method: GET", "requird", "required").Replace(shop)
	for _, tt := range []struct {
		name    string
		unsafe  bool
		want    string
		applied int
	}{
		{"safe", false, safe, 4},
		{"unsafe", true, strings.NewReplacer("owner", "x-owner", "/orders\n", "/orders\n    permission: read\n").Replace(safe) + "permissions:\n  read:\n    - list_orders\n", 7},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, applied := analysis.Fix("usepaso.yaml", shop, tt.unsafe)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Fix (-want +got):\n%s", diff)
			}
			if applied != tt.applied {
				t.Errorf("applied %d fixes, want %d", applied, tt.applied)
			}
			if _, again := analysis.Fix("usepaso.yaml", got, tt.unsafe); again != 0 {
				t.Errorf("applied %d fixes to a text that was just fixed", again)
			}
		})
	}
}

// TestExamplesAreClean keeps what the documentation shows free of findings. The
// tutorial's own extension leaves out one description; that is its one regret.
func TestExamplesAreClean(t *testing.T) {
	t.Parallel()
	regrets := map[string]int{"stripe-tutorial-extended": 1}
	paths, err := filepath.Glob("../testdata/examples/*/usepaso.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		s := analysis.Analyze(path, string(text))
		found := s.Diagnostics()
		if want := regrets[filepath.Base(filepath.Dir(path))]; len(found) == want && s.Usable() {
			continue
		}
		for _, d := range found {
			t.Errorf("%s: %s %s: %s", path, d.Severity, d.Code, d.Message)
		}
	}
}

// TestEveryRuleHasAFixture finds rules that no fixture shows.
func TestEveryRuleHasAFixture(t *testing.T) {
	t.Parallel()
	shown := map[string]bool{}
	for text := range fixtureFiles(t) {
		for line := range strings.Lines(text) {
			if fields := strings.Fields(line); len(fields) > 2 {
				shown[fields[2]] = true
			}
		}
	}
	for _, r := range catalogue.All {
		if !shown[r.Code] && !r.Linked {
			t.Errorf("no fixture in %s shows %s", fixtures, r.Code)
		}
	}
}

// fixtureFiles yields the goldens of all fixtures.
func fixtureFiles(t *testing.T) func(yield func(string) bool) {
	t.Helper()
	return func(yield func(string) bool) {
		paths, err := filepath.Glob(filepath.Join(fixtures, "*.txtar"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range archive.Files {
				if f.Name == "diagnostics" && !yield(string(f.Data)) {
					return
				}
			}
		}
	}
}

// FuzzFix shows that any text is analysed without a panic, that every place lies
// in the file, and that fixing comes to an end.
func FuzzFix(f *testing.F) {
	f.Add(shop)
	for _, r := range catalogue.All {
		f.Add(r.Bad)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			t.Skip("long texts only cost time")
		}
		for _, d := range analysis.Analyze("usepaso.yaml", text).Diagnostics() {
			checkSpan(t, text, d.Code, d.Span)
			for _, related := range d.Related {
				checkSpan(t, text, d.Code, related.Span)
			}
			for _, fix := range d.Fixes {
				if _, ok := source.Apply(text, fix.Edits); !ok {
					t.Errorf("%s: the edits of %q overlap or leave the file: %v", d.Code, fix.Title, fix.Edits)
				}
			}
		}
		analysis.Fix("usepaso.yaml", text, false)
		analysis.Fix("usepaso.yaml", text, true)
	})
}

func checkSpan(t *testing.T, text, code string, s source.Span) {
	t.Helper()
	if s.Piece != 0 || s.Start < 0 || s.End < s.Start || int(s.End) > len(text) {
		t.Errorf("%s: span %v in a text of %d bytes", code, s, len(text))
	}
}
