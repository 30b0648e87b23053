package schema_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
	"github.com/usepaso/usepaso/schema"
)

var update = flag.Bool("update", false, "rewrite the generated files")

func TestGeneratedFiles(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"README.md": schema.Reference(), "usepaso.schema.json": string(schema.JSONSchema())} {
		if *update {
			if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%s is not what the table says; run go test ./schema -update (-table +file):\n%s", name, diff)
		}
	}
}

// TestTable finds slips in the table itself.
func TestTable(t *testing.T) {
	t.Parallel()
	for _, o := range schema.Objects() {
		names := map[string]bool{}
		for _, k := range o.Keys {
			where := o.Name + "." + k.Name
			if names[k.Name] {
				t.Errorf("%s stands twice", where)
			}
			names[k.Name] = true
			if !strings.HasSuffix(strings.TrimRight(k.Doc, "\n"), ".") && !strings.HasSuffix(k.Doc, "```") && !strings.Contains(k.Doc, "\n- ") {
				t.Errorf("%s: Doc is no sentence: %q", where, k.Doc)
			}
			if len(k.Enum) > 0 && k.Default != "" && !slices.Contains(k.Enum, k.Default) {
				t.Errorf("%s: default %q is none of its values", where, k.Default)
			}
			for word, value := range k.Spellings {
				if !slices.Contains(k.Enum, value) || slices.Contains(k.Enum, word) {
					t.Errorf("%s: spelling %q of %q", where, word, value)
				}
			}
			for _, word := range k.Words {
				if o.Key(word) != nil {
					t.Errorf("%s: %q is also a key", where, word)
				}
			}
			if _, err := regexp.Compile(k.Pattern); err != nil {
				t.Errorf("%s: %v", where, err)
			}
		}
		for _, suffix := range o.Suffixes {
			if o.Key(strings.TrimPrefix(suffix, "_")) == nil {
				t.Errorf("%s: suffix %s has no key", o.Name, suffix)
			}
		}
	}
}

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
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
	return s
}

func TestJSONSchemaAcceptsExamples(t *testing.T) {
	t.Parallel()
	s := compile(t)
	paths, err := filepath.Glob("../testdata/examples/*/usepaso.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(decode(t, text)); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestJSONSchema runs testdata/jsonschema.txtar: files under ok/ are accepted, those under bad/ refused.
func TestJSONSchema(t *testing.T) {
	t.Parallel()
	s := compile(t)
	archive, err := txtar.ParseFile("testdata/jsonschema.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		err := s.Validate(decode(t, f.Data))
		if accepted := err == nil; accepted != strings.HasPrefix(f.Name, "ok/") {
			t.Errorf("%s: accepted is %v: %v", f.Name, accepted, err)
		}
	}
}

func decode(t *testing.T, text []byte) any {
	t.Helper()
	tree := syntax.Parse(source.NewFile("", string(text)))
	for _, p := range tree.Problems() {
		t.Fatal(p.Message)
	}
	return declaration.Value(tree.Root)
}
