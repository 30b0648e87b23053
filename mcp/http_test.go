package mcp

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	mcpclient "github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"
)

// serveOn starts Serve on a free loopback port and returns the endpoint.
func serveOn(t *testing.T, o Options, token string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o.HTTP = &HTTPOptions{Listener: l, Token: token}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, o) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return "http://" + l.Addr().String() + endpoint
}

const hello = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}`

func post(t *testing.T, url string, body io.Reader, change func(*http.Request)) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json, text/event-stream")
	if change != nil {
		change(r)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp
}

func TestHTTPDoorkeeper(t *testing.T) {
	t.Parallel()
	open := serveOn(t, options(t, shop, "http://127.0.0.1:1"), "")
	guarded := serveOn(t, options(t, shop, "http://127.0.0.1:1"), "let-me-in")
	port := open[strings.LastIndex(open, ":")+1 : len(open)-len(endpoint)]
	host := func(h string) func(*http.Request) { return func(r *http.Request) { r.Host = h } }
	header := func(k, v string) func(*http.Request) { return func(r *http.Request) { r.Header.Set(k, v) } }
	tests := []struct {
		name, url string
		body      io.Reader
		change    func(*http.Request)
		status    int
	}{
		{"plain", open, nil, nil, 200},
		{"localhost", open, nil, host("localhost:" + port), 200},
		{"rebound name", open, nil, host("evil.example.com:" + port), 403},
		{"name that looks local", open, nil, host("localhost.evil.example.com"), 403},
		{"web page", open, nil, header("Origin", "https://evil.example.com"), 403},
		{"opaque page", open, nil, header("Origin", "null"), 403},
		{"another port's page", open, nil, header("Origin", "http://127.0.0.1:1"), 403},
		{"own page", open, nil, header("Origin", "http://127.0.0.1:"+port), 200},
		{"other path", strings.TrimSuffix(open, endpoint) + "/", nil, nil, 404},
		{"no token", guarded, nil, nil, 401},
		{"wrong token", guarded, nil, header("Authorization", "Bearer let-me-i"), 401},
		{"other scheme", guarded, nil, header("Authorization", "Basic let-me-in"), 401},
		{"token", guarded, nil, header("Authorization", "Bearer let-me-in"), 200},
		{"too long", open, bytes.NewReader(make([]byte, maxHTTPBody+1)), nil, 413},
		{"no json", open, strings.NewReader("{"), nil, 400},
		{"unknown session", open, strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`), header("Mcp-Session-Id", "usepaso-x"), 404},
		{"no session", open, strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`), nil, 404},
	}
	for _, test := range tests {
		if test.body == nil {
			test.body = strings.NewReader(hello)
		}
		if resp := post(t, test.url, test.body, test.change); resp.StatusCode != test.status {
			text, _ := io.ReadAll(resp.Body)
			t.Errorf("%s: %d, want %d: %.200s", test.name, resp.StatusCode, test.status, text)
		}
	}
}

// TestStreamsNeedASession: a stream without one would open one, and a page that asks
// for many would end everybody's.
func TestStreamsNeedASession(t *testing.T) {
	t.Parallel()
	url := serveOn(t, options(t, shop, "http://127.0.0.1:1"), "")
	id := post(t, url, strings.NewReader(hello), nil).Header.Get("Mcp-Session-Id")
	for _, test := range []struct {
		session, protocol string
		status            int
	}{{"", "", 400}, {"usepaso-x", "", 404}, {"", "2026-07-28", 405}, {id, "", 200}} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", "text/event-stream")
		for name, value := range map[string]string{"Mcp-Session-Id": test.session, "Mcp-Protocol-Version": test.protocol} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != test.status {
			t.Errorf("%+v: %d", test, resp.StatusCode)
		}
	}
}

// session opens a session, and returns its id and what puts a request into it.
func session(t *testing.T, url, hello string) (id string, in func(*http.Request)) {
	t.Helper()
	id = post(t, url, strings.NewReader(hello), nil).Header.Get("Mcp-Session-Id")
	return id, func(r *http.Request) { r.Header.Set("Mcp-Session-Id", id) }
}

// askedOver makes a call that needs consent, and returns its stream behind the
// question and the question's id.
func askedOver(t *testing.T, url string, inSession func(*http.Request)) (events *bufio.Reader, id json.RawMessage) {
	t.Helper()
	call := post(t, url, strings.NewReader(`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"create_refund","arguments":{"order":"o_1"}}}`), inSession)
	events = bufio.NewReader(call.Body)
	for {
		line, err := events.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		var m message
		if data, ok := strings.CutPrefix(line, "data: "); ok && json.Unmarshal([]byte(data), &m) == nil && m.Method == "elicitation/create" {
			return events, m.ID
		}
	}
}

// TestOtherSessionCannotAnswer a question, nor can nobody.
func TestOtherSessionCannotAnswer(t *testing.T) {
	t.Parallel()
	b := newBackend(t, nil)
	url := serveOn(t, options(t, shop, b.URL), "")
	asking := strings.Replace(hello, `"capabilities":{}`, `"capabilities":{"elicitation":{}}`, 1)
	_, mine := session(t, url, asking)
	_, other := session(t, url, asking)
	events, question := askedOver(t, url, mine)
	yes := fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept","content":{"confirm":true}}}`, question)
	for _, who := range []func(*http.Request){other, nil} {
		if resp := post(t, url, strings.NewReader(yes), who); resp.StatusCode < 400 || len(b.requests()) != 0 {
			t.Errorf("%d, %v", resp.StatusCode, b.requests())
		}
	}
	post(t, url, strings.NewReader(yes), mine)
	if rest, err := io.ReadAll(events); err != nil || strings.Contains(string(rest), "isError") || len(b.requests()) != 1 {
		t.Errorf("%v, %s, %v", err, rest, b.requests())
	}
}

