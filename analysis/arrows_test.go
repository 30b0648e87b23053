package analysis_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/usepaso/usepaso/"

// allowed is the direction of imports: each room with the rooms it may use. A room
// that is missing here must be added with a thought for where it stands.
var allowed = map[string][]string{
	"schema":               {},
	"analysis/source":      {},
	"analysis/keys":        {},
	"analysis/clients":     {},
	"analysis/fetch":       {},
	"analysis/parallel":    {},
	"analysis/diagnostic":  {"analysis/source"},
	"analysis/syntax":      {"analysis/source", "analysis/diagnostic", "analysis/parallel"},
	"analysis/declaration": {"analysis/source", "analysis/syntax", "analysis/parallel", "schema"},
	"analysis/openapi":     {"analysis/source", "analysis/syntax"},
	"analysis/request":     {"analysis/source", "analysis/declaration", "analysis/openapi", "analysis/keys"},
	"analysis/tool":        {"analysis/source", "analysis/declaration", "analysis/openapi"},
	"analysis/decide":      {"analysis/source", "analysis/declaration", "analysis/request"},
	"analysis/rules": {
		"analysis/source", "analysis/diagnostic", "analysis/syntax", "analysis/declaration", "analysis/openapi",
		"analysis/request", "analysis/tool", "analysis/keys", "analysis/clients", "analysis/parallel", "schema",
	},
	"analysis": {
		"analysis/source", "analysis/diagnostic", "analysis/syntax", "analysis/declaration", "analysis/openapi",
		"analysis/request", "analysis/tool", "analysis/decide", "analysis/rules", "schema",
	},
	"analysis/diff": {
		"analysis/source", "analysis/diagnostic", "analysis/syntax", "analysis/declaration", "analysis/openapi",
		"analysis/request", "analysis/tool", "analysis/decide", "analysis/rules",
	},
	"analysis/ide":          {"analysis...", "schema"},
	"analysis/analysistest": {"analysis..."},
	"lsp":                   {"analysis...", "schema"},
	"mcp...":                {"mcp...", "analysis...", "schema"},
	"cmd/usepaso":           {"analysis...", "schema", "lsp", "mcp..."},
	"editors/nvim":          {},
}

// owners are the foreign packages that only one room may know, each with the reason.
var owners = map[string]struct{ room, why string }{
	"gopkg.in/yaml.v3":             {"analysis/syntax", "it is frozen: a successor must be a change in one place"},
	"go.lsp.dev/":                  {"lsp", "features are plain functions that no protocol shapes"},
	"github.com/mark3labs/mcp-go/": {"mcp...", "what an agent may do is decided without any protocol"},
	"github.com/getkin/":           {"analysis/openapi", "it refuses real documents: others see only Operation"},
}

// TestImportsPointOneWay holds the table of ARCHITECTURE.md against the code.
func TestImportsPointOneWay(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		room := strings.TrimPrefix(fields[0], module)
		may, known := rules(room)
		if !known {
			t.Errorf("%s is a new room: give it a place in this table", room)
		}
		for _, imported := range fields[1:] {
			checkImport(t, room, imported, may)
		}
	}
}

func checkImport(t *testing.T, room, imported string, may []string) {
	t.Helper()
	if target, ours := strings.CutPrefix(imported, module); ours {
		if !slices.ContainsFunc(may, func(m string) bool { return matches(m, target) }) {
			t.Errorf("%s imports %s, which stands above or beside it", room, target)
		}
		return
	}
	for prefix, owner := range owners {
		if strings.HasPrefix(imported+"/", prefix) && !matches(owner.room, room) {
			t.Errorf("%s imports %s, but only %s may: %s", room, imported, owner.room, owner.why)
		}
	}
}

func rules(room string) ([]string, bool) {
	if may, ok := allowed[room]; ok {
		return may, true
	}
	for pattern, may := range allowed {
		if matches(pattern, room) {
			return may, true
		}
	}
	return nil, false
}

// matches reports whether a room is meant by a pattern; "mcp..." means mcp and all below it.
func matches(pattern, room string) bool {
	if base, ok := strings.CutSuffix(pattern, "..."); ok {
		return room == base || strings.HasPrefix(room, base+"/")
	}
	return room == pattern
}
