package lsp

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/uri"

	"github.com/usepaso/usepaso/analysis/source"
)

// folder writes files and returns the folder's URI.
func folder(t *testing.T, files map[string]string) (dir string, address string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir, string(uri.File(dir))
}

// startIn begins a session in workspace folders.
func startIn(t *testing.T, capabilities string, folders ...string) *editor {
	t.Helper()
	e := connect(t, Options{})
	var list []map[string]any
	for _, f := range folders {
		list = append(list, map[string]any{"uri": f, "name": "folder"})
	}
	e.must("initialize", map[string]any{"processId": nil, "capabilities": json.RawMessage(capabilities), "workspaceFolders": list}, nil)
	e.notify("initialized", map[string]any{})
	return e
}

type workspaceItem struct {
	URI, Kind, ResultID string
	Version             *int
	Items               []finding
}

// pullAll asks for the findings of the workspace, given what was answered before.
func (e *editor) pullAll(previous []workspaceItem, token any) []workspaceItem {
	e.t.Helper()
	ids := []map[string]any{}
	for _, p := range previous {
		ids = append(ids, map[string]any{"uri": p.URI, "value": p.ResultID})
	}
	params := map[string]any{"previousResultIds": ids}
	if token != nil {
		params["workDoneToken"] = token
	}
	var report struct{ Items []workspaceItem }
	e.must("workspace/diagnostic", params, &report)
	slices.SortFunc(report.Items, func(a, b workspaceItem) int { return strings.Compare(a.URI, b.URI) })
	return report.Items
}

