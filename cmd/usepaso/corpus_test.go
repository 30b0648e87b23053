package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/usepaso/usepaso/analysis/analysistest"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

const corpus = "../../testdata/rules"

// TestCorpus shows that validate --json says what the engine says.
func TestCorpus(t *testing.T) {
	leaveGoldens(t)
	analysistest.Run(t, corpus, func(t *testing.T, files map[string]string) []string {
		dir := writeFiles(t, files)
		var lines []string
		for _, name := range sortedDeclarations(files) {
			var out jsonFile
			stdout, _ := runIn(t, dir, "validate", "--json", "--strict", name)
			if err := json.Unmarshal([]byte(stdout), &out); err != nil {
				t.Fatalf("%v in %s", err, stdout)
			}
			lines = append(lines, fixtureLines(slices.Concat(out.Errors, out.Warnings))...)
		}
		return lines
	})
}

// TestCorpusFixes shows that validate --fix writes what the engine's fixes make.
func TestCorpusFixes(t *testing.T) {
	leaveGoldens(t)
	analysistest.RunFixes(t, corpus, func(t *testing.T, name, text string) string {
		dir := writeFiles(t, map[string]string{name: text})
		_, complaint := runIn(t, dir, "validate", "--fix", name)
		fixed, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatalf("%v, %s", err, complaint)
		}
		return string(fixed)
	})
}

// leaveGoldens skips a test that would write what the engine's own tests write.
func leaveGoldens(t *testing.T) {
	t.Helper()
	if *update {
		t.Skip("the expectations are the engine's to write")
	}
}

// fixtureLines writes findings as fixtures do, in the order of the engine.
func fixtureLines(found []jsonFinding) []string {
	slices.SortStableFunc(found, func(a, b jsonFinding) int {
		sa, _ := diagnostic.ParseSeverity(a.Severity)
		sb, _ := diagnostic.ParseSeverity(b.Severity)
		return cmp.Or(
			cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.EndLine, b.EndLine), cmp.Compare(a.EndColumn, b.EndColumn),
			cmp.Compare(sa, sb), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	var lines []string
	for _, f := range found {
		lines = append(lines, fmt.Sprintf("%s:%d:%d-%d:%d %s %s %s", f.File, f.Line, f.Column, f.EndLine, f.EndColumn, f.Severity, f.Code, f.Message))
	}
	return lines
}

func sortedDeclarations(files map[string]string) []string {
	var names []string
	for name := range files {
		if strings.Contains(name, "usepaso.y") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func writeFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
