package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/analysis/source"
)

// words decodes tokens as the protocol packs them.
func words(file *source.File, encoding source.Encoding, data []uint32) []string {
	var list []string
	at := spot{}
	for n := range slices.Chunk(data, tokenSize) {
		if n[0] > 0 {
			at = spot{Line: at.Line + int(n[0])}
		}
		at.Character += int(n[1])
		place := span{at, spot{at.Line, at.Character + int(n[2])}}.plain(file, encoding)
		list = append(list, fmt.Sprintf("%d %s %s %d", at.Line, file.Slice(place), tokenLegend.TokenTypes[n[3]], n[4]))
	}
	return list
}

// TestTokensSession reads tokens as an editor does, whole and as changes.
func TestTokensSession(t *testing.T) {
	t.Parallel()
	const text = "capabilities:\n  - {name: \"🎉é\", method: GET, path: '/🎉/{id}'}\npermissions:\n  forbidden: [é]\n"
	for _, encoding := range []string{"utf-16", "utf-8"} {
		t.Run(encoding, func(t *testing.T) {
			t.Parallel()
			counts := map[string]source.Encoding{"utf-16": source.UTF16, "utf-8": source.UTF8}[encoding]
			e := start(t, `{"general": {"positionEncodings": ["`+encoding+`"]}}`, Options{})
			e.open(home, text)
			var full struct {
				ResultID string
				Data     []uint32
			}
			e.must("textDocument/semanticTokens/full", document(home), &full)
			want := []string{"1 🎉é function 1", "1 GET keyword 0", "1 id parameter 0", "3 é function 2"}
			if diff := cmp.Diff(want, words(source.NewFile("", text), counts, full.Data)); diff != "" {
				t.Error(diff)
			}
			held, id := full.Data, full.ResultID
			for _, edit := range []map[string]any{replace(0, 0, 0, 0, "\n"), replace(0, 0, 1, 0, ""), replace(2, 0, 4, 0, ""), replace(0, 0, 2, 0, ""), replace(0, 0, 0, 0, text)} {
				e.change(home, edit)
				params := document(home)
				params["previousResultId"] = id
				var delta struct {
					ResultID string
					Edits    []struct {
						Start, DeleteCount int
						Data               []uint32
					}
				}
				e.must("textDocument/semanticTokens/full/delta", params, &delta)
				if delta.Edits == nil {
					t.Fatalf("no delta after %v", edit)
				}
				for _, d := range delta.Edits {
					held = slices.Replace(slices.Clone(held), d.Start, d.Start+d.DeleteCount, d.Data...)
				}
				id = delta.ResultID
				var ranged struct{ Data []uint32 }
				params["range"] = span{End: spot{99, 0}}
				e.must("textDocument/semanticTokens/range", params, &ranged)
				if !slices.Equal(held, ranged.Data) {
					t.Errorf("after %v the editor holds %v, the tokens are %v", edit, held, ranged.Data)
				}
			}
			params := document(home)
			params["previousResultId"] = "of another session"
			full.Data = nil
			e.must("textDocument/semanticTokens/full/delta", params, &full)
			if len(full.Data) == 0 || full.ResultID == id {
				t.Errorf("without known tokens: %+v", full)
			}
		})
	}
}

func TestLinksSession(t *testing.T) {
	t.Parallel()
	e := start(t, `{}`, Options{})
	for _, c := range []struct{ uri, openapi, want string }{
		{home, "./api/openapi.json", "file:///work/api/openapi.json"},
		{home, "https://api.example.com/openapi.json", "https://api.example.com/openapi.json"},
		{home, "http://api.example.com/openapi.json", ""},
		{"untitled:usepaso.yaml", "./openapi.json", ""},
	} {
		text := tutorial(t, "  auth:", "  openapi: "+c.openapi+"\n  auth:")
		e.open(c.uri, text)
		var links []struct {
			Range  span
			Target string
		}
		e.must("textDocument/documentLink", document(c.uri), &links)
		switch {
		case c.want == "":
			if len(links) != 0 {
				t.Errorf("%s in %s: %+v", c.openapi, c.uri, links)
			}
		case len(links) != 1 || links[0].Target != c.want:
			t.Errorf("%s in %s: %+v", c.openapi, c.uri, links)
		default:
			file := source.NewFile("", text)
			if got := file.Slice(links[0].Range.plain(file, source.UTF16)); got != c.openapi {
				t.Errorf("the link is on %q", got)
			}
		}
	}
}

type location struct {
	URI   string
	Range span
}

type flatSymbol struct {
	Name, ContainerName string
	Location            location
}