func TestWorkspaceDiagnostics(t *testing.T) {
	t.Parallel()
	dir, first := folder(t, map[string]string{
		"usepaso.yaml": "a: [", "sub/pay.usepaso.yml": "b: 1", "other.yaml": "c: [", ".git/usepaso.yaml": "d: [", "node_modules/x/usepaso.yaml": "e: [",
	})
	_, second := folder(t, map[string]string{"usepaso.yaml": "f: 1"})
	e := startIn(t, `{"textDocument": {"diagnostic": {}}, "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}, "diagnostics": {"refreshSupport": true}}}`, first, second)
	items := e.pullAll(nil, "token")
	if len(items) != 3 || items[0].Kind != "full" || items[0].Version != nil || len(items[0].Items) == 0 {
		t.Fatalf("got %+v", items)
	}
	if kinds := e.progressKinds(); kinds[0] != "begin" || kinds[len(kinds)-1] != "end" {
		t.Errorf("progress: %v", kinds)
	}
	for _, item := range e.pullAll(items, nil) {
		if item.Kind != "unchanged" {
			t.Errorf("asked again: %+v", item)
		}
	}
	top := string(uri.File(filepath.Join(dir, "usepaso.yaml")))
	for name, want := range map[string]int{"usepaso.yaml": 1, "other.yaml": 0, ".git/usepaso.yaml": 0} {
		var closed workspaceItem
		e.must("textDocument/diagnostic", document(string(uri.File(filepath.Join(dir, name)))), &closed)
		if len(closed.Items) != want || closed.Items == nil {
			t.Errorf("asked for %s, which is not open: %+v, want %d", name, closed, want)
		}
	}
	e.open(top, "version: 1")
	again := e.pullAll(items, nil)
	i := slices.IndexFunc(again, func(x workspaceItem) bool { return x.URI == top })
	if again[i].Kind != "full" || again[i].Version == nil || *again[i].Version != 1 {
		t.Errorf("an open file: %+v", again[i])
	}
	e.close(top)
	if err := os.Remove(filepath.Join(dir, "usepaso.yaml")); err != nil {
		t.Fatal(err)
	}
	e.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": top, "type": 3}}})
	e.heard("workspace/diagnostic/refresh")
	gone := e.pullAll(again, nil)
	i = slices.IndexFunc(gone, func(x workspaceItem) bool { return x.URI == top })
	if i < 0 || gone[i].Kind != "full" || len(gone[i].Items) != 0 {
		t.Errorf("a file that is gone: %+v", gone)
	}
	e.notify("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{"added": []any{}, "removed": []any{map[string]any{"uri": second, "name": ""}}}})
	if rest := e.pullAll(nil, nil); len(rest) != 1 {
		t.Errorf("without the second folder: %+v", rest)
	}
}

// TestProgressUnasked reports long work to an editor that gave no token.
func TestProgressUnasked(t *testing.T) {
	t.Parallel()
	_, address := folder(t, map[string]string{"usepaso.yaml": "a: 1", "sub/usepaso.yaml": "b: 1"})
	e := connect(t, Options{progressDelay: 1})
	e.must("initialize", map[string]any{
		"processId": nil, "capabilities": json.RawMessage(`{"window": {"workDoneProgress": true}}`),
		"workspaceFolders": []any{map[string]any{"uri": address, "name": ""}},
	}, nil)
	e.notify("initialized", map[string]any{})
	e.pullAll(nil, nil)
	var created, reported struct{ Token string }
	if err := json.Unmarshal(e.heard("window/workDoneProgress/create")[0].Params, &created); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(e.heard("$/progress")[0].Params, &reported); err != nil {
		t.Fatal(err)
	}
	if created.Token == "" || created != reported {
		t.Errorf("created %q, reported %q", created.Token, reported.Token)
	}
	if kinds := e.progressKinds(); kinds[0] != "begin" || kinds[len(kinds)-1] != "end" {
		t.Errorf("progress: %v", kinds)
	}
	e.must("workspace/symbol", map[string]any{"query": ""}, nil)
	if n := len(e.heard("window/workDoneProgress/create")); n != 2 {
		t.Errorf("%d reports after another long request", n)
	}
}

// TestProgressCancelled stops work when a person stops its progress.
func TestProgressCancelled(t *testing.T) {
	t.Parallel()
	_, address := folder(t, map[string]string{"usepaso.yaml": "a: 1"})
	e := startIn(t, `{}`, address)
	for _, own := range []string{"mine", "of another request"} {
		e.react("$/progress", func() {
			e.notify("window/workDoneProgress/cancel", map[string]any{"token": own})
			e.notify("$/nothing", map[string]any{}) // is read only when the one before has been dealt with
		})
		err := e.call("workspace/diagnostic", map[string]any{"previousResultIds": []any{}, "workDoneToken": "mine"}, nil)
		if cancelled := code(err) == -32800; cancelled != (own == "mine") {
			t.Errorf("after stopping %q: %v", own, err)
		}
	}
}

// progressKinds returns the kinds of the progress reports so far.
func (e *editor) progressKinds() []string {
	var kinds []string
	for _, a := range e.heard("$/progress") {
		var p struct{ Value struct{ Kind string } }
		if err := json.Unmarshal(a.Params, &p); err != nil {
			e.t.Error(err)
		}
		kinds = append(kinds, p.Value.Kind)
	}
	return kinds
}

func TestPullKnowsWhatItSaid(t *testing.T) {
	t.Parallel()
	e := start(t, pulling, Options{})
	e.open(home, "version: 1")
	var report workspaceItem
	e.must("textDocument/diagnostic", document(home), &report)
	if report.Kind != "full" || report.ResultID == "" || len(report.Items) == 0 {
		t.Fatalf("got %+v", report)
	}
	params := document(home)
	params["previousResultId"] = report.ResultID
	var again workspaceItem
	e.must("textDocument/diagnostic", params, &again)
	if again.Kind != "unchanged" || again.ResultID != report.ResultID {
		t.Errorf("asked again: %+v", again)
	}
	e.change(home, map[string]any{"text": `version: "1.0"`})
	e.must("textDocument/diagnostic", params, &again)
	if again.Kind != "full" {
		t.Errorf("after an edit: %+v", again)
	}
	var other workspaceItem
	e.must("textDocument/diagnostic", document("file:///other.yaml"), &other)
	if other.Kind != "full" || other.Items == nil || len(other.Items) != 0 {
		t.Errorf("a file that is not ours: %+v", other)
	}
	select {
	case p := <-e.told:
		t.Errorf("an editor that asks was also told: %+v", p)
	default:
	}
}

// TestDiagnosticParts looks at everything that goes with a finding.
func TestDiagnosticParts(t *testing.T) {
	t.Parallel()
	e := start(t, pushing, Options{})
	e.open(home, tutorial(t, "name: get_charge", "name: list_charges"))
	p := e.await(home, 1)
	i := slices.IndexFunc(p.Diagnostics, func(f finding) bool { return f.Code == "duplicate-capability" })
	if i < 0 {
		t.Fatalf("got %+v", p.Diagnostics)
	}
	f := p.Diagnostics[i]
	if f.Source != "usepaso" || f.Severity != 1 || !strings.HasSuffix(f.CodeDescription.Href, "#duplicate-capability") || len(f.Related) != 1 || f.Data.Path == "" {
		t.Errorf("got %+v", f)
	}
}

// TestDiagnosticTags has what does nothing drawn faded, and what is outdated struck
// through.
func TestDiagnosticTags(t *testing.T) {
	t.Parallel()
	e := start(t, pushing, Options{})
	e.open(home, "name: x\nbase_url: https://x.example\nnonsense: 1\ncapabilities: [] # usepaso: ignore[duplicate-route] why\n")
	tags := map[string][]int{}
	for _, f := range e.await(home, 1).Diagnostics {
		tags[f.Code] = f.Tags
	}
	want := map[string][]int{"unknown-key": {1}, "unused-ignore": {1}, "older-shape": {2}, "missing-key": nil}
	for code, list := range want {
		if got, found := tags[code]; !found || !slices.Equal(got, list) {
			t.Errorf("%s has the tags %v, want %v; all: %v", code, got, list, tags)
		}
	}
}

// TestSettings shows that settings come in by every way, and what strict does.
func TestSettings(t *testing.T) {
	t.Parallel()
	regretted := tutorial(t, "    consent_required: true\n", "")
	severity := func(p publication) int {
		t.Helper()
		i := slices.IndexFunc(p.Diagnostics, func(f finding) bool { return f.Code == "unguarded-write" })
		if i < 0 {
			t.Fatalf("got %+v", p.Diagnostics)
		}
		return p.Diagnostics[i].Severity
	}
	e := connect(t, Options{})
	e.answers["workspace/configuration"] = []any{map[string]any{"inlayHints": false, "codeLenses": false, "strict": nil, "openapi": 5}}
	e.must("initialize", map[string]any{
		"processId": nil, "initializationOptions": map[string]any{"strict": true},
		"capabilities": json.RawMessage(`{"workspace": {"configuration": true, "didChangeConfiguration": {"dynamicRegistration": true}, "didChangeWatchedFiles": {"dynamicRegistration": true}}}`),
	}, nil)
	e.open(home, regretted)
	if got := severity(e.await(home, 1)); got != 2 {
		t.Errorf("with strict at the start a regret has severity %d", got)
	}
	e.notify("initialized", map[string]any{})
	e.heard("client/registerCapability")
	e.heard("workspace/configuration")
	e.await(home, 1) // the settings have arrived
	var lenses, hints []any
	e.must("textDocument/codeLens", document(home), &lenses)
	params := document(home)
	params["range"] = span{End: spot{99, 0}}
	e.must("textDocument/inlayHint", params, &hints)
	if len(lenses)+len(hints) != 0 {
		t.Errorf("%d lenses and %d hints although they are off", len(lenses), len(hints))
	}
	e.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"usepaso": map[string]any{"strict": false}}})
	if got := severity(e.await(home, 1)); got != 3 {
		t.Errorf("without strict a regret has severity %d", got)
	}
}

