package request

import (
	"encoding/json"
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/usepaso/usepaso/analysis/analysistest"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/openapi"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

var _ = flag.Bool("update", false, "rewrite the goldens")

func read(text string) *declaration.Declaration {
	return declaration.Read(syntax.Parse(source.NewFile("usepaso.yaml", text)), nil)
}

// TestFixtures runs every line of "calls" in testdata/request: a capability and
// either name=value words or one JSON object. A line "name ?" is a preview.
func TestFixtures(t *testing.T) {
	t.Parallel()
	analysistest.Golden(t, "../../testdata/request", "requests", func(t *testing.T, files map[string]string) string {
		d := read(files["usepaso.yaml"])
		o := Options{BaseURL: strings.TrimSpace(files["base-url"])}
		if text := files["operation"]; text != "" {
			o.Operation = &openapi.Operation{}
			if err := json.Unmarshal([]byte(text), o.Operation); err != nil {
				t.Fatal(err)
			}
		}
		var got strings.Builder
		for line := range strings.Lines(files["calls"]) {
			fmt.Fprintf(&got, "> %s%s\n", line, call(t, d, strings.TrimSpace(line), o))
		}
		return got.String()
	})
}

// call answers one line of a fixture.
func call(t *testing.T, d *declaration.Declaration, line string, o Options) string {
	name, rest, _ := strings.Cut(line, " ")
	c := d.Capability(name)
	if c == nil {
		t.Fatalf("no capability %q", name)
	}
	r, problems := build(d, c, rest, o)
	if len(problems) > 0 {
		var b strings.Builder
		for _, p := range problems {
			fmt.Fprintf(&b, "%s: %s", p.Type, p.Message)
			if !p.Span.IsZero() {
				at := d.Tree.File.Position(int(d.Tree.Place(p.Span).Start))
				fmt.Fprintf(&b, " [%d:%d]", at.Line, at.Column)
			}
			if p.Hint != "" {
				fmt.Fprintf(&b, " (%s)", p.Hint)
			}
			b.WriteByte('\n')
		}
		return b.String()
	}
	return r.Text()
}

func build(d *declaration.Declaration, c *declaration.Capability, rest string, o Options) (*Request, []Problem) {
	var args Arguments
	var problems []Problem
	switch {
	case rest == "?":
		return Preview(d, c, o)
	case strings.HasPrefix(rest, "{"):
		var err error
		if args, err = ParseJSON([]byte(rest)); err != nil {
			return nil, []Problem{{Type: InvalidInput, Message: err.Error()}}
		}
	default:
		args, problems = ParseText(c, strings.Fields(rest))
	}
	if len(problems) > 0 {
		return nil, problems
	}
	if args, problems = Check(d, c, args, o.Operation); len(problems) > 0 {
		return nil, problems
	}
	return Build(d, c, args, o)
}
