package lsp

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPushAlsoEmptyAndVersioned(t *testing.T) {
	t.Parallel()
	e := start(t, pushing, Options{})
	e.open(home, "a: [\n")
	if p := e.await(home, 1); len(p.Diagnostics) == 0 || *p.Version != 1 {
		t.Errorf("opening published %+v", p)
	}
	e.change(home, map[string]any{"text": ""})
	if p := e.await(home, 2); p.Diagnostics == nil || *p.Version != 2 {
		t.Errorf("changing published %+v", p)
	}
	e.close(home)
	if p := e.await(home, 0); p.Diagnostics == nil || len(p.Diagnostics) != 0 || p.Version != nil {
		t.Errorf("closing published %+v", p)
	}
}

// TestOnlyOurs keeps silent about every other YAML file and speaks about ours
// wherever they live.
func TestOnlyOurs(t *testing.T) {
	t.Parallel()
	e := start(t, pushing, Options{})
	for _, uri := range []string{"file:///w/other.yaml", "file:///w/xusepaso.yaml", "file:///w/usepaso.yaml/other.yml", "untitled:Untitled-1"} {
		e.open(uri, "a: [\n")
		e.change(uri, map[string]any{"text": "b"})
		e.close(uri)
	}
	for _, uri := range []string{"file:///w/usepaso.yml", "file:///w/pay.usepaso.yaml", "untitled:usepaso.yaml", "vscode-vfs://github/o/r/usepaso.yaml", "file:///c%3A/w/usepaso.yaml"} {
		e.open(uri, "a: [\n")
		if p := <-e.told; p.URI != uri {
			t.Errorf("published %s, want %s", p.URI, uri)
		}
	}
}

// TestSpelling answers with the URI as the editor writes it.
func TestSpelling(t *testing.T) {
	t.Parallel()
	e := start(t, pushing, Options{})
	const uri = "file:///C:/a(b)/us%65paso.yaml"
	e.open(uri, "a: [\n")
	if p := <-e.told; p.URI != uri {
		t.Errorf("published %s, want %s", p.URI, uri)
	}
}

func TestEditsAreClamped(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		change  string
		message string
		want    string
	}{
		{name: "line behind the end", change: `{"range":{"start":{"line":99,"character":0},"end":{"line":99,"character":9}},"text":"x"}`, want: "ab\ncd\nx"},
		{name: "character behind the line", change: `{"range":{"start":{"line":0,"character":99},"end":{"line":0,"character":999}},"text":"x"}`, want: "abx\ncd\n"},
		{name: "negative", change: `{"range":{"start":{"line":-1,"character":-5},"end":{"line":0,"character":1}},"text":"x"}`, want: "xb\ncd\n"},
		{name: "enormous", change: `{"range":{"start":{"line":1e99,"character":0},"end":{"line":1e99,"character":0}},"text":"x"}`, want: "ab\ncd\nx"},
		{name: "ends before it starts", change: `{"range":{"start":{"line":1,"character":1},"end":{"line":0,"character":1}},"text":"x"}`, want: "axd\n"},
		{name: "whole text", change: `{"text":"x"}`, want: "x"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := testServer(t)
			take(t, s, "textDocument/didOpen", `{"textDocument":{"uri":"file:///usepaso.yaml","languageId":"yaml","version":1,"text":"ab\ncd\n"}}`)
			take(t, s, "textDocument/didChange", `{"textDocument":{"uri":"file:///usepaso.yaml","version":2},"contentChanges":[`+c.change+`]}`)
			got := s.workspace.View().Document("file:///usepaso.yaml").File.Text()
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEditBeforeOpenAndAfterClose(t *testing.T) {
	t.Parallel()
	s := testServer(t)
	change := `{"textDocument":{"uri":"file:///usepaso.yaml","version":2},"contentChanges":[{"text":"x"}]}`
	take(t, s, "textDocument/didChange", change)
	take(t, s, "textDocument/didClose", `{"textDocument":{"uri":"file:///usepaso.yaml"}}`)
	take(t, s, "textDocument/didOpen", `{"textDocument":{"uri":"file:///usepaso.yaml","languageId":"yaml","version":1,"text":"a"}}`)
	take(t, s, "textDocument/didClose", `{"textDocument":{"uri":"file:///usepaso.yaml"}}`)
	take(t, s, "textDocument/didChange", change)
	if d := s.workspace.View().Document("file:///usepaso.yaml"); d != nil {
		t.Errorf("a closed file has the text %q", d.File.Text())
	}
}

// testServer is a server whose messages are given by hand; its editor asks for
// diagnostics, so that nothing is pushed.
func testServer(t *testing.T) *server {
	t.Helper()
	s := newServer(t.Context(), func(error) {}, Options{Log: testLog{t}})
	s.abilities.pull = true
	s.phase = running
	return s
}

func take(t *testing.T, s *server, method, params string) {
	t.Helper()
	s.notified(method, []byte(params))
}
