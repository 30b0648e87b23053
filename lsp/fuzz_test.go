package lsp

import (
	"bytes"
	"fmt"
	"io"
	"testing"
	"time"
)

// FuzzWire feeds a server any bytes behind a proper start. It ends with its input,
// and nothing in it panics.
func FuzzWire(f *testing.F) {
	frame := func(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }
	f.Add([]byte(frame(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///usepaso.yaml","languageId":"yaml","version":1,"text":"a: ["}}}`) +
		frame(`{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///usepaso.yaml","version":2},"contentChanges":[{"range":{"start":{"line":0,"character":1},"end":{"line":0,"character":2}},"text":"x"}]}}`) +
		frame(`{"jsonrpc":"2.0","id":2,"method":"textDocument/completion","params":{"textDocument":{"uri":"file:///usepaso.yaml"},"position":{"line":0,"character":1}}}`)))
	f.Add([]byte("Content-Length: 5\r\n\r\n[1,2]Content-Length: 99999999\r\n\r\n{"))
	f.Add([]byte(frame(`{"jsonrpc":"2.0","id":1,"method":"workspace/executeCommand","params":{"command":"usepaso.dryRun","arguments":[{"uri":"file:///usepaso.yaml"}]}}`)))
	begin := frame(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"capabilities":{}}}`)
	f.Fuzz(func(t *testing.T, wire []byte) {
		stream := Join(io.NopCloser(io.MultiReader(bytes.NewReader([]byte(begin)), bytes.NewReader(wire))), discard{})
		done := make(chan error, 1)
		go func() { done <- Serve(t.Context(), stream, Options{Log: testLog{t}}) }()
		select {
		case <-done:
		case <-time.After(patience):
			t.Fatal("the server outlives its input")
		}
	})
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) Close() error                { return nil }
