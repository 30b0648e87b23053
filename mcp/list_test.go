package mcp

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/usepaso/usepaso/analysis/tool"
)

// TestListIsInspect: tools/list carries the very bytes that inspect and hovers show.
func TestListIsInspect(t *testing.T) {
	t.Parallel()
	o := options(t, shop, "http://127.0.0.1:9")
	w := connect(t, o)
	w.hello(canAsk)
	w.send(2, "tools/list", nil)
	var list struct {
		Tools []json.RawMessage `json:"tools"`
	}
	if err := json.Unmarshal(w.reply(2).Result, &list); err != nil {
		t.Fatal(err)
	}
	snapshot, err := o.Load()
	if err != nil {
		t.Fatal(err)
	}
	want := tool.List(snapshot.Declaration, nil)
	if len(list.Tools) != len(want) || len(want) == 0 {
		t.Fatalf("%d tools, want %d", len(list.Tools), len(want))
	}
	for i, definition := range want {
		text, err := definition.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(text, list.Tools[i]) {
			t.Errorf("listed\n%s\nshown\n%s", list.Tools[i], text)
		}
	}
}