// TestSettingsOfFolders asks for the settings of each folder, and takes them back
// when the editor no longer has them.
func TestSettingsOfFolders(t *testing.T) {
	t.Parallel()
	regretted := tutorial(t, "    consent_required: true\n", "")
	_, outer := folder(t, map[string]string{"inner/usepaso.yaml": regretted})
	inner := outer + "/inner"
	e := connect(t, Options{})
	answer := func(everywhere, outer, inner any) {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.answers["workspace/configuration"] = []any{everywhere, outer, inner}
	}
	strict := map[string]any{"strict": true}
	answer(nil, map[string]any{"strict": false}, strict)
	e.must("initialize", map[string]any{
		"processId": nil, "capabilities": json.RawMessage(`{"workspace": {"configuration": true}, "textDocument": {"diagnostic": {}}}`),
		"workspaceFolders": []any{map[string]any{"uri": outer, "name": "a"}, map[string]any{"uri": inner, "name": "b"}},
	}, nil)
	files := []string{home, outer + "/usepaso.yaml", inner + "/usepaso.yaml"}
	for _, name := range files {
		e.open(name, regretted)
	}
	expect := func(when string, want ...int) {
		t.Helper()
		var got []int
		for deadline := time.Now().Add(patience); time.Now().Before(deadline); got = got[:0] {
			for _, name := range files {
				var report workspaceItem
				e.must("textDocument/diagnostic", document(name), &report)
				i := slices.IndexFunc(report.Items, func(f finding) bool { return f.Code == "unguarded-write" })
				got = append(got, report.Items[i].Severity)
			}
			if slices.Equal(got, want) {
				return
			}
		}
		t.Errorf("%s the severities of a regret never become %v", when, want)
	}
	e.notify("initialized", map[string]any{})
	expect("at the start", 3, 3, 2)
	var asked struct {
		Items []struct{ ScopeURI, Section string }
	}
	if err := json.Unmarshal(e.heard("workspace/configuration")[0].Params, &asked); err != nil {
		t.Fatal(err)
	}
	if len(asked.Items) != 3 || asked.Items[0].ScopeURI != "" || asked.Items[1].ScopeURI != outer || asked.Items[2].ScopeURI != inner || asked.Items[2].Section != "usepaso" {
		t.Errorf("asked for %+v", asked.Items)
	}
	answer(strict, map[string]any{}, nil)
	e.notify("workspace/didChangeConfiguration", map[string]any{"settings": nil})
	expect("with other settings", 2, 3, 2)
	answer(map[string]any{}, map[string]any{}, nil)
	e.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"usepaso": strict}})
	expect("with settings sent along", 2, 2, 2)
	e.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"usepaso": map[string]any{"strict": nil}}})
	expect("with a setting taken back", 3, 3, 3)
	answer(nil, strict, nil)
	e.notify("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{"added": []any{}, "removed": []any{map[string]any{"uri": inner, "name": ""}}}})
	expect("without the inner folder", 3, 2, 2)
}

