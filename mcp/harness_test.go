package mcp

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/usepaso/usepaso/analysis"
)

const shop = `version: "1.0"
service:
  name: Shop
  description: A shop
  base_url: http://api.example.com/v1
  auth:
    type: bearer
    env: USEPASO_SHOP
capabilities:
  - name: list_orders
    description: List the orders
    method: GET
    path: /orders
    permission: read
    inputs:
      limit:
        type: integer
        default: 10
        in: query
        constraints:
          max_value: 100
  - name: create_order
    description: Create an order
    method: POST
    path: /orders
    permission: write
    inputs:
      amount: {type: integer}
    output:
      id: {type: string, description: The new order}
    constraints:
      - max_per_hour: 1000
  - name: create_refund
    description: Refund an order
    method: POST
    path: /refunds
    permission: write
    consent_required: true
    inputs:
      order: {type: string, required: true}
      amount: {type: integer}
  - name: delete_order
    description: Delete an order
    method: DELETE
    path: /orders/{id}
    permission: admin
    consent_required: true
    inputs:
      id: {type: string, required: true, in: path}
permissions:
  read: [list_orders]
  forbidden: [wipe]
`

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

// backend counts requests and answers them.
type backend struct {
	*httptest.Server
	mu   sync.Mutex
	seen []string // "METHOD /path?query body"
}