// TestSimpleEditor answers an editor that knows neither trees of symbols nor links
// nor Markdown nor snippets in the forms that the protocol had first.
func TestSimpleEditor(t *testing.T) {
	t.Parallel()
	e := start(t, `{}`, Options{})
	text, params := e.opened(tutorial(t, "- get_charge", "- get_‸charge"))
	file := source.NewFile("", text)
	shown := func(s span) string { return file.Slice(s.plain(file, source.UTF16)) }
	var places []location
	e.must("textDocument/definition", params, &places)
	if len(places) != 1 || places[0].URI != home || shown(places[0].Range) != "get_charge" {
		t.Errorf("definition: %+v", places)
	}
	var symbols []flatSymbol
	e.must("textDocument/documentSymbol", document(home), &symbols)
	i := slices.IndexFunc(symbols, func(s flatSymbol) bool { return s.Name == "charge_id" })
	if i < 0 || symbols[i].ContainerName != "get_charge" || symbols[i].Location.URI != home || !strings.HasPrefix(shown(symbols[i].Location.Range), "charge_id:") {
		t.Errorf("symbols: %+v", symbols)
	}
	var hover struct {
		Contents struct{ Kind, Value string }
	}
	e.must("textDocument/hover", params, &hover)
	if hover.Contents.Kind != "plaintext" || !strings.HasPrefix(hover.Contents.Value, "get_charge · GET") || strings.Contains(hover.Contents.Value, "```") {
		t.Errorf("hover: %+v", hover)
	}
	e.change(home, map[string]any{"text": "service:\n  "})
	var list struct {
		Items []struct {
			TextEdit         textEdit
			InsertTextFormat int
		}
	}
	e.must("textDocument/completion", at(home, 1, 2), &list)
	if len(list.Items) == 0 {
		t.Error("no proposals")
	}
	for _, item := range list.Items {
		if item.InsertTextFormat != 1 || strings.ContainsAny(item.TextEdit.NewText, "$\n") {
			t.Errorf("proposal %+v", item)
		}
	}
}

// TestCompletionTriggers proposes nothing unasked in a comment that was just begun.
func TestCompletionTriggers(t *testing.T) {
	t.Parallel()
	e := start(t, able, Options{})
	_, params := e.opened("# ‸\n")
	for _, c := range []struct {
		context map[string]any
		want    int
	}{
		{map[string]any{"triggerKind": 2, "triggerCharacter": " "}, 0},
		{map[string]any{"triggerKind": 1}, 1},
		{nil, 1},
	} {
		params["context"] = c.context
		if c.context == nil {
			delete(params, "context")
		}
		var list struct{ Items []any }
		e.must("textDocument/completion", params, &list)
		if len(list.Items) != c.want {
			t.Errorf("%v: %v", c.context, list.Items)
		}
	}
}

func TestRangeFormattingSession(t *testing.T) {
	t.Parallel()
	e := start(t, able, Options{})
	const text = "version:   \"1.0\"\nservice:\n    name:   🎉   # c\n    description:   y\n"
	e.open(home, text)
	params := document(home)
	params["range"] = span{spot{2, 3}, spot{3, 1}}
	var formatted []textEdit
	e.must("textDocument/rangeFormatting", params, &formatted)
	if got, want := applyEdits(t, text, source.UTF16, formatted), "version:   \"1.0\"\nservice:\n  name: 🎉   # c\n  description: y\n"; got != want {
		t.Errorf("formatted: %q", got)
	}
}

func TestWholeFileActions(t *testing.T) {
	t.Parallel()
	e := start(t, able, Options{})
	text, _ := e.opened(tutorial(t, "    - get_balance\n    - list_charges\n", "‸    - list_charges\n    - get_balance\n"))
	params := document(home)
	params["range"] = span{}
	params["context"] = map[string]any{"diagnostics": []any{}, "only": []string{"source.organizePermissions"}}
	var actions []map[string]any
	e.must("textDocument/codeAction", params, &actions)
	if len(actions) != 1 || actions[0]["kind"] != "source.organizePermissions.usepaso" || actions[0]["edit"] != nil {
		t.Fatalf("actions: %+v", actions)
	}
	var resolved struct{ Edit edits }
	e.must("codeAction/resolve", actions[0], &resolved)
	if got := resolved.Edit.apply(t, text, source.UTF16); got != tutorial(t, "version", "version") {
		t.Errorf("organised: %s", got)
	}
	e.change(home, map[string]any{"text": text})
	if err := e.call("codeAction/resolve", actions[0], nil); code(err) != -32801 {
		t.Errorf("resolved for another text: %v", err)
	}
}

func TestCurlAndExposure(t *testing.T) {
	t.Parallel()
	e := start(t, able, Options{})
	e.opened(tutorial(t, "version", "‸version"))
	run := func(result any, command string, args ...any) error {
		return e.call("workspace/executeCommand", map[string]any{"command": command, "arguments": args}, result)
	}
	var curl string
	if err := run(&curl, "usepaso.copyCurl", map[string]any{"uri": home, "capability": "list_charges", "arguments": map[string]any{"limit": 3}}); err != nil || !strings.HasPrefix(curl, "curl 'https://api.stripe.com/v1/charges?limit=3'") {
		t.Errorf("curl: %q %v", curl, err)
	}
	if err := run(nil, "usepaso.copyCurl", map[string]any{"uri": home, "capability": "list_charges", "arguments": map[string]any{"limit": 300}}); err == nil || !strings.Contains(err.Error(), "exceeds maximum of 100") {
		t.Errorf("curl of what is refused: %v", err)
	}
	var counts struct{ Tools, Read, Write, Asks int }
	if err := run(&counts, "usepaso.exposure", home); err != nil || counts.Tools != 5 || counts.Read != 4 || counts.Write != 1 || counts.Asks != 1 {
		t.Errorf("exposure: %+v %v", counts, err)
	}
}

