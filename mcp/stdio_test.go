package mcp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/usepaso/usepaso/mcp/invoke"
)

// TestManyCallsAtOnce: 300 calls are with the backend at the same time.
func TestManyCallsAtOnce(t *testing.T) {
	t.Parallel()
	const calls = 300
	var here atomic.Int64
	all := make(chan struct{})
	b := newBackend(t, func(w http.ResponseWriter, r *http.Request) {
		if here.Add(1) == calls {
			close(all)
		}
		select {
		case <-all:
		case <-r.Context().Done():
		}
		_, _ = io.WriteString(w, `{}`)
	})
	o := options(t, shop, b.URL)
	var busy, calm atomic.Int64
	o.Busy = func() func() {
		if here.Load() == calls {
			t.Error("it is busy only when all calls are there")
		}
		busy.Add(1)
		return func() { calm.Add(1) }
	}
	w := connect(t, o)
	w.hello(nil)
	for i := range calls {
		w.call(1000+i, "list_orders", nil)
	}
	for i := range calls {
		if r := w.result(1000 + i); r.IsError {
			t.Fatalf("%d were there: %s", here.Load(), r.text())
		}
	}
	eventually(t, "calm", func() bool { return calm.Load() == 1 })
	if busy.Load() != 1 {
		t.Errorf("busy %d times", busy.Load())
	}
}

// TestIDInUse: two calls of one id could not be told apart, nor be cancelled.
func TestIDInUse(t *testing.T) {
	t.Parallel()
	finish := make(chan struct{})
	b := newBackend(t, func(w http.ResponseWriter, _ *http.Request) { <-finish })
	w := connect(t, options(t, shop, b.URL))
	w.hello(nil)
	w.call("same", "list_orders", nil)
	w.call("same", "create_order", nil)
	if m := w.reply("same"); m.Error == nil {
		t.Errorf("%s", m.Result)
	}
	close(finish)
	if r := w.result("same"); r.IsError {
		t.Error(r.text())
	}
	for _, sent := range b.requests() {
		if strings.HasPrefix(sent, "POST") {
			t.Error("the second was made")
		}
	}
}

func TestTooManyCalls(t *testing.T) {
	t.Parallel()
	b := newBackend(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	w := connect(t, options(t, shop, b.URL))
	w.hello(nil)
	for i := range maxInFlight + 1 {
		w.call(i+1, "list_orders", nil)
	}
	if m := w.reply(maxInFlight + 1); m.Error == nil || !strings.Contains(m.Error.Message, "Too many requests") {
		t.Errorf("%+v", m)
	}
	w.send(nil, "notifications/cancelled", map[string]any{"requestId": 1})
	eventually(t, "a free place", func() bool {
		w.send("again", "ping", nil)
		return w.reply("again").Error == nil
	})
}

// TestCancelledCallIsNotAnswered, and its request to the API ends.
func TestCancelledCallIsNotAnswered(t *testing.T) {
	t.Parallel()
	arrived, left := make(chan struct{}), make(chan struct{})
	b := newBackend(t, func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
		close(left)
	})
	w := connect(t, options(t, shop, b.URL))
	w.hello(nil)
	w.call("c", "list_orders", nil)
	<-arrived
	w.send(nil, "notifications/cancelled", map[string]any{"requestId": "c", "reason": "no longer wanted"})
	w.send(nil, "notifications/cancelled", map[string]any{"requestId": "unknown"})
	w.send(nil, "notifications/cancelled", nil)
	<-left
	if err := w.end(); err != nil {
		t.Error(err)
	}
	for m := range w.lines {
		if string(m.ID) == `"c"` {
			t.Errorf("answered: %s", m.Result)
		}
	}
}

