package lsp

import (
	"context"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/analysis/source"
)

// able is an editor with every ability that answers depend on.
const able = `{
	"textDocument": {
		"publishDiagnostics": {"versionSupport": true},
		"completion": {"completionItem": {"snippetSupport": true, "documentationFormat": ["markdown"]}},
		"hover": {"contentFormat": ["markdown"]},
		"documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
		"definition": {"linkSupport": true},
		"rename": {"prepareSupport": true},
		"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}, "dataSupport": true, "resolveSupport": {"properties": ["edit"]}}
	},
	"workspace": {"workspaceEdit": {"documentChanges": true}, "textDocumentContent": {}},
	"window": {"showDocument": {"support": true}}
}`

// tutorial returns the tutorial's declaration with a mark put into it: the first
// text is replaced by the second, which holds the cursor.
func tutorial(t *testing.T, old, marked string) string {
	t.Helper()
	text, err := os.ReadFile("../testdata/examples/stripe-tutorial/usepaso.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("the tutorial has no %q", old)
	}
	return strings.Replace(string(text), old, marked, 1)
}

// opened opens a text without its mark and returns the parameters of a request
// at the mark.
func (e *editor) opened(marked string) (text string, params map[string]any) {
	e.t.Helper()
	before, after, found := strings.Cut(marked, "‸")
	if !found {
		e.t.Fatal("no cursor")
	}
	e.open(home, before+after)
	p := source.NewFile("", before+after).Point(len(before), source.UTF16)
	return before + after, at(home, p.Line, p.Character)
}

func TestCompletionSession(t *testing.T) {
	t.Parallel()
	e := start(t, able, Options{})
	_, params := e.opened(tutorial(t, "method: POST", "method: P‸"))
	var list struct {
		IsIncomplete bool
		Items        []struct {
			Label, SortText string
			TextEdit        textEdit
			Documentation   struct{ Kind, Value string }
		}
	}
	e.must("textDocument/completion", params, &list)
	if len(list.Items) != 5 || list.IsIncomplete {
		t.Fatalf("got %+v", list)
	}
	second := list.Items[1]
	if second.Label != "POST" || second.TextEdit.NewText != "POST" || second.TextEdit.Range.Start.Character+1 != second.TextEdit.Range.End.Character || second.Documentation.Kind != "markdown" {
		t.Errorf("got %+v", second)
	}
}

func TestHoverSession(t *testing.T) {
	t.Parallel()
	e := start(t, able, Options{})
	_, params := e.opened(tutorial(t, "- create_refund", "- create_‸refund"))
	var hover struct {
		Contents struct{ Kind, Value string }
		Range    span
	}
	e.must("textDocument/hover", params, &hover)
	for _, want := range []string{"after a person has agreed", "POST https://api.stripe.com/v1/refunds", "REQUIRES USER CONSENT"} {
		if !strings.Contains(hover.Contents.Value, want) {
			t.Errorf("the hover does not say %q:\n%s", want, hover.Contents.Value)
		}
	}
}

func TestNavigationSession(t *testing.T) {
	t.Parallel()
	e := start(t, able, Options{})
	text, params := e.opened(tutorial(t, "- get_charge", "- get_‸charge"))
	file := source.NewFile("", text)
	shown := func(s span) string { return file.Slice(s.plain(file, source.UTF16)) }

	var links []struct {
		TargetURI                                               string
		OriginSelectionRange, TargetRange, TargetSelectionRange span
	}
	e.must("textDocument/definition", params, &links)
	if len(links) != 1 || shown(links[0].TargetSelectionRange) != "get_charge" || !strings.HasPrefix(shown(links[0].TargetRange), "name: get_charge\n") {
		t.Errorf("definition: %+v", links)
	}
	for includes, want := range map[bool]int{true: 2, false: 1} {
		params["context"] = map[string]any{"includeDeclaration": includes}
		var found []struct{ Range span }
		e.must("textDocument/references", params, &found)
		if len(found) != want {
			t.Errorf("references with declaration %t: %+v", includes, found)
		}
	}
	var marks []struct{ Kind int }
	e.must("textDocument/documentHighlight", params, &marks)
	if len(marks) != 2 || marks[0].Kind != 3 || marks[1].Kind != 2 {
		t.Errorf("highlights: %+v", marks)
	}
}

