package main

import (
	"archive/zip"
	"io"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptUnzipped is "unzipped archive name": it prints one file of an archive.
func scriptUnzipped(ts *testscript.TestScript, _ bool, args []string) {
	archive, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer archive.Close()
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
