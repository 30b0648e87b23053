package mcp

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"
)

// gate is an output that takes nothing until it is opened.
type gate struct {
	open chan struct{}
	mu   sync.Mutex
	b    bytes.Buffer
}

func (g *gate) Write(p []byte) (int, error) {
	<-g.open
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.b.Write(p)
}

// TestLinesOfManyWriters has all lines come out whole and once, however many wait.
func TestLinesOfManyWriters(t *testing.T) {
	t.Parallel()
	g := &gate{open: make(chan struct{})}
	o := newOutput(g)
	const writers = 3 * maxWaiting
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			if err := o.write(outgoing{{raw: []byte("[")}, {text: strings.Repeat("é", i)}, {raw: fmt.Appendf(nil, "%d]\n", i)}}); err != nil {
				t.Error(err)
			}
		})
	}
	eventually(t, "lines that wait up to the limit", func() bool {
		o.mu.Lock()
		defer o.mu.Unlock()
		if len(o.waiting) > maxWaiting {
			t.Errorf("%d lines wait", len(o.waiting))
		}
		return len(o.waiting) == maxWaiting
	})
	close(g.open)
	all.Wait()
	o.settle()
	seen := map[string]bool{}
	for line := range strings.Lines(g.b.String()) {
		if seen[line] {
			t.Errorf("twice: %q", line)
		}
		seen[line] = true
	}
	for i := range writers {
		quoted := `"` + strings.Repeat("é", i) + `"`
		if i == 0 {
			quoted = ""
		}
		if !seen[fmt.Sprintf("[%s%d]\n", quoted, i)] {
			t.Errorf("line %d is missing or damaged", i)
		}
	}
}

// TestGoneReader has whoever writes later told.
func TestGoneReader(t *testing.T) {
	t.Parallel()
	r, w := io.Pipe()
	_ = r.Close()
	o := newOutput(w)
	told := 0
	o.failed = func(error) { told++ }
	for range 2 {
		if err := o.write(outgoing{{raw: []byte("{}\n")}}); !errors.Is(err, io.ErrClosedPipe) {
			t.Error(err)
		}
	}
	o.settle()
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}

// TestLargeTextsAreTheSame compares texts that are written in pieces with what the
// protocol's library would write.
func TestLargeTextsAreTheSame(t *testing.T) {
	t.Parallel()
	ascii := ""
	for c := range rune(0x80) {
		ascii += string(c)
	}
	for _, part := range []string{"a", "é", "→\n", "😀\"\\", "\x00\u2028", "\xff", "<b>&", ascii} {
		for _, more := range []int{0, 1} {
			text := strings.Repeat("x", more) + strings.Repeat(part, (copiedUpTo+quotedAtOnce)/len(part))
			result := &mcp.CallToolResult{Content: []mcp.Content{mcp.TextContent{Type: "text", Text: text}}, RawStructuredContent: []byte(`{"a":1}`), IsError: true}
			l, err := response(json.RawMessage("7"), mcp.NewJSONRPCResultResponse(mcp.NewRequestId(7), result), nil)
			if err != nil {
				t.Fatal(err)
			}
			g := &gate{open: make(chan struct{})}
			close(g.open)
			if err := newOutput(g).write(l); err != nil {
				t.Fatal(err)
			}
			var got struct {
				ID     int
				Result struct {
					Content           []struct{ Text string }
					StructuredContent struct{ A int }
					IsError           bool
				}
			}
			if err := json.Unmarshal(g.b.Bytes(), &got); err != nil {
				t.Fatalf("%q: %v", part, err)
			}
			if got.ID != 7 || !got.Result.IsError || got.Result.StructuredContent.A != 1 || got.Result.Content[0].Text != strings.ToValidUTF8(text, "\uFFFD") {
				t.Errorf("%q after %d: the text has changed", part, more)
			}
			if bytes.Count(g.b.Bytes(), []byte("\n")) != 1 {
				t.Errorf("%q: not one line", part)
			}
		}
	}
}

// TestClientThatDoesNotRead is held up itself: what it asks for does not pile up.
func TestClientThatDoesNotRead(t *testing.T) {
	t.Parallel()
	body := `{"pad":"` + strings.Repeat("x", 10_000) + `"}`
	b := newBackend(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, body)
	})
	o := options(t, shop, b.URL)
	g := &gate{open: make(chan struct{})}
	in, stdin := io.Pipe()
	o.Stdin, o.Stdout = in, g
	ended := make(chan error, 1)
	go func() { ended <- Serve(t.Context(), o) }()
	const calls = 3 * maxInFlight
	var sent sync.WaitGroup
	sent.Go(func() {
		for i := range calls {
			_, err := fmt.Fprintf(stdin, `{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"list_orders"}}`+"\n", i)
			if err != nil {
				t.Error(err)
				return
			}
		}
	})
	eventually(t, "as many requests as may be in flight", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return len(b.seen) >= maxInFlight
	})
	if n := runtime.NumGoroutine(); n > 20*maxInFlight {
		t.Errorf("%d goroutines", n)
	}
	b.mu.Lock()
	if most := maxInFlight + 2*maxWaiting; len(b.seen) > most {
		t.Errorf("%d requests were sent, expected %d at most", len(b.seen), most)
	}
	b.mu.Unlock()
	close(g.open)
	sent.Wait()
	eventually(t, "an answer to every call", func() bool {
		g.mu.Lock()
		defer g.mu.Unlock()
		return bytes.Count(g.b.Bytes(), []byte("\n")) == calls
	})
	_ = stdin.Close()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