func TestRenameSession(t *testing.T) {
	t.Parallel()
	e := start(t, able, Options{})
	text, params := e.opened(tutorial(t, "/charges/{charge_id}", "/charges/{charge_‸id}"))
	var prepared struct{ Placeholder string }
	e.must("textDocument/prepareRename", params, &prepared)
	if prepared.Placeholder != "charge_id" {
		t.Errorf("prepared %+v", prepared)
	}
	var linked struct {
		Ranges      []span
		WordPattern string
	}
	e.must("textDocument/linkedEditingRange", params, &linked)
	if len(linked.Ranges) != 2 || regexp.MustCompile(linked.WordPattern).FindString("page-size.x") != "page-size.x" {
		t.Errorf("linked %+v", linked)
	}
	params["newName"] = "id"
	var edit edits
	e.must("textDocument/rename", params, &edit)
	want := strings.ReplaceAll(strings.ReplaceAll(text, "{charge_id}", "{id}"), "      charge_id:", "      id:")
	if diff := cmp.Diff(want, edit.apply(t, text, source.UTF16)); diff != "" {
		t.Error(diff)
	}
	if v := edit.DocumentChanges[0].TextDocument.Version; v == nil || *v != 1 {
		t.Errorf("the edit is for version %v", v)
	}
	params["newName"] = "no good"
	if err := e.call("textDocument/rename", params, nil); err == nil || !strings.Contains(err.Error(), "no name for an input") {
		t.Errorf("a bad name: %v", err)
	}
}

func TestOutlineSession(t *testing.T) {
	t.Parallel()
	e := start(t, able, Options{})
	e.opened(tutorial(t, "version", "‸version"))
	var symbols []struct {
		Name     string
		Children []struct{ Name, Detail string }
	}
	e.must("textDocument/documentSymbol", document(home), &symbols)
	if len(symbols) != 4 || symbols[2].Name != "capabilities" || symbols[2].Children[4].Detail != "POST /refunds" {
		t.Errorf("symbols: %+v", symbols)
	}
	var folds []struct {
		StartLine, EndLine int
		Kind               *string
	}
	e.must("textDocument/foldingRange", document(home), &folds)
	if len(folds) < 10 || folds[0].StartLine != 1 || folds[0].EndLine != 6 || folds[0].Kind != nil {
		t.Errorf("folds: %+v", folds)
	}
	params := document(home)
	params["positions"] = []spot{{2, 10}, {0, 0}}
	type selection struct {
		Range  span
		Parent *selection
	}
	var selections []selection
	e.must("textDocument/selectionRange", params, &selections)
	if len(selections) != 2 || selections[0].Parent == nil || selections[0].Range.Start.Line != 2 {
		t.Errorf("selections: %+v", selections)
	}
	var found []struct{ Name string }
	e.must("workspace/symbol", map[string]any{"query": "gchg"}, &found)
	if len(found) != 1 || found[0].Name != "get_charge" {
		t.Errorf("workspace symbols: %+v", found)
	}
}

