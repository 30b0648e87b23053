package analysis

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/usepaso/usepaso/analysis/analysistest"
)

func TestZZDump(t *testing.T) {
	paths, _ := filepath.Glob("../testdata/rules/*.txtar")
	sort.Strings(paths)
	only := strings.Fields(os.Getenv("ONLY"))
	for _, p := range paths {
		name := strings.TrimSuffix(filepath.Base(p), ".txtar")
		keep := len(only) == 0
		for _, o := range only {
			keep = keep || strings.HasPrefix(name, o)
		}
		if !keep {
			continue
		}
		a, _ := txtar.ParseFile(p)
		fmt.Println("==", name)
		for _, f := range a.Files {
			if f.Name != "usepaso.yaml" {
				continue
			}
			text := strings.NewReplacer("␍", "\r", "␉", "\t", "␤\n", "", "␠", " ").Replace(string(f.Data))
			s := Analyze(f.Name, text)
			for _, d := range s.Diagnostics() {
				fmt.Printf("%s\n      [%s] path=%s", analysistest.Line(s.File, d), strings.ReplaceAll(s.File.Slice(d.Span), "\n", "⏎"), d.Path)
				for _, x := range d.Fixes {
					fmt.Printf(" fix(%v %q)", x.Unsafe, x.Title)
				}
				fmt.Println()
			}
			fixed, n := Fix(f.Name, text, false)
			if n > 0 {
				fmt.Println("---- fixed", n)
				fmt.Println(fixed)
			}
			u, n := Fix(f.Name, text, true)
			if u != fixed {
				fmt.Println("---- unsafe", n)
				fmt.Println(u)
			}
		}
	}
}
