package mcp

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"testing"
	"time"
)

// FuzzFraming: whatever bytes come in, Serve ends with the input, and every line
// that goes out is JSON-RPC.
func FuzzFraming(f *testing.F) {
	for _, seed := range []string{
		hello + "\n", `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_orders","arguments":{"limit":5}}}` + "\n",
		"{\n}\n[]\n\n\x00\n", `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`, `{"jsonrpc":"2.0","id":"a","result":{}}` + "\n",
		`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}` + "\n", "\r\n\xff\n",
	} {
		f.Add([]byte(seed))
	}
	path, load := file(f, shop)
	f.Fuzz(func(t *testing.T, input []byte) {
		var out bytes.Buffer
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		err := Serve(ctx, Options{
			Load: load, File: path, Mock: true, Reload: ReloadOff, Timeout: 5 * time.Second, ConsentTimeout: time.Second,
			Stdin: bytes.NewReader(input), Stdout: &out, Stderr: io.Discard,
		})
		if err != nil || ctx.Err() != nil {
			t.Fatalf("%v, %v", err, ctx.Err())
		}
		for line := range bytes.Lines(out.Bytes()) {
			var m message
			if json.Unmarshal(line, &m) != nil || m.JSONRPC != "2.0" || line[len(line)-1] != '\n' {
				t.Fatalf("went out: %q", line)
			}
		}
	})
}