func newBackend(t testing.TB, handle http.HandlerFunc) *backend {
	t.Helper()
	b := &backend{}
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		b.mu.Lock()
		b.seen = append(b.seen, strings.TrimSpace(r.Method+" "+r.URL.String()+" "+string(body)))
		b.mu.Unlock()
		if handle != nil {
			handle(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"id":"o_1"}`)
	}))
	t.Cleanup(b.Close)
	return b
}

func (b *backend) requests() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string{}, b.seen...)
}

// file is a declaration on disk.
func file(t testing.TB, text string) (path string, load func() (*analysis.Snapshot, error)) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "usepaso.yaml")
	rewrite(t, path, text)
	return path, func() (*analysis.Snapshot, error) {
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		return analysis.Analyze(path, string(raw)), nil
	}
}

func rewrite(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// log collects what is written to stderr.
type stderrLog struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *stderrLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *stderrLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func options(t testing.TB, text, baseURL string) Options {
	path, load := file(t, text)
	return Options{
		Load: load, File: path, BaseURL: baseURL, Secret: "sk_" + "test_" + "NotARealKeyButLongEnough42",
		Limiter: slots{}, Stderr: &stderrLog{}, Timeout: 10 * time.Second, Version: "test",
	}
}

// slots is a Limiter that always has one.
type slots struct{}

func (slots) Take(context.Context, string, int, time.Time) (bool, time.Duration, error) {
	return true, 0, nil
}

// message is anything that comes over the wire.
type message struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
	Result  json.RawMessage `json:"result"`
	Error   *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
}

// wire is a client that speaks to Serve line by line.
type wire struct {
	t      testing.TB
	stdin  *io.PipeWriter
	lines  chan message
	ended  chan error
	cancel context.CancelFunc
	stderr *stderrLog
	parked []message
}

// connect serves o over pipes. Everything on stdout must be JSON-RPC.
func connect(t testing.TB, o Options) *wire {
	t.Helper()
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	o.Stdin, o.Stdout = inR, outW
	ctx, cancel := context.WithCancel(context.Background())
	w := &wire{t: t, stdin: inW, lines: make(chan message, 4096), ended: make(chan error, 1), cancel: cancel, stderr: o.Stderr.(*stderrLog)}
	go func() {
		err := Serve(ctx, o)
		_ = outW.Close()
		w.ended <- err
	}()
	go func() {
		defer close(w.lines)
		r := bufio.NewReaderSize(outR, 1<<20)
		for {
			line, err := r.ReadBytes('\n')
			if err != nil {
				return
			}
			var m message
			if err := json.Unmarshal(line, &m); err != nil || m.JSONRPC != "2.0" {
				t.Errorf("not JSON-RPC on stdout: %.200s", line)
			}
			w.lines <- m
		}
	}()
	t.Cleanup(func() { cancel(); _ = inW.Close(); _ = outR.Close() })
	return w
}

func (w *wire) raw(line string) {
	w.t.Helper()
	if _, err := io.WriteString(w.stdin, line+"\n"); err != nil {
		w.t.Fatalf("writing: %v", err)
	}
}

func (w *wire) send(id any, method string, params any) {
	w.t.Helper()
	m := map[string]any{"jsonrpc": "2.0", "method": method}
	if id != nil {
		m["id"] = id
	}
	if params != nil {
		m["params"] = params
	}
	line, err := json.Marshal(m)
	if err != nil {
		w.t.Fatal(err)
	}
	w.raw(string(line))
}

// until returns the next message that fits; others wait for a later call.
func (w *wire) until(what string, fits func(message) bool) message {
	w.t.Helper()
	for i, m := range w.parked {
		if fits(m) {
			w.parked = append(w.parked[:i:i], w.parked[i+1:]...)
			return m
		}
	}
	timeout := time.After(patience)
	for {
		select {
		case m, open := <-w.lines:
			if !open {
				w.t.Fatalf("the connection ended while waiting for %s; stderr:\n%s", what, w.stderr)
			}
			if fits(m) {
				return m
			}
			w.parked = append(w.parked, m)
		case <-timeout:
			w.t.Fatalf("no %s; stderr:\n%s", what, w.stderr)
		}
	}
}

func (w *wire) reply(id any) message {
	w.t.Helper()
	want, _ := json.Marshal(id)
	return w.until("answer to "+string(want), func(m message) bool { return m.Method == "" && string(m.ID) == string(want) })
}

func (w *wire) notice(method string) message {
	w.t.Helper()
	return w.until(method, func(m message) bool { return m.Method == method })
}

// hello greets as a client of a handshake protocol.
func (w *wire) hello(capabilities map[string]any) {
	w.t.Helper()
	w.send(0, "initialize", map[string]any{"protocolVersion": "2025-06-18", "capabilities": capabilities, "clientInfo": map[string]any{"name": "wire", "version": "1"}})
	w.reply(0)
	w.send(nil, "notifications/initialized", nil)
}

func (w *wire) call(id any, name string, arguments map[string]any) {
	w.t.Helper()
	w.send(id, "tools/call", map[string]any{"name": name, "arguments": arguments})
}

// modern calls as a client of protocol 2026-07-28.
func (w *wire) modern(id any, name string, arguments, more map[string]any) {
	w.t.Helper()
	params := map[string]any{"name": name, "arguments": arguments, "_meta": map[string]any{
		"io.modelcontextprotocol/protocolVersion":    "2026-07-28",
		"io.modelcontextprotocol/clientCapabilities": map[string]any{"elicitation": map[string]any{"form": map[string]any{}}},
		"io.modelcontextprotocol/clientInfo":         map[string]any{"name": "modern", "version": "1"},
	}}
	maps.Copy(params, more)
	w.send(id, "tools/call", params)
}

// result is a tool's result as the model sees it.
type result struct {
	ResultType string `json:"resultType"`
	Content    []struct {
		Text string `json:"text"`
	} `json:"content"`
	Structured    json.RawMessage `json:"structuredContent"`
	IsError       bool            `json:"isError"`
	RequestState  string          `json:"requestState"`
	InputRequests map[string]struct {
		Method string `json:"method"`
		Params struct {
			Message         string          `json:"message"`
			RequestedSchema json.RawMessage `json:"requestedSchema"`
		} `json:"params"`
	} `json:"inputRequests"`
}

func (w *wire) result(id any) result {
	w.t.Helper()
	m := w.reply(id)
	var r result
	if m.Error != nil || json.Unmarshal(m.Result, &r) != nil {
		w.t.Fatalf("call %v: %+v %s", id, m.Error, m.Result)
	}
	return r
}

func (r result) text() string {
	var b strings.Builder
	for _, c := range r.Content {
		b.WriteString(c.Text)
	}
	return b.String()
}

// kind is the type of the failure, or "" for success.
func (r result) kind() string {
	if !r.IsError {
		return ""
	}
	var f struct{ Type string }
	head, _, _ := strings.Cut(r.text(), "\n")
	_ = json.Unmarshal([]byte(head), &f)
	return f.Type
}

// end closes the input and returns what Serve returned.
func (w *wire) end() error {
	w.t.Helper()
	_ = w.stdin.Close()
	return w.gone()
}

func (w *wire) gone() error {
	w.t.Helper()
	select {
	case err := <-w.ended:
		return err
	case <-time.After(patience):
		w.t.Fatal("Serve does not end")
		return errors.New("does not end")
	}
}

func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	timeout, again := time.After(patience), time.NewTicker(5*time.Millisecond)
	defer again.Stop()
	for !ok() {
		select {
		case <-again.C:
		case <-timeout:
			t.Fatalf("never: %s", what)
		}
	}
}

var canAsk = map[string]any{"elicitation": map[string]any{}}

func answer(action string, confirm any) map[string]any {
	a := map[string]any{"action": action}
	if confirm != nil {
		a["content"] = map[string]any{"confirm": confirm}
	}
	return a
}

func (w *wire) respond(id json.RawMessage, result any) {
	w.t.Helper()
	raw, _ := json.Marshal(result)
	w.raw(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":%s}`, id, raw))
}
