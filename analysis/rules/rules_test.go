package rules_test

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/rules"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

var update = flag.Bool("update", false, "rewrite the generated README.md")

func check(text string) []diagnostic.Diagnostic {
	d := declaration.Read(syntax.Parse(source.NewFile("usepaso.yaml", text)), nil)
	return rules.Run(d, nil, nil).Diagnostics()
}

// TestExamples holds every rule to its own documentation.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, r := range rules.All {
		t.Run(r.Code, func(t *testing.T) {
			t.Parallel()
			found := check(r.Bad)
			if len(found) == 0 {
				t.Fatalf("Bad yields nothing:\n%s", r.Bad)
			}
			for _, d := range found {
				if d.Code != r.Code {
					t.Errorf("Bad yields also %s: %s", d.Code, d.Message)
				}
			}
			if fixes := found[0].Fixes; len(fixes) > 0 {
				fixed, ok := source.Apply(r.Bad, fixes[0].Edits)
				if diff := cmp.Diff(r.Good, fixed); !ok || diff != "" {
					t.Errorf("the fix %q of Bad does not yield Good (-Good +fixed):\n%s", fixes[0].Title, diff)
				}
			}
			for _, d := range check(r.Good) {
				t.Errorf("Good yields %s: %s", d.Code, d.Message)
			}
		})
	}
}

// TestAll finds rules that are declared and not listed, and those listed badly.
func TestAll(t *testing.T) {
	t.Parallel()
	for i, r := range rules.All {
		if i > 0 && rules.All[i-1].Code >= r.Code {
			t.Errorf("%s stands behind %s: not sorted, or twice", r.Code, rules.All[i-1].Code)
		}
		if r.Title == "" || r.Severity == 0 || r.Bad == "" || r.Good == "" || strings.Count(r.Doc, "\n\n") < 2 {
			t.Errorf("%s: needs a title, a severity, examples, and a Doc of what, why and how to repair it", r.Code)
		}
	}
	listed, declared := listedRules(t), declaredRules(t)
	if diff := cmp.Diff(declared, listed); diff != "" {
		t.Errorf("All (-declared +listed):\n%s", diff)
	}
	if len(rules.All) != len(listed) {
		t.Errorf("All has %d rules, all.go lists %d", len(rules.All), len(listed))
	}
}

func parsePackage(t *testing.T) map[string]*ast.File {
	t.Helper()
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*ast.File{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		if files[path], err = parser.ParseFile(token.NewFileSet(), path, nil, 0); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// declaredRules returns the names of the variables that are set to &Rule{…}, each
// of which must have the file that its code names to itself.
func declaredRules(t *testing.T) []string {
	t.Helper()
	var names []string
	for path, file := range parsePackage(t) {
		inFile := 0
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, spec := range gen.Specs {
				v := spec.(*ast.ValueSpec)
				for i, value := range v.Values {
					if isRule(value) {
						names = append(names, v.Names[i].Name)
						inFile++
					}
				}
			}
		}
		code := strings.ReplaceAll(strings.TrimSuffix(path, ".go"), "_", "-")
		if inFile > 1 || inFile == 1 && rules.Lookup(code) == nil {
			t.Errorf("%s: holds %d rules; a rule stands alone in the file of its code", path, inFile)
		}
	}
	slices.Sort(names)
	return names
}

func isRule(e ast.Expr) bool {
	pointer, ok := e.(*ast.UnaryExpr)
	if !ok {
		return false
	}
	literal, ok := pointer.X.(*ast.CompositeLit)
	if !ok {
		return false
	}
	name, ok := literal.Type.(*ast.Ident)
	return ok && name.Name == "Rule"
}

func listedRules(t *testing.T) []string {
	t.Helper()
	var names []string
	ast.Inspect(parsePackage(t)["all.go"], func(n ast.Node) bool {
		if list, ok := n.(*ast.CompositeLit); ok {
			for _, e := range list.Elts {
				names = append(names, e.(*ast.Ident).Name)
			}
		}
		return true
	})
	slices.Sort(names)
	return names
}

func TestReadme(t *testing.T) {
	t.Parallel()
	want := rules.Reference()
	if *update {
		if err := os.WriteFile("README.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("README.md is not what the rules say; run go test ./analysis/rules -update (-rules +file):\n%s", diff)
	}
	for _, r := range rules.All {
		if page := rules.Explain(r); !strings.HasPrefix(page, "# "+r.Code+"\n") || !strings.Contains(page, r.Doc) {
			t.Errorf("%s: %s", r.Code, page)
		}
	}
}
