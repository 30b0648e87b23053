package main

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptUnzipped is "unzipped archive [name]": it prints one file of an archive, or
// the names of all.
func scriptUnzipped(ts *testscript.TestScript, _ bool, args []string) {
	archive, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer archive.Close()
	if len(args) == 1 {
		for _, f := range archive.File {
			_, err := fmt.Fprintln(ts.Stdout(), f.Name)
			ts.Check(err)
		}
		return
	}
	f, err := archive.Open(args[1])
	ts.Check(err)
	data, err := io.ReadAll(f)
	ts.Check(err)
	_, err = ts.Stdout().Write(data)
	ts.Check(err)
}

// TestDemoDeclaration holds the demonstration's declaration against the example.
func TestDemoDeclaration(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(exampleFolder + "/stripe/usepaso.yaml")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "demo/usepaso.yaml", string(text))
}