func TestMarksSession(t *testing.T) {
	t.Parallel()
	e := start(t, able, Options{})
	text, _ := e.opened(tutorial(t, "version", "‸version"))
	params := document(home)
	params["range"] = span{spot{0, 0}, spot{999, 0}}
	var hints []struct {
		Label    string
		Position spot
	}
	e.must("textDocument/inlayHint", params, &hints)
	if len(hints) != 7 || !strings.HasPrefix(hints[0].Label, "≈") || hints[5].Label != "in body" {
		t.Errorf("hints: %+v", hints)
	}
	var tokens struct{ Data []uint32 }
	e.must("textDocument/semanticTokens/full", document(home), &tokens)
	if len(tokens.Data)%5 != 0 || len(tokens.Data) < 5*30 {
		t.Errorf("%d numbers of tokens", len(tokens.Data))
	}
	var part struct{ Data []uint32 }
	e.must("textDocument/semanticTokens/range", params, &part)
	if diff := cmp.Diff(tokens, part); diff != "" {
		t.Errorf("tokens of everything differ: %s", diff)
	}
	var formatted []textEdit
	e.must("textDocument/formatting", params, &formatted)
	if applyEdits(t, text, source.UTF16, formatted) != text {
		t.Errorf("formatting changes the tutorial: %+v", formatted)
	}
	e.change(home, map[string]any{"text": "service:\n    name:   a"})
	e.must("textDocument/formatting", document(home), &formatted)
	if got := applyEdits(t, "service:\n    name:   a", source.UTF16, formatted); got != "service:\n  name: a\n" {
		t.Errorf("formatted: %q", got)
	}
}

func TestLensesAndCommands(t *testing.T) {
	t.Parallel()
	e := start(t, able, Options{})
	e.opened(tutorial(t, "version", "‸version"))
	var lenses []struct {
		Range   span
		Command *struct {
			Title, Command string
			Arguments      []json.RawMessage
		}
		Data json.RawMessage
	}
	e.must("textDocument/codeLens", document(home), &lenses)
	if len(lenses) != 11 || lenses[0].Command != nil || lenses[1].Command.Title != "▶ dry run" {
		t.Fatalf("lenses: %+v", lenses)
	}
	var resolved struct{ Command struct{ Title string } }
	e.must("codeLens/resolve", map[string]any{"range": lenses[0].Range, "data": lenses[0].Data}, &resolved)
	if got := resolved.Command.Title; !strings.HasPrefix(got, "5 tools · 1 write · 1 asks · ≈") {
		t.Errorf("the summary is %q", got)
	}
	last := lenses[9].Command
	var result struct {
		Text, Curl string
		Missing    []string
		Request    struct{ Method, URL string }
	}
	e.must("workspace/executeCommand", map[string]any{"command": last.Command, "arguments": last.Arguments}, &result)
	if result.Request.Method != "POST" || result.Request.URL != "https://api.stripe.com/v1/refunds" || result.Missing[0] != "charge" {
		t.Errorf("dry run: %+v", result)
	}
	var shown struct{ URI string }
	if err := json.Unmarshal(e.heard("window/showDocument")[0].Params, &shown); err != nil {
		t.Fatal(err)
	}
	var page struct{ Text string }
	e.must("workspace/textDocumentContent", map[string]any{"uri": shown.URI}, &page)
	if !strings.Contains(page.Text, "nothing was sent") || !strings.Contains(page.Text, "POST https://api.stripe.com/v1/refunds") {
		t.Errorf("the page at %s says %q", shown.URI, page.Text)
	}
}

