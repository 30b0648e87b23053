package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"go.lsp.dev/jsonrpc2"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/source"
)

// TestFraming writes junk on the wire between good messages. The server answers
// what it can, and every good request.
func TestFraming(t *testing.T) {
	t.Parallel()
	const initialize = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"capabilities":{}}}`
	const ask = `{"jsonrpc":"2.0","id":"last","method":"textDocument/hover","params":{"textDocument":{"uri":"file:///usepaso.yaml"},"position":{"line":0,"character":0}}}`
	frame := func(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }
	cases := map[string]string{
		"a junk line":              "hello there\r\n",
		"a header without length":  "Content-Type: x\r\n\r\n",
		"a length that is none":    "Content-Length: many\r\n\r\n",
		"a negative length":        "Content-Length: -5\r\n\r\n",
		"lower case":               "content-length: 2\r\n\r\n{}",
		"bare line feeds":          "Content-Length: 2\n\n{}",
		"no JSON":                  frame("hello"),
		"half of a JSON":           frame(`{"jsonrpc":"2.0","id":2,`),
		"no version":               frame(`{"id":2,"method":"shutdown"}`),
		"a number":                 frame("5"),
		"null":                     frame("null"),
		"an empty batch":           frame("[]"),
		"a batch":                  frame(`[{"jsonrpc":"2.0","id":7,"method":"nonsense"},{"jsonrpc":"2.0","method":"nonsense"},5]`),
		"an unknown answer":        frame(`{"jsonrpc":"2.0","id":99,"result":null}`),
		"an answer to nobody":      frame(`{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"x"}}`),
		"a null id":                frame(`{"jsonrpc":"2.0","id":null,"method":"nonsense"}`),
		"a fractional id":          frame(`{"jsonrpc":"2.0","id":1.5,"method":"nonsense"}`),
		"an id that is a list":     frame(`{"jsonrpc":"2.0","id":[1],"method":"nonsense"}`),
		"an unknown method":        frame(`{"jsonrpc":"2.0","id":3,"method":"nonsense"}`),
		"an unknown notification":  frame(`{"jsonrpc":"2.0","method":"$/nonsense","params":{}}`),
		"cancelling nothing":       frame(`{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":12345678901234}}`),
		"cancelling nonsense":      frame(`{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":{}}}`),
		"deep nesting":             frame(`{"jsonrpc":"2.0","id":4,"method":"textDocument/hover","params":` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `}`),
		"deep change":              frame(`{"jsonrpc":"2.0","method":"textDocument/didChange","params":` + strings.Repeat(`{"a":`, 20000) + "1" + strings.Repeat("}", 20000) + `}`),
		"invalid UTF-8":            frame("{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"file:///usepaso.yaml\",\"languageId\":\"yaml\",\"version\":1,\"text\":\"a: \xff\xfe\"}}}"),
		"a document without a URI": frame(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"text":"a"}}}`),
		"params of another kind":   frame(`{"jsonrpc":"2.0","id":5,"method":"textDocument/hover","params":"x"}`),
		"no params":                frame(`{"jsonrpc":"2.0","id":6,"method":"workspace/executeCommand"}`),
	}
	for name, junk := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			near, far := net.Pipe()
			served := make(chan error, 1)
			go func() { served <- Serve(t.Context(), far, Options{Log: testLog{t}}) }()
			heard := make(chan struct{})
			go func() {
				defer close(heard)
				awaitText(near, `"id":"last"`)
			}()
			if _, err := io.WriteString(near, frame(initialize)+junk+frame(ask)); err != nil {
				t.Fatal(err)
			}
			select {
			case <-heard:
			case <-time.After(patience):
				t.Fatal("the last request was never answered")
			}
			go func() { _, _ = io.Copy(io.Discard, near) }()
			near.Close()
			<-served
		})
	}
}

// awaitText reads until a text has come by.
func awaitText(r io.Reader, text string) {
	var all bytes.Buffer
	part := make([]byte, 4096)
	for !bytes.Contains(all.Bytes(), []byte(text)) {
		n, err := r.Read(part)
		if err != nil {
			return
		}
		all.Write(part[:n])
	}
}

// TestForeignProtocol ends when the other side plainly speaks something else.
func TestForeignProtocol(t *testing.T) {
	t.Parallel()
	near, far := net.Pipe()
	served := make(chan error, 1)
	go func() { served <- Serve(t.Context(), far, Options{}) }()
	go func() { _, _ = io.Copy(near, strings.NewReader(strings.Repeat("GET / HTTP/1.1\r\n", 10_000))) }()
	select {
	case <-served:
	case <-time.After(patience):
		t.Fatal("the server reads junk for ever")
	}
	near.Close()
}

// TestRequestStorm sends many requests at once, cancels most of them and edits
// meanwhile. Each is answered exactly once.
func TestRequestStorm(t *testing.T) {
	t.Parallel()
	e := start(t, able, Options{})
	e.opened(tutorial(t, "version", "‸version"))
	methods := []string{"textDocument/hover", "textDocument/completion", "textDocument/documentSymbol", "textDocument/codeLens", "textDocument/semanticTokens/full"}
	var wg sync.WaitGroup
	for i := range 500 {
		wg.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()
			var result jsonrpc2.RawMessage
			if _, err := e.conn.Call(ctx, methods[i%len(methods)], at(home, i%40, i%7), &result); err != nil && code(err) != -32800 {
				t.Errorf("%s: %v", methods[i%len(methods)], err)
			}
		})
		if i%3 == 0 {
			e.notify("$/cancelRequest", map[string]any{"id": i})
		}
		if i%5 == 0 {
			e.change(home, replace(i%30, 4, i%30, 4, "x"))
		}
	}
	wg.Wait()
}

// TestRequestsSeeTheirOwnText asks after each of many edits, all on the wire
// without waiting: every answer is about the text as it was when it was asked for.
func TestRequestsSeeTheirOwnText(t *testing.T) {
	t.Parallel()
	const rounds = 400
	near, far := net.Pipe()
	served := make(chan error, 1)
	go func() { served <- Serve(t.Context(), far, Options{Log: testLog{t}}) }()
	go func() {
		send := func(body string) { fmt.Fprintf(near, "Content-Length: %d\r\n\r\n%s", len(body), body) }
		send(`{"jsonrpc":"2.0","id":"first","method":"initialize","params":{"processId":null,"capabilities":` + pulling + `}}`)
		send(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"` + home + `","languageId":"yaml","version":0,"text":"nonsense: 1\n"}}}`)
		for i := 1; i <= rounds; i++ {
			send(fmt.Sprintf(`{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":%q,"version":%d},"contentChanges":[{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"text":"\n"}]}}`, home, i))
			send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"textDocument/diagnostic","params":{"textDocument":{"uri":%q}}}`, i, home))
		}
	}()
	stream := jsonrpc2.NewHeaderStream(near)
	for seen := 0; seen < rounds; {
		message, _, err := stream.Read(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		answer, ok := message.(*jsonrpc2.Response)
		if !ok {
			continue
		}
		if id, isNumber := answer.ID().Number(); isNumber {
			seen++
			var report struct{ Items []finding }
			if err := json.Unmarshal(answer.Result(), &report); err != nil || !slices.ContainsFunc(report.Items, func(f finding) bool {
				return f.Code == "unknown-key" && f.Range.Start.Line == int(id)
			}) {
				t.Errorf("answer %d: %v %+v", id, err, report)
			}
		}
	}
	near.Close()
	<-served
}

// TestRandomEdits compares the server's text and findings with a fresh reading
// after thousands of edits, in both encodings.
func TestRandomEdits(t *testing.T) {
	t.Parallel()
	rounds := 5000
	if testing.Short() {
		rounds = 500
	}
	for _, encoding := range []source.Encoding{source.UTF16, source.UTF8} {
		t.Run(fmt.Sprint(encoding), func(t *testing.T) {
			t.Parallel()
			randomEdits(t, encoding, rounds)
		})
	}
}

func randomEdits(t *testing.T, encoding source.Encoding, rounds int) {
	begin, err := os.ReadFile("../testdata/examples/stripe-tutorial/usepaso.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s := testServer(t)
	s.encoding = encoding
	text := string(begin)
	take(t, s, "textDocument/didOpen", jsonText(map[string]any{"textDocument": map[string]any{"uri": home, "languageId": "yaml", "version": 1, "text": text}}))
	random := rand.New(rand.NewPCG(1, uint64(encoding)))
	for i := range rounds {
		file := source.NewFile("", text)
		from, to, with := randomEdit(random, text)
		a, b := file.Point(from, encoding), file.Point(to, encoding)
		take(t, s, "textDocument/didChange", jsonText(map[string]any{
			"textDocument":   map[string]any{"uri": home, "version": i + 2},
			"contentChanges": []any{replace(a.Line, a.Character, b.Line, b.Character, with)},
		}))
		text = text[:file.PointOffset(a, encoding)] + with + text[file.PointOffset(b, encoding):]
		d := s.workspace.View().Document(home)
		if d.File.Text() != text {
			t.Fatalf("edit %d: the texts differ:\n%s", i, cmp.Diff(text, d.File.Text()))
		}
		if random.IntN(3) == 0 { // otherwise edits pile up before they are looked at
			fresh := analysis.Analyze(home, text).Diagnostics()
			if diff := cmp.Diff(fresh, d.Snapshot().Diagnostics()); diff != "" {
				t.Fatalf("edit %d of %q: findings differ (-fresh +edited):\n%s", i, text, diff)
			}
		}
	}
}

// pieces are what random edits put in.
var pieces = []string{
	"a", " ", "\n", "\r\n", ":", "- ", "  ", "\"", "'", "{", "}", "[", "]", "#", "é", "𝒳", "\t", "- name: x\n", "    method: GET\n", "permissions:\n",
	"capabilities:\n", "    inputs:\n      a: {type: string}\n", "# usepaso: ignore[unknown-key] why\n", "&a ", "*a", "|\n", "",
}

// randomEdit returns a small edit at character boundaries that keeps the text small.
func randomEdit(random *rand.Rand, text string) (from, to int, with string) {
	from = random.IntN(len(text) + 1)
	to = min(from+random.IntN(12), len(text))
	if len(text) > 2000 {
		to = min(from+random.IntN(400), len(text))
	}
	for from > 0 && from < len(text) && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	for range random.IntN(3) {
		with += pieces[random.IntN(len(pieces))]
	}
	return from, to, with
}

// TestSteady shows that thousands of edits leave no memory, goroutines or open
// files behind.
func TestSteady(t *testing.T) {
	e := start(t, pushing, Options{})
	text, _ := e.opened(tutorial(t, "version", "‸version"))
	edit := func(n int) {
		for range n {
			e.change(home, replace(3, 20, 3, 20, "x"))
			e.change(home, replace(3, 20, 3, 21, ""))
		}
		for p := e.await(home, e.version[home]); *p.Version < e.version[home]; {
			p = e.await(home, e.version[home])
		}
	}
	edit(500)
	before := measure()
	edit(5000)
	after := measure()
	t.Logf("before %+v, after %+v", before, after)
	if after.goroutines > before.goroutines+5 || after.files > before.files+2 || after.heap > before.heap+8<<20 {
		t.Errorf("before %+v, after %+v", before, after)
	}
	var report []any
	e.must("textDocument/codeLens", document(home), &report)
	if len(report) != 11 {
		t.Errorf("%d lenses on %q", len(report), text)
	}
}

type usage struct {
	heap              uint64
	goroutines, files int
}

func measure() usage {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	files, _ := os.ReadDir("/proc/self/fd") // elsewhere there is nothing to count
	return usage{m.HeapAlloc, runtime.NumGoroutine(), len(files)}
}
