package rules_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/rules"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
	"github.com/usepaso/usepaso/schema"
)

// expressible are the rules whose findings the JSON Schema can make too.
var expressible = []string{
	"malformed-capability-name", "misplaced-key", "missing-key", "missing-value", "misspelt-key", "older-shape", "path-without-slash",
	"too-long", "unknown-key", "unknown-value", "unquoted-text", "valueless-key", "wrong-type", "wrong-version",
}

// TestJSONSchemaAgrees shows that the JSON Schema refuses a declaration exactly
// where those rules do: both are read from one table.
func TestJSONSchemaAgrees(t *testing.T) {
	t.Parallel()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema.JSONSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(schema.ID, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(schema.ID)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range declarations(t) {
		tree := syntax.Parse(source.NewFile(name, text))
		if len(tree.Problems()) > 0 || strings.Contains(text, "ignore[") {
			continue
		}
		first, open := "", false
		for _, d := range rules.Run(declaration.Read(tree, nil), nil, nil).Diagnostics() {
			if slices.Contains(expressible, d.Code) {
				first = d.Code + ": " + d.Message
				break
			}
			open = open || d.Code == "impossible-limit" // of which the JSON Schema knows the numbers below 0
		}
		err := s.Validate(declaration.Value(tree.Root))
		if (err != nil) != (first != "") && !open {
			t.Errorf("%s: the rules say %q, the JSON Schema says %v", name, first, err)
		}
	}
}

// declarations returns the examples of all rules and the declarations of all fixtures.
func declarations(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, r := range rules.All {
		texts[r.Code+" bad"], texts[r.Code+" good"] = r.Bad, r.Good
	}
	paths, err := filepath.Glob("../../testdata/rules/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if f.Name == "usepaso.yaml" {
				texts[filepath.Base(path)] = string(f.Data)
			}
		}
	}
	return texts
}
