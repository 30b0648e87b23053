package lsp

import (
	"context"
	"encoding/json"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"go.lsp.dev/jsonrpc2"
)

// editor is the other end of a session: it speaks JSON as editors do and
// remembers what it was told.
type editor struct {
	t       testing.TB
	conn    jsonrpc2.Conn
	pipe    net.Conn
	served  chan error
	told    chan publication
	mu      sync.Mutex
	more    chan struct{} // a message was added to asked
	asked   []asked
	answers map[string]any // to requests of the server, by method
	reacts  map[string]func()
	version map[string]int
}

// asked is one request or notification that the server sent, but for diagnostics.
type asked struct {
	Method string
	Params json.RawMessage
}

type publication struct {
	URI         string
	Version     *int
	Diagnostics []finding
}

type finding struct {
	Range           span
	Severity        int
	Code            string
	CodeDescription struct{ Href string }
	Source, Message string
	Tags            []int
	Related         []json.RawMessage `json:"relatedInformation"`
	Data            struct{ Severity, Path string }
}

type span struct {
	Start spot `json:"start"`
	End   spot `json:"end"`
}

type spot struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

// start begins a session; capabilities is the editor's "capabilities" as JSON.
func start(t testing.TB, capabilities string, options Options) *editor {
	t.Helper()
	e := connect(t, options)
	params := map[string]any{"processId": nil, "rootUri": nil, "capabilities": json.RawMessage(capabilities)}
	e.must("initialize", params, nil)
	e.notify("initialized", map[string]any{})
	return e
}

// connect starts a server without speaking to it.
func connect(t testing.TB, options Options) *editor {
	t.Helper()
	near, far := net.Pipe()
	e := &editor{t: t, pipe: near, served: make(chan error, 1), told: make(chan publication, 4096), more: make(chan struct{}, 1), answers: map[string]any{}, reacts: map[string]func(){}, version: map[string]int{}}
	if options.Log == nil {
		options.Log = testLog{t}
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() { e.served <- Serve(ctx, far, options) }()
	e.conn = jsonrpc2.NewConn(jsonrpc2.NewHeaderStream(near))
	e.conn.Go(ctx, e.hear)
	t.Cleanup(func() {
		cancel()
		near.Close()
		select {
		case <-e.served:
		case <-time.After(patience):
			t.Error("the server did not end")
		}
	})
	return e
}

// testLog shows the server's panics as failures.
type testLog struct{ t testing.TB }

func (l testLog) Write(line []byte) (int, error) {
	if strings.Contains(string(line), "panic in") {
		l.t.Errorf("%s", line)
	}
	return len(line), nil
}

// react does something when the server sends a method, before it is read on.
func (e *editor) react(method string, f func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.reacts[method] = f
}

func (e *editor) hear(_ context.Context, req *jsonrpc2.Request) (any, error) {
	e.mu.Lock()
	react := e.reacts[req.Method()]
	e.mu.Unlock()
	if react != nil {
		react()
	}
	if req.Method() == "textDocument/publishDiagnostics" {
		var p publication
		if err := json.Unmarshal(req.Params(), &p); err != nil {
			e.t.Errorf("diagnostics: %v", err)
		}
		e.told <- p
		return nil, nil
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.asked = append(e.asked, asked{strings.Clone(req.Method()), append(json.RawMessage(nil), req.Params()...)})
	select {
	case e.more <- struct{}{}:
	default:
	}
	if !req.IsCall() {
		return nil, nil
	}
	return e.answers[req.Method()], nil
}

// call sends a request and decodes its answer into result, which may be nil.
func (e *editor) call(method string, params, result any) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var raw jsonrpc2.RawMessage
	if _, err := e.conn.Call(ctx, method, params, &raw); err != nil {
		return err
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(raw, result)
}

func (e *editor) must(method string, params, result any) {
	e.t.Helper()
	if err := e.call(method, params, result); err != nil {
		e.t.Fatalf("%s: %v", method, err)
	}
}

func (e *editor) notify(method string, params any) {
	e.t.Helper()
	if err := e.conn.Notify(context.Background(), method, params); err != nil {
		e.t.Fatalf("%s: %v", method, err)
	}
}

func (e *editor) open(uri, text string) {
	e.t.Helper()
	e.version[uri] = 1
	e.notify("textDocument/didOpen", map[string]any{
		"textDocument": map[string]any{"uri": uri, "languageId": "yaml", "version": 1, "text": text},
	})
}

// change sends edits; each is a map as the protocol has it.
func (e *editor) change(uri string, changes ...map[string]any) {
	e.t.Helper()
	e.version[uri]++
	e.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": uri, "version": e.version[uri]},
		"contentChanges": changes,
	})
}

// replace is an edit from one place to another.
func replace(fromLine, fromCharacter, toLine, toCharacter int, text string) map[string]any {
	return map[string]any{"range": span{spot{fromLine, fromCharacter}, spot{toLine, toCharacter}}, "text": text}
}

func (e *editor) close(uri string) {
	e.t.Helper()
	e.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": uri}})
}

// await returns the next findings pushed for a file at a version or later.
func (e *editor) await(uri string, version int) publication {
	e.t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case p := <-e.told:
			if p.URI == uri && (p.Version == nil || *p.Version >= version) {
				return p
			}
		case <-timeout:
			e.t.Fatalf("no diagnostics for %s", uri)
		}
	}
}

// heard returns what the server sent under a method, once there is any.
func (e *editor) heard(method string) []asked {
	e.t.Helper()
	timeout := time.After(patience)
	for {
		e.mu.Lock()
		var found []asked
		for _, a := range e.asked {
			if a.Method == method {
				found = append(found, a)
			}
		}
		e.mu.Unlock()
		if len(found) > 0 {
			return found
		}
		select {
		case <-e.more:
		case <-timeout:
			e.t.Fatalf("the server never sent %s", method)
		}
	}
}

// document names a file in a request.
func document(uri string) map[string]any {
	return map[string]any{"textDocument": map[string]any{"uri": uri}}
}

// at names a place in a file in a request.
func at(uri string, line, character int) map[string]any {
	return map[string]any{"textDocument": map[string]any{"uri": uri}, "position": spot{line, character}}
}

func jsonText(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}
