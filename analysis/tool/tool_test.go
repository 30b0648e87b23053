package tool

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/request"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

var update = flag.Bool("update", false, "rewrite the goldens")

const shared = "../../testdata/"

func read(text string) *declaration.Declaration {
	return declaration.Read(syntax.Parse(source.NewFile("usepaso.yaml", text)), nil)
}

// TestExamples holds every tool of every example to its golden; a missing golden
// fails, and so does one that belongs to no tool.
func TestExamples(t *testing.T) {
	t.Parallel()
	examples, err := filepath.Glob(shared + "examples/*/usepaso.yaml")
	if err != nil || len(examples) == 0 {
		t.Fatal("no examples", err)
	}
	for _, path := range examples {
		name := filepath.Base(filepath.Dir(path))
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, shared+"mcp/"+name, List(read(string(text)), nil))
		})
	}
}

// golden compares tools with the files of a folder, one per tool.
func golden(t *testing.T, folder string, tools []*Tool) {
	t.Helper()
	if *update {
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]bool{}
	for _, tool := range tools {
		want[tool.Name+".json"] = true
		file := filepath.Join(folder, tool.Name+".json")
		got := indent(t, tool)
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		golden, err := os.ReadFile(file)
		if err != nil {
			t.Errorf("no golden: run go test -update and read the diff: %v", err)
			continue
		}
		if diff := cmp.Diff(strings.ReplaceAll(string(golden), "\r\n", "\n"), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !want[e.Name()] {
			t.Errorf("%s belongs to no tool", filepath.Join(folder, e.Name()))
		}
	}
}

func indent(t *testing.T, tool *Tool) []byte {
	t.Helper()
	b, err := json.Marshal(tool)
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := json.Indent(&buf, b, "", "  "); err != nil {
		t.Fatal(err)
	}
	return append(buf.Bytes(), '\n')
}

// TestFixtures holds testdata/mcp/*.txtar: a declaration and the tools it makes.
// Files below "accept/" and "refuse/", named after a tool, hold arguments, one
// object a line, about which the schema and request.Check must agree.
func TestFixtures(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(shared + "mcp/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			runFixture(t, file)
		})
	}
}

func runFixture(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var d *declaration.Declaration
	goldens := map[string]string{}
	kept := archive.Files[:0]
	for _, f := range archive.Files {
		folder, name, _ := strings.Cut(f.Name, "/")
		switch folder {
		case "usepaso.yaml":
			d = read(string(f.Data))
		case "accept", "refuse":
			agree(t, d, name, string(f.Data), folder == "accept")
		case "tools":
			goldens[name] = string(f.Data)
			continue
		}
		kept = append(kept, f)
	}
	archive.Files = kept
	got := map[string]string{}
	for _, tool := range List(d, nil) {
		text := string(indent(t, tool))
		got[tool.Name] = text
		archive.Files = append(archive.Files, txtar.File{Name: "tools/" + tool.Name, Data: []byte(text)})
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(goldens, got); diff != "" {
		t.Errorf("tools (-want +got):\n%s", diff)
	}
}

// agree holds the schema and the check to the same verdict.
func agree(t *testing.T, d *declaration.Declaration, name, calls string, accept bool) {
	c := d.Capability(name)
	if c == nil {
		t.Fatalf("no capability %q", name)
	}
	schema := compile(t, New(d, c).InputSchema)
	for line := range strings.Lines(calls) {
		line = strings.TrimSpace(line)
		args, err := request.ParseJSON([]byte(line))
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		_, problems := request.Check(d, c, args, nil)
		if (len(problems) == 0) != accept {
			t.Errorf("%s %s: the check says %v", name, line, problems)
		}
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(v); (err == nil) != accept {
			t.Errorf("%s %s: the schema says %v", name, line, err)
		}
	}
}

func compile(t *testing.T, text json.RawMessage) *jsonschema.Schema {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("tool.json", v); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("tool.json")
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return schema
}

// TestBroken shows that every prefix of an example makes tools of valid schemas.
func TestBroken(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(shared + "examples/stripe-tutorial/usepaso.yaml")
	if err != nil {
		t.Fatal(err)
	}
	broken := []string{"capabilities: [null, 1, {name: a, inputs: {x: null, y: {type: 5, constraints: [{max_value: []}, 3]}}, output: {z: null}}]"}
	for i := 0; i < len(text); i += 7 {
		broken = append(broken, string(text[:i]))
	}
	for _, text := range broken {
		for _, tool := range List(read(text), nil) {
			compile(t, tool.InputSchema)
			if _, err := json.Marshal(tool); err != nil {
				t.Errorf("%v in %q", err, text)
			}
		}
	}
}

func TestPortable(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		`^[a-z]+$`: true, `^ch_\w{3,}$`: true, `a|b`: true, `(?:a)b`: true, `[\w.-]+@[\w.-]+`: true, `\d{4}-\d{2}`: true, `a\.b`: true, `[\]x]`: true, `é+`: true, `x{2}`: true, `[{}]`: true,
		`(?i)a`: false, `\Aa\z`: false, `\pL`: false, `\p{Greek}`: false, `[[:alpha:]]`: false, `(?P<n>a)`: false, `\Qa\E`: false, `\x{10FFFF}`: false, `a{`: false, `a}`: false, `]`: false, `[]a]`: false, `[^]a]`: false, `\-`: false, `\@`: false, `(`: false, `[\w-.]`: false,
	}
	for pattern, want := range tests {
		if got := Portable(pattern); got != want {
			t.Errorf("Portable(%s) = %v", pattern, got)
		}
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{0: 0, 1: 1, 4: 1, 5: 2} {
		if got := Tokens(make([]byte, n)); got != want {
			t.Errorf("Tokens of %d bytes = %d, want %d", n, got, want)
		}
	}
}
