// Package analysistest runs one corpus of fixtures through any front end, so that
// the engine, the command line and the language server can be shown to agree.
//
// A fixture is a txtar archive: prose that says what the case shows, then the
// files, then what is expected of them.
//
//	-- usepaso.yaml --
//	…
//	-- diagnostics --
//	usepaso.yaml:3:5-3:20 error misspelt-key unknown key "consent_requird" …
//	-- fixed/usepaso.yaml --
//	…
//
// Lines and columns count from 1, columns in characters, and the end lies behind
// the last character. No "diagnostics" means that the files must be silent; a
// "fixed/" file is the text after every safe fix, as often as there are any.
//
// A test binary that defines the flag -update rewrites both instead of comparing.
package analysistest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

const (
	golden = "diagnostics"
	fixed  = "fixed/"
)

// Run checks every fixture in dir. The front end is given the files of one fixture
// by name and returns its findings as Line writes them, in the order in which it shows them.
func Run(t *testing.T, dir string, frontend func(t *testing.T, files map[string]string) []string) {
	t.Helper()
	Golden(t, dir, golden, func(t *testing.T, files map[string]string) string {
		if lines := frontend(t, files); len(lines) > 0 {
			return strings.Join(lines, "\n") + "\n"
		}
		return ""
	})
}

// Golden checks one file of every fixture in dir: what got makes of the other ones.
func Golden(t *testing.T, dir, name string, got func(t *testing.T, files map[string]string) string) {
	t.Helper()
	each(t, dir, func(t *testing.T, archive *txtar.Archive) {
		expect(t, archive, name, got(t, inputs(archive)))
	})
}

// RunFixes checks the "fixed/" files of every fixture in dir. Fix returns one
// text after every safe fix.
func RunFixes(t *testing.T, dir string, fix func(t *testing.T, name, text string) string) {
	t.Helper()
	each(t, dir, func(t *testing.T, archive *txtar.Archive) {
		files := inputs(archive)
		for _, f := range slices.Clone(archive.Files) {
			if name, ok := strings.CutPrefix(f.Name, fixed); ok {
				got := fix(t, name, files[name])
				expect(t, archive, f.Name, got)
				if again := fix(t, name, got); again != got {
					t.Errorf("fixing %s twice differs (-once +twice):\n%s", name, cmp.Diff(got, again))
				}
			}
		}
	})
}

// Line returns a finding with plain spans as fixtures write it.
func Line(file *source.File, d diagnostic.Diagnostic) string {
	start, end := file.Position(int(d.Span.Start)), file.Position(int(d.Span.End))
	return fmt.Sprintf("%s:%d:%d-%d:%d %s %s %s", file.Name, start.Line, start.Column, end.Line, end.Column, d.Severity, d.Code, d.Message)
}

func each(t *testing.T, dir string, check func(*testing.T, *txtar.Archive)) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures in %s: %v", dir, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			before := string(txtar.Format(archive))
			check(t, archive)
			if after := txtar.Format(archive); updating() && string(after) != before {
				if err := os.WriteFile(path, after, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// inputs returns the files that a fixture is about. The marks ␍ and ␉ stand for a
// carriage return and a tab, ␤ at the end for a last line without a line break, and
// ␠ for a space that editors would strip, ␀ for a
// NUL, and ␡ for nothing: it keeps apart what looks like a real key.
func inputs(archive *txtar.Archive) map[string]string {
	files := map[string]string{}
	for _, f := range archive.Files {
		if f.Name != golden && !strings.HasPrefix(f.Name, fixed) {
			files[f.Name] = unmark.Replace(string(f.Data))
		}
	}
	return files
}

var (
	unmark = strings.NewReplacer("␍", "\r", "␉", "\t", "␤\n", "", "␠", " ", "␀", "\x00", "␡", "")
	mark   = strings.NewReplacer("\r", "␍", "\t", "␉", "\x00", "␀")
)

// expect compares got with a file of the archive, or writes it there.
func expect(t *testing.T, archive *txtar.Archive, name, got string) {
	t.Helper()
	got = mark.Replace(got)
	if got != "" && !strings.HasSuffix(got, "\n") {
		got += "␤\n"
	}
	i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == name })
	want := ""
	if i >= 0 {
		want = string(archive.Files[i].Data)
	}
	switch {
	case got == want:
	case !updating():
		t.Errorf("%s (-want +got):\n%s", name, cmp.Diff(want, got))
	case i >= 0:
		archive.Files[i].Data = []byte(got)
	default:
		archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(got)})
	}
}

func updating() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
}