// TestQuestionEndsWithItsSession: nobody can answer it any more.
func TestQuestionEndsWithItsSession(t *testing.T) {
	t.Parallel()
	b := newBackend(t, nil)
	url := serveOn(t, options(t, shop, b.URL), "")
	asking := strings.Replace(hello, `"capabilities":{}`, `"capabilities":{"elicitation":{}}`, 1)
	_, inSession := session(t, url, asking)
	events, _ := askedOver(t, url, inSession)
	post(t, url, nil, func(r *http.Request) { r.Method = http.MethodDelete; inSession(r) })
	rest, err := io.ReadAll(events)
	if err != nil || !strings.Contains(string(rest), "closed without an answer") || len(b.requests()) != 0 {
		t.Errorf("%v, %s, %v", err, rest, b.requests())
	}
}

func TestHTTPListensOnLoopbackOnly(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{"0.0.0.0:0", "[::]:0"} {
		if l, err := listen(&HTTPOptions{Addr: addr}); !errors.Is(err, ErrNotLoopback) {
			if err == nil {
				l.Close()
				t.Errorf("%s is served without a token", addr)
			}
		}
	}
	l, err := listen(&HTTPOptions{Addr: ":0"})
	if err != nil || !loopbackHost(l.Addr().String()) {
		t.Fatalf("%v", err)
	}
	l.Close()
}

func TestRequestsAreBounded(t *testing.T) {
	t.Parallel()
	inside, leave := make(chan struct{}), make(chan struct{})
	h := bounded(2, func(http.ResponseWriter, *http.Request) { inside <- struct{}{}; <-leave })
	come := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, endpoint, nil))
		return w
	}
	left := make(chan *httptest.ResponseRecorder)
	for range 2 {
		go func() { left <- come() }()
		<-inside
	}
	if w := come(); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") != "1" {
		t.Errorf("the third got %d, %v", w.Code, w.Header())
	}
	for range 2 {
		leave <- struct{}{}
		if w := <-left; w.Code != http.StatusOK {
			t.Errorf("one of the first two got %d", w.Code)
		}
	}
	go func() { left <- come() }()
	<-inside // there is room again
	close(leave)
	<-left
}

func TestSessionsAreBounded(t *testing.T) {
	t.Parallel()
	s := newSessions()
	first := s.Generate()
	var last string
	for range maxSessions * 2 {
		last = s.Generate()
	}
	if _, err := s.Validate(first); err == nil || len(s.byID) != maxSessions {
		t.Errorf("%d sessions, the first: %v", len(s.byID), err)
	}
	if _, err := s.Validate(last); err != nil {
		t.Error(err)
	}
	s.byID[last].seen = time.Now().Add(-sessionLife - time.Second)
	if _, err := s.Validate(last); err == nil {
		t.Error("silent for too long and still there")
	}
	last = s.Generate()
	_, _ = s.Terminate(last)
	if _, err := s.Validate(last); err == nil {
		t.Error("terminated and still there")
	}
}

// person answers elicitations of mcp-go's client.
type person struct {
	answer mcp.ElicitationResponse
	asked  atomic.Int64
}

