package main

import (
	"os"
	"path/filepath"
	"testing"
)

const exampleFolder = "../../testdata/examples"

// examples returns the example declarations by the names of their folders.
func examples(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(exampleFolder + "/*/usepaso.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	texts := map[string]string{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(filepath.Dir(path))] = string(text)
	}
	return texts
}

// TestExamples shows that every example has no finding at all, and that all its
// requests build. The tutorial's last step leaves out one description, so that one
// is only valid.
func TestExamples(t *testing.T) {
	t.Parallel()
	for name := range examples(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(exampleFolder, name)
			validate := []string{"validate", "--fail-level", "information"}
			if name != "stripe-tutorial-extended" {
				validate = append(validate[:1], "--strict")
			}
			for _, args := range [][]string{validate, {"test", "--all", "--dry-run"}, {"inspect", "--tools"}} {
				if code, stdout, stderr := run(dir, args...); code != ExitOK || stderr != "" {
					t.Errorf("usepaso %v ended with %d:\n%s%s", args, code, stdout, stderr)
				}
			}
		})
	}
}
