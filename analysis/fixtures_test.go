package analysis_test

import (
	"flag"
	"slices"
	"strings"
	"testing"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/analysistest"
)

var _ = flag.Bool("update", false, "rewrite the expectations in testdata")

const fixtures = "../testdata/rules"

// Both tests rewrite the same files with -update: they run one after the other,
// their fixtures in parallel.

func TestFixtures(t *testing.T) {
	analysistest.Run(t, fixtures, func(_ *testing.T, files map[string]string) []string {
		var names, lines []string
		for name := range files {
			if strings.Contains(name, "usepaso.y") {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		for _, name := range names {
			s := analysis.Analyze(name, files[name])
			for _, d := range s.Diagnostics() {
				lines = append(lines, analysistest.Line(s.File, d))
			}
		}
		return lines
	})
}

func TestFixtureFixes(t *testing.T) {
	analysistest.RunFixes(t, fixtures, func(_ *testing.T, name, text string) string {
		fixed, _ := analysis.Fix(name, text, false)
		return fixed
	})
}