func (p *person) Elicit(context.Context, mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
	p.asked.Add(1)
	return &mcp.ElicitationResult{ElicitationResponse: p.answer}, nil
}

// TestHTTPClients: mcp-go's own client, of both eras, lists, calls and confirms.
func TestHTTPClients(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"2025-11-25", "2026-07-28"} {
		for _, confirm := range []bool{true, false} {
			t.Run(fmt.Sprint(version, confirm), func(t *testing.T) {
				t.Parallel()
				b := newBackend(t, nil)
				url := serveOn(t, options(t, shop, b.URL), "")
				conn, err := transport.NewStreamableHTTP(url)
				if err != nil {
					t.Fatal(err)
				}
				p := &person{answer: mcp.ElicitationResponse{Action: mcp.ElicitationResponseActionAccept, Content: map[string]any{"confirm": confirm}}}
				client := mcpclient.NewClient(conn, mcpclient.WithElicitationHandler(p))
				if err := client.Start(t.Context()); err != nil {
					t.Fatal(err)
				}
				defer client.Close()
				var init mcp.InitializeRequest
				init.Params.ProtocolVersion = version
				init.Params.ClientInfo = mcp.Implementation{Name: "person", Version: "1"}
				if _, err := client.Initialize(t.Context(), init); err != nil {
					t.Fatal(err)
				}
				list, err := client.ListTools(t.Context(), mcp.ListToolsRequest{})
				if err != nil || len(list.Tools) != 4 || list.Tools[0].Name != "list_orders" {
					t.Fatalf("%v %+v", err, list)
				}
				raw, _ := json.Marshal(list.Tools[0])
				if !strings.Contains(string(raw), `"maximum":100`) || !strings.Contains(string(raw), `"readOnlyHint":true`) {
					t.Errorf("%s", raw)
				}
				var call mcp.CallToolRequest
				call.Params.Name, call.Params.Arguments = "create_refund", refundArgs
				r, err := client.CallTool(t.Context(), call)
				if err != nil {
					t.Fatal(err)
				}
				if r.IsError == confirm || p.asked.Load() != 1 || (len(b.requests()) == 1) != confirm {
					t.Errorf("asked %d, sent %v: %+v", p.asked.Load(), b.requests(), r)
				}
				call.Params.Name, call.Params.Arguments = "wipe", nil
				if r, err := client.CallTool(t.Context(), call); err != nil || !r.IsError {
					t.Errorf("forbidden: %v %+v", err, r)
				}
			})
		}
	}
}

// TestHTTPStatelessConsent: over HTTP too an answer counts once, and only for its call.
func TestHTTPStatelessConsent(t *testing.T) {
	t.Parallel()
	b := newBackend(t, nil)
	url := serveOn(t, options(t, shop, b.URL), "")
	call := func(order, state string) result {
		t.Helper()
		params := map[string]any{"name": "create_refund", "arguments": map[string]any{"order": order}, "_meta": map[string]any{
			"io.modelcontextprotocol/protocolVersion":    "2026-07-28",
			"io.modelcontextprotocol/clientCapabilities": map[string]any{"elicitation": map[string]any{}},
		}}
		if state != "" {
			params["requestState"] = state
			params["inputResponses"] = map[string]any{answerID: answer("accept", true)}
		}
		body, _ := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})
		resp := post(t, url, bytes.NewReader(body), func(r *http.Request) {
			r.Header.Set("Mcp-Protocol-Version", "2026-07-28")
			r.Header.Set("Mcp-Method", "tools/call")
			r.Header.Set("Mcp-Name", "create_refund")
		})
		raw, _ := io.ReadAll(resp.Body)
		var m message
		var r result
		if err := json.Unmarshal(raw, &m); err != nil || json.Unmarshal(m.Result, &r) != nil {
			t.Fatalf("%d: %s", resp.StatusCode, raw)
		}
		return r
	}
	first := call("o_1", "")
	if first.RequestState == "" || first.ResultType != "input_required" {
		t.Fatalf("%+v", first)
	}
	steps := []struct {
		order, state, kind string
		sent               int
	}{
		{"o_2", first.RequestState, "consent_required", 0},
		{"o_1", first.RequestState, "", 1},
		{"o_1", first.RequestState, "consent_required", 1},
	}
	for _, s := range steps {
		if r := call(s.order, s.state); r.kind() != s.kind || len(b.requests()) != s.sent {
			t.Errorf("%+v: %v, %s", s, b.requests(), r.text())
		}
	}
}