// TestCommandShows says the result as a message where nothing better is possible,
// remembers arguments, and leaves the showing to editors that want that.
func TestCommandShows(t *testing.T) {
	t.Parallel()
	e := start(t, `{}`, Options{})
	e.opened(tutorial(t, "version", "‸version"))
	run := func(command string, args ...any) (result struct {
		Text, Curl string
		Tokens     int
		Problems   []struct{ Message string }
	},
	) {
		t.Helper()
		e.must("workspace/executeCommand", map[string]any{"command": command, "arguments": args}, &result)
		return result
	}
	refund := map[string]any{"uri": home, "capability": "create_refund", "show": false, "arguments": map[string]any{"charge": "ch_1", "amount": 500}}
	if r := run("usepaso.dryRun", refund); !strings.Contains(r.Text, "charge=ch_1&amount=500") {
		t.Errorf("with arguments: %+v", r)
	}
	if r := run("usepaso.dryRun", home, "create_refund"); !strings.Contains(r.Text, "charge=ch_1&amount=500") {
		t.Errorf("remembered: %+v", r)
	}
	if messages := e.heard("window/showMessage"); len(messages) != 1 || !strings.Contains(string(messages[0].Params), "charge=ch_1") {
		t.Errorf("messages: %s", messages)
	}
	if r := run("usepaso.agentView", home, "create_refund"); r.Tokens == 0 {
		t.Errorf("agent view: %+v", r)
	}
	refund["arguments"] = map[string]any{"amount": "many"}
	if r := run("usepaso.dryRun", refund); len(r.Problems) != 1 {
		t.Errorf("problems: %+v", r)
	}
	if r := run("usepaso.dryRun", home, "create_refund"); len(r.Problems) != 0 || !strings.Contains(r.Text, "charge=ch_1&amount=500") {
		t.Errorf("after a refusal the last good arguments are not used: %+v", r)
	}
	e.change(home, map[string]any{"text": tutorial(t, "      amount:", "      cents:")})
	if r := run("usepaso.dryRun", home, "create_refund"); len(r.Problems) != 0 || !strings.Contains(r.Text, "charge={charge}") {
		t.Errorf("after an edit that the remembered arguments do not fit: %+v", r)
	}
	e.change(home, map[string]any{"text": tutorial(t, "version", "version")})
	for _, bad := range []map[string]any{
		{"command": "usepaso.nonsense"},
		{"command": "usepaso.dryRun"},
		{"command": "usepaso.dryRun", "arguments": []any{home, "nonsense"}},
		{"command": "usepaso.dryRun", "arguments": []any{"file:///closed/usepaso.yaml", "a"}},
		{"command": "usepaso.dryRun", "arguments": []any{map[string]any{"uri": home, "capability": "create_refund", "arguments": 5}}},
		{"command": "usepaso.send", "arguments": []any{home, "create_refund"}},
	} {
		if err := e.call("workspace/executeCommand", bad, nil); err == nil {
			t.Errorf("%v was executed", bad)
		}
	}
}

// TestSendGoesThroughTheHost never sends by itself.
func TestSendGoesThroughTheHost(t *testing.T) {
	t.Parallel()
	var asked string
	e := start(t, `{}`, Options{Send: func(_ context.Context, file, capability string, arguments json.RawMessage) (string, error) {
		asked = file + " " + capability + " " + string(arguments)
		return "sent", nil
	}})
	e.opened(tutorial(t, "version", "‸version"))
	var result string
	e.must("workspace/executeCommand", map[string]any{"command": "usepaso.send", "arguments": []any{home, "get_charge", map[string]any{"charge_id": "c"}}}, &result)
	if result != "sent" || asked != `/work/usepaso.yaml get_charge {"charge_id":"c"}` {
		t.Errorf("asked the host for %q, got %q", asked, result)
	}
}

func TestCodeActionSession(t *testing.T) {
	t.Parallel()
	e := start(t, able, Options{})
	text, params := e.opened(tutorial(t, "consent_required", "consent_‸requird"))
	spotted := params["position"].(spot)
	params["range"] = span{spotted, spotted}
	params["context"] = map[string]any{"diagnostics": []any{}}
	var actions []struct {
		Title       string
		Kind        *string
		IsPreferred bool
		Diagnostics []finding
		Edit        *edits
		Command     *struct{ Command string }
	}
	e.must("textDocument/codeAction", params, &actions)
	titles := map[string]bool{}
	for _, a := range actions {
		titles[a.Title] = true
	}
	for _, want := range []string{"Fix all that is safe to fix", "Dry run create_refund", "Copy create_refund as curl"} {
		if !titles[want] {
			t.Errorf("%q is not offered: %v", want, titles)
		}
	}
	first := actions[0]
	if !first.IsPreferred || *first.Kind != "quickfix" || len(first.Diagnostics) != 1 || first.Diagnostics[0].Code != "misspelt-key" {
		t.Errorf("the first action is %+v", first)
	}
	if got := first.Edit.apply(t, text, source.UTF16); got != strings.Replace(text, "requird", "required", 1) {
		t.Errorf("the fix gives %s", got)
	}
	params["context"] = map[string]any{"diagnostics": []any{}, "only": []string{"refactor"}}
	e.must("textDocument/codeAction", params, &actions)
	if len(actions) != 0 {
		t.Errorf("refactorings: %+v", actions)
	}
}