// TestSettingsRefresh makes an editor ask again for what a setting changes.
func TestSettingsRefresh(t *testing.T) {
	t.Parallel()
	e := start(t, `{"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}, "codeLens": {"refreshSupport": true}, "inlayHint": {"refreshSupport": true}}}`, Options{})
	e.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"usepaso": map[string]any{"codeLenses": false}}})
	for _, method := range []string{"workspace/diagnostic/refresh", "workspace/codeLens/refresh", "workspace/inlayHint/refresh"} {
		e.heard(method)
	}
}

// TestSecretsAreNotRepeated pastes a key into the places that answers are made of.
func TestSecretsAreNotRepeated(t *testing.T) {
	t.Parallel()
	e := start(t, able, Options{})
	const secret = "ghp_" + "abcdefghijklmnopqrstuvwxyz0123456789"
	text := tutorial(t, "description: The charge ID to refund", "description: The charge ID to refund\n        default: "+secret)
	text = strings.NewReplacer("path: /balance", "path: /{x}/"+secret, "description: Get the current account", "description: "+secret, "    - create_refund", "    - ").Replace(text)
	e.open(home, text)
	answers := 0
	ask := func(method string, params map[string]any) {
		t.Helper()
		var raw json.RawMessage
		e.must(method, params, &raw)
		answers++
		if bytes.Contains(raw, []byte(secret)) {
			t.Errorf("%s of %v repeats it: %s", method, params, raw)
		}
	}
	for _, command := range []string{"usepaso.dryRun", "usepaso.copyCurl", "usepaso.agentView", "usepaso.exposure"} {
		for _, capability := range []string{"create_refund", "get_balance"} {
			ask("workspace/executeCommand", map[string]any{"command": command, "arguments": []any{home, capability}})
		}
	}
	for line, content := range strings.Split(text, "\n") {
		for _, character := range []int{4, 6, 12, len(content)} {
			ask("textDocument/hover", at(home, line, character))
			ask("textDocument/completion", at(home, line, character))
		}
	}
	ask("textDocument/documentSymbol", document(home))
	ask("workspace/symbol", map[string]any{"query": ""})
	for _, said := range e.heard("window/showDocument") {
		var shown struct{ URI string }
		if err := json.Unmarshal(said.Params, &shown); err != nil {
			t.Fatal(err)
		}
		ask("workspace/textDocumentContent", map[string]any{"uri": shown.URI})
	}
	if !strings.Contains(e.page(t, "usepaso.dryRun", "create_refund"), "ghp_…") {
		t.Errorf("%d answers, but the dry run does not say that there is a key", answers)
	}
}

// page runs a command and returns what is shown of it.
func (e *editor) page(t *testing.T, command, capability string) string {
	t.Helper()
	var result struct{ Text string }
	e.must("workspace/executeCommand", map[string]any{"command": command, "arguments": []any{home, capability}}, &result)
	return result.Text
}

// TestPanicIsAnError keeps the session alive, and the reason in the log.
func TestPanicIsAnError(t *testing.T) {
	t.Parallel()
	var lines bytes.Buffer
	e := start(t, `{}`, Options{Log: &lines, Send: func(context.Context, string, string, json.RawMessage) (string, error) {
		panic("a secret reason")
	}})
	e.opened(tutorial(t, "version", "‸version"))
	err := e.call("workspace/executeCommand", map[string]any{"command": "usepaso.send", "arguments": []any{home, "get_balance"}}, nil)
	if code(err) != -32603 || strings.Contains(err.Error(), "secret") {
		t.Errorf("answered %v", err)
	}
	e.must("textDocument/hover", at(home, 0, 0), nil)
	e.must("shutdown", nil, nil)
	if !strings.Contains(lines.String(), "a secret reason") {
		t.Errorf("the log says only %s", &lines)
	}
}

// TestCancel stops a request that is being answered, whichever kind of id it has.
func TestCancel(t *testing.T) {
	t.Parallel()
	for _, id := range []string{`"a"`, "7", "12345678901"} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			near, far := net.Pipe()
			served := make(chan error, 1)
			send := func(body string) { fmt.Fprintf(near, "Content-Length: %d\r\n\r\n%s", len(body), body) }
			options := Options{Log: testLog{t}, Send: func(ctx context.Context, _, _ string, _ json.RawMessage) (string, error) {
				go send(`{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":` + id + `}}`)
				<-ctx.Done()
				return "", ctx.Err()
			}}
			go func() { served <- Serve(t.Context(), far, options) }()
			go func() {
				send(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"capabilities":{}}}`)
				send(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"` + home + `","languageId":"yaml","version":1,"text":"a: 1"}}}`)
				send(`{"jsonrpc":"2.0","id":` + id + `,"method":"workspace/executeCommand","params":{"command":"usepaso.send","arguments":["` + home + `","a"]}}`)
			}()
			awaitText(near, `-32800`)
			near.Close()
			<-served
		})
	}
}