// TestEndOfInput: calls in flight have up to a second.
func TestEndOfInput(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	arrived := make(chan struct{}, 2)
	b := newBackend(t, func(w http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		if strings.Contains(r.URL.RawQuery, "limit=1&") || strings.HasSuffix(r.URL.RawQuery, "limit=1") {
			<-release
			_, _ = io.WriteString(w, `{"fast":true}`)
			return
		}
		<-r.Context().Done()
	})
	w := connect(t, options(t, shop, b.URL))
	w.hello(nil)
	w.call(1, "list_orders", map[string]any{"limit": 1})
	w.call(2, "list_orders", map[string]any{"limit": 2})
	<-arrived
	<-arrived
	start := time.Now()
	_ = w.stdin.Close()
	close(release)
	if r := w.result(1); r.IsError {
		t.Errorf("the fast one: %s", r.text())
	}
	if err := w.gone(); err != nil || time.Since(start) > 3*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}

// TestSignal ends at once, also with calls in flight.
func TestSignal(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{})
	b := newBackend(t, func(_ http.ResponseWriter, r *http.Request) { close(arrived); <-r.Context().Done() })
	w := connect(t, options(t, shop, b.URL))
	w.hello(nil)
	w.call(1, "list_orders", nil)
	<-arrived
	start := time.Now()
	w.cancel()
	if err := w.gone(); err != nil || time.Since(start) > time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}

// TestJunk: whatever comes in, the server answers or drops it and goes on.
func TestJunk(t *testing.T) {
	t.Parallel()
	w := connect(t, options(t, shop, "http://127.0.0.1:1"))
	w.hello(nil)
	junk := []string{
		"", "   ", "{", "}", "null", "1", `"x"`, "[]", `[{"jsonrpc":"2.0","id":1,"method":"ping"}]`, "\x00\x01", "\xff\xfe",
		`{}`, `{"jsonrpc":"2.0"}`, `{"jsonrpc":"1.0","id":1,"method":"ping"}`, `{"jsonrpc":"2.0","id":null,"method":"ping"}`,
		`{"jsonrpc":"2.0","id":{},"method":"ping"}`, `{"jsonrpc":"2.0","id":[1],"method":"ping"}`, `{"jsonrpc":"2.0","id":true,"method":"ping"}`,
		`{"jsonrpc":"2.0","id":77,"result":{}}`, `{"jsonrpc":"2.0","id":"x","error":{"code":1}}`, `{"jsonrpc":"2.0","id":1,"error":null}`,
		`{"jsonrpc":"2.0","id":1,"error":"text"}`, `{"jsonrpc":"2.0","method":"notifications/unknown"}`, `{"jsonrpc":"2.0","method":5}`,
		`{"jsonrpc":"2.0","id":501,"method":"tools/call"}`, `{"jsonrpc":"2.0","id":502,"method":"tools/call","params":[]}`,
		`{"jsonrpc":"2.0","id":503,"method":"tools/call","params":{"name":5}}`, `{"jsonrpc":"2.0","id":504,"method":"tools/call","params":{"name":"list_orders","arguments":"x"}}`,
		`{"jsonrpc":"2.0","id":505,"method":"tools/call","params":{"name":"usepaso/call"}}`,
		`{"jsonrpc":"2.0","id":506,"method":"no/such"}`, `{"jsonrpc":"2.0","id":507,"method":"resources/list"}`,
		`{"jsonrpc":"2.0","id":508,"method":"tools/call","params":{"name":"list_orders","arguments":{"limit":1,"limit":1000}}}`,
		`{"jsonrpc":"2.0","id":509,"method":"tools/call","params":{"name":"list_orders","task":{"ttl":5},"arguments":{"x":1}}}`,
		strings.Repeat("[", 50000), `{"a":` + strings.Repeat("[", 50000) + strings.Repeat("]", 50000) + "}",
		strings.Repeat("x", maxLine+100),
	}
	for _, line := range junk {
		w.raw(line)
	}
	for id := 501; id <= 509; id++ {
		if m := w.reply(id); m.Error == nil && !strings.Contains(string(m.Result), `"isError":true`) {
			t.Errorf("%d succeeded: %s", id, m.Result)
		}
	}
	w.send("alive", "ping", nil)
	w.reply("alive")
	// Half a message, and then nobody.
	if _, err := io.WriteString(w.stdin, `{"jsonrpc":"2.0","id":1,"meth`); err != nil {
		t.Fatal(err)
	}
	if err := w.end(); err != nil {
		t.Error(err)
	}
}