// TestCommandsForActions serves editors that know actions only as commands.
func TestCommandsForActions(t *testing.T) {
	t.Parallel()
	e := start(t, `{}`, Options{})
	e.answers["workspace/applyEdit"] = map[string]any{"applied": true}
	text, params := e.opened(tutorial(t, "consent_required", "consent_‸requird"))
	where := params["position"].(spot)
	params["range"] = span{where, where}
	params["context"] = map[string]any{"diagnostics": []any{}}
	var commands []struct {
		Title, Command string
		Arguments      []json.RawMessage
		Edit           any
	}
	e.must("textDocument/codeAction", params, &commands)
	if len(commands) == 0 || commands[0].Command != "usepaso.applyEdit" || commands[0].Edit != nil {
		t.Fatalf("got %+v", commands)
	}
	e.must("workspace/executeCommand", map[string]any{"command": commands[0].Command, "arguments": commands[0].Arguments}, nil)
	var applied struct{ Edit edits }
	if err := json.Unmarshal(e.heard("workspace/applyEdit")[0].Params, &applied); err != nil {
		t.Fatal(err)
	}
	if got := applied.Edit.apply(t, text, source.UTF16); got != strings.Replace(text, "requird", "required", 1) {
		t.Errorf("the edit gives %s", got)
	}
	e.change(home, map[string]any{"text": "a: 1"})
	if err := e.call("workspace/executeCommand", map[string]any{"command": commands[0].Command, "arguments": commands[0].Arguments}, nil); code(err) != -32801 {
		t.Errorf("an edit of another text: %v", err)
	}
}

func TestTrace(t *testing.T) {
	t.Parallel()
	e := start(t, `{}`, Options{})
	e.notify("$/setTrace", map[string]any{"value": "messages"})
	e.must("textDocument/hover", at(home, 0, 0), nil)
	if said := e.heard("$/logTrace"); !strings.Contains(string(said[0].Params), "textDocument/hover") {
		t.Errorf("trace: %s", said[0].Params)
	}
}