// TestCallWithoutID: nobody could be told what came of such a call. It is not made,
// and it does not hold up the reader, whose client has to answer the question.
func TestCallWithoutID(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		`{"jsonrpc":"2.0","method":"tools/call","params":{"name":"create_refund","arguments":{"order":"o_1"}}}`,
		`{"jsonrpc":"2.0","method":"tools/call","params":{"name":"create_order","arguments":{"amount":1}}}`,
		`{"jsonrpc":"2.0","method":"tools/call","params":{"name":"create_order","_meta":{}}}`,
		`{"jsonrpc":"2.0","method":"notifications/x","Method":"tools/call","ID":5,"params":{"name":"create_refund","arguments":{"order":"o_1"}}}`,
	} {
		b := newBackend(t, nil)
		w := connect(t, options(t, shop, b.URL))
		w.hello(canAsk)
		w.raw(line)
		w.send(2, "ping", nil)
		w.reply(2)
		if err := w.end(); err != nil || len(b.requests()) != 0 {
			t.Errorf("%s: %v, %v", line, err, b.requests())
		}
	}
}

// TestUnreadableRequestIsAnswered under its id where that could be read: its sender
// waits for that id and for no other.
func TestUnreadableRequestIsAnswered(t *testing.T) {
	t.Parallel()
	w := connect(t, options(t, shop, "http://127.0.0.1:1"))
	deep := strings.Repeat("[", 20000) + strings.Repeat("]", 20000)
	for id, rest := range []string{`"params":{"a":` + deep + `}`, `"params":{"a":NaN}`, `"params":{"a"`, `"Method":"ping"`} {
		w.raw(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"tools/call",%s}`, id, rest))
		if m := w.reply(id); m.Error == nil {
			t.Errorf("%.80s: %s", rest, m.Result)
		}
	}
	// The id of a response is one of ours.
	w.raw(`{"jsonrpc":"2.0","id":1,"result":nil}`)
	w.until("an error without id", func(m message) bool { return string(m.ID) == "null" && m.Error != nil })
}

func TestIDsComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	w := connect(t, options(t, shop, "http://127.0.0.1:1"))
	for _, id := range []string{`9007199254740993`, `"a\u0041"`, `-1`, `0`, `1.5`, `""`} {
		w.raw(`{"jsonrpc":"2.0","id":` + id + `,"method":"ping"}`)
		w.until(id, func(m message) bool { return string(m.ID) == id })
	}
}

func TestSameIDTwice(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	b := newBackend(t, func(w http.ResponseWriter, _ *http.Request) { <-release })
	w := connect(t, options(t, shop, b.URL))
	w.hello(nil)
	w.call(1, "list_orders", nil)
	w.call(1, "list_orders", nil)
	if m := w.reply(1); m.Error == nil {
		t.Errorf("%s", m.Result)
	}
	close(release)
	w.result(1)
}

func TestPanicIsAPlainError(t *testing.T) {
	t.Parallel()
	o := options(t, shop, "http://127.0.0.1:1")
	o.Limiter = panicking{}
	w := connect(t, o)
	w.hello(nil)
	w.call(1, "create_order", nil)
	r := w.result(1)
	if r.kind() != "server_error" || strings.Contains(r.text(), "plum") || strings.Contains(r.text(), ".go") {
		t.Errorf("%s", r.text())
	}
	if s := w.stderr.String(); strings.Contains(s, "goroutine") || !strings.Contains(s, "internal error") {
		t.Errorf("stderr: %s", s)
	}
	w.call(2, "list_orders", map[string]any{"limit": 1000})
	w.result(2)
}

type panicking struct{}

func (panicking) Take(context.Context, string, int, time.Time) (bool, time.Duration, error) {
	panic("plum")
}

func TestNumbersKeepTheirDigits(t *testing.T) {
	t.Parallel()
	b := newBackend(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"id":9007199254740993,"rate":1.10}`)
	})
	w := connect(t, options(t, shop, b.URL))
	w.hello(nil)
	w.raw(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"create_order","arguments":{"amount":9007199254740993}}}`)
	r := w.result(1)
	if r.text() != `{"id":9007199254740993,"rate":1.10}` || string(r.Structured) != r.text() {
		t.Errorf("%s %s", r.text(), r.Structured)
	}
	if got := b.requests()[0]; got != `POST /v1/orders {"amount":9007199254740993}` {
		t.Error(got)
	}
}

func TestStructuredContentStaysOnOneLine(t *testing.T) {
	t.Parallel()
	b := newBackend(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, "{\n  \"id\": \"a\\nb\",\r\n  \"n\": 1.0\n}")
	})
	w := connect(t, options(t, shop, b.URL))
	w.hello(nil)
	w.call(1, "create_order", nil)
	if r := w.result(1); string(r.Structured) != `{"id":"a\nb","n":1.0}` || !strings.Contains(r.text(), "\r\n") {
		t.Errorf("%s", r.Structured)
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	b := newBackend(t, nil)
	w := connect(t, options(t, shop, b.URL))
	w.hello(canAsk)
	w.send(1, "tools/call", map[string]any{"name": "create_refund", "arguments": refundArgs, "_meta": map[string]any{"progressToken": "p"}})
	if p := string(w.notice("notifications/progress").Params); !strings.Contains(p, `"progressToken":"p"`) || !strings.Contains(p, "confirm") {
		t.Error(p)
	}
	w.respond(w.notice("elicitation/create").ID, answer("accept", true))
	w.result(1)
	// Progress comes before the answer, never behind it.
	if len(w.parked) == 0 || w.parked[len(w.parked)-1].Method != "notifications/progress" {
		t.Errorf("parked: %+v", w.parked)
	}
}

func TestLogging(t *testing.T) {
	t.Parallel()
	w := connect(t, options(t, shop, "http://127.0.0.1:1"))
	w.hello(nil)
	w.send(1, "logging/setLevel", map[string]any{"level": "info"})
	w.reply(1)
	w.call(2, "wipe", nil)
	if p := string(w.notice("notifications/message").Params); !strings.Contains(p, `"forbidden"`) {
		t.Error(p)
	}
}

func TestProtocolRevisions(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"} {
		b := newBackend(t, nil)
		w := connect(t, options(t, shop, b.URL))
		w.send(0, "initialize", map[string]any{"protocolVersion": version, "capabilities": map[string]any{}, "clientInfo": map[string]any{"name": "wire", "version": "1"}})
		if got := string(w.reply(0).Result); !strings.Contains(got, `"protocolVersion":"`+version+`"`) || !strings.Contains(got, `"listChanged":true`) {
			t.Errorf("%s: %s", version, got)
		}
		w.call(1, "list_orders", nil)
		if r := w.result(1); r.IsError || r.ResultType != "" {
			t.Errorf("%s: %+v", version, r)
		}
	}
	w := connect(t, options(t, shop, newBackend(t, nil).URL))
	w.modern(1, "list_orders", nil, nil)
	if r := w.result(1); r.IsError || r.ResultType != "complete" {
		t.Errorf("2026-07-28: %+v", r)
	}
}

// flaky fails at the n-th operation and ever after.
type flaky struct {
	mu   sync.Mutex
	left int
	io.Reader
	io.Writer
}

var errGone = errors.New("gone")

func (f *flaky) spend() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.left--
	return f.left >= 0
}

func (f *flaky) Read(p []byte) (int, error) {
	if !f.spend() {
		return 0, errGone
	}
	return f.Reader.Read(p[:min(len(p), 40)])
}

func (f *flaky) Write(p []byte) (int, error) {
	if !f.spend() {
		return 0, errGone
	}
	return f.Writer.Write(p)
}

// TestBrokenPipes: whichever read or write fails, Serve ends soon and leaves
// nothing running.
func TestBrokenPipes(t *testing.T) {
	before := runtime.NumGoroutine()
	b := newBackend(t, nil)
	session := `{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{"elicitation":{}},"clientInfo":{"name":"x","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":1,"method":"tools/list"}
{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"list_orders"}}
{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"create_refund","arguments":{"order":"o_1"}}}
`
	for n := range 24 {
		for _, side := range []string{"read", "write"} {
			o := options(t, shop, b.URL)
			in, out := &flaky{left: 1 << 30, Reader: strings.NewReader(session)}, &flaky{left: 1 << 30, Writer: io.Discard}
			if side == "read" {
				in.left = n
			} else {
				out.left = n
			}
			o.Stdin, o.Stdout, o.Reload = in, out, ReloadOff
			start := time.Now()
			err := Serve(t.Context(), o)
			if time.Since(start) > 3*time.Second {
				t.Errorf("%s %d took %v", side, n, time.Since(start))
			}
			if err != nil && !errors.Is(err, errGone) {
				t.Errorf("%s %d: %v", side, n, err)
			}
		}
	}
	b.CloseClientConnections()
	eventually(t, fmt.Sprintf("%d goroutines again", before), func() bool { return runtime.NumGoroutine() <= before+4 })
	for _, r := range b.requests() {
		if strings.HasPrefix(r, "POST") {
			t.Errorf("sent without an answer: %s", r)
		}
	}
}

func TestReadLine(t *testing.T) {
	t.Parallel()
	w := connect(t, options(t, shop, "http://127.0.0.1:1"))
	w.raw(strings.Repeat("y", maxLine*2))
	w.send(1, "ping", nil)
	w.reply(1)
	if len(w.parked) != 1 || w.parked[0].Error == nil || !strings.Contains(w.parked[0].Error.Message, "16 MB") {
		t.Errorf("%+v", w.parked)
	}
}

func TestUnusableDeclaration(t *testing.T) {
	t.Parallel()
	o := options(t, strings.Replace(shop, "method: GET", "method: FETCH", 1), "")
	if err := Serve(t.Context(), o); !errors.Is(err, ErrUnusable) {
		t.Skipf("the method rule is not there: %v", err)
	}
}

func TestLiveTestGoesTheSameWay(t *testing.T) {
	t.Parallel()
	b := newBackend(t, nil)
	o := options(t, shop, b.URL)
	var question string
	ask := Confirmer(func(_ context.Context, q string) (bool, error) { question = q; return true, nil })
	r, err := Run(t.Context(), o, invoke.Call{Name: "create_refund", Arguments: map[string]any{"order": "o_1"}, Asker: ask})
	if err != nil || r.Failure != nil || !strings.HasPrefix(question, "Allow create_refund on Shop?") || len(b.requests()) != 1 {
		t.Errorf("%v %+v\n%s", err, r, question)
	}
	no := Confirmer(func(context.Context, string) (bool, error) { return false, nil })
	for _, call := range []invoke.Call{{Name: "wipe"}, {Name: "create_refund", Arguments: map[string]any{"order": "o_1"}}, {Name: "create_refund", Arguments: map[string]any{"order": "o_1"}, Asker: no}} {
		if r, err := Run(t.Context(), o, call); err != nil || r.Failure == nil || len(b.requests()) != 1 {
			t.Errorf("%s: %v %+v", call.Name, err, r)
		}
	}
}
