package main

import (
	"encoding/json"

	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// A publication is one set of diagnostics, pushed or pulled.
type publication struct {
	uri     string
	version int // -1: the server does not say
	diags   []diagnostic
	at      time.Time
}

type diagnostic struct {
	Range struct {
		Start struct{ Line, Character int } `json:"start"`
		End   struct{ Line, Character int } `json:"end"`
	} `json:"range"`
	Severity int             `json:"severity"`
	Message  string          `json:"message"`
	Code     json.RawMessage `json:"code"`
	Source   string          `json:"source"`
}

// An lspSession is one editor talking to one language server.
type lspSession struct {
	c        *conn
	root     string
	settings map[string]any
	timeout  time.Duration
	quiet    time.Duration
	pull     bool
	mu       sync.Mutex
	versions map[string]int
	pubs     chan publication
	asked    map[string]int // server requests by method
	initAns  json.RawMessage
}

func fileURI(p string) string { return (&url.URL{Scheme: "file", Path: p}).String() }

func openLSP(tmpl string, vars map[string]string, root string, settings map[string]any, timeout time.Duration) (*lspSession, time.Duration, error) {
	cmd, err := command(tmpl, vars, root)
	if err != nil {
		return nil, 0, err
	}
	s := &lspSession{root: root, settings: settings, timeout: timeout, quiet: 60 * time.Millisecond,
		versions: map[string]int{}, pubs: make(chan publication, 1<<16), asked: map[string]int{}}
	c, err := dial(cmd, false)
	if err != nil {
		return nil, 0, err
	}
	s.c = c
	c.notify = func(m *message) {
		if m.Method != "textDocument/publishDiagnostics" {
			return
		}
		var p struct {
			URI         string       `json:"uri"`
			Version     *int         `json:"version"`
			Diagnostics []diagnostic `json:"diagnostics"`
		}
		if json.Unmarshal(m.Params, &p) != nil {
			return
		}
		v := -1
		if p.Version != nil {
			v = *p.Version
		}
		select {
		case s.pubs <- publication{p.URI, v, p.Diagnostics, m.at}:
		default:
		}
	}
	c.request = s.answer
	ans, _, err := c.call("initialize", map[string]any{
		"processId":        os.Getpid(),
		"clientInfo":       map[string]any{"name": "bench"},
		"rootUri":          fileURI(root),
		"workspaceFolders": []any{map[string]any{"uri": fileURI(root), "name": filepath.Base(root)}},
		"capabilities": map[string]any{
			"general":   map[string]any{"positionEncodings": []string{"utf-16"}},
			"workspace": map[string]any{"configuration": true, "workspaceFolders": true, "didChangeConfiguration": map[string]any{"dynamicRegistration": true}, "didChangeWatchedFiles": map[string]any{"dynamicRegistration": true}},
			"window":    map[string]any{"workDoneProgress": false},
			"textDocument": map[string]any{
				"synchronization":    map[string]any{"dynamicRegistration": false, "didSave": true},
				"publishDiagnostics": map[string]any{"versionSupport": true, "relatedInformation": true},
				"diagnostic":         map[string]any{"dynamicRegistration": true},
				"hover":              map[string]any{"contentFormat": []string{"markdown", "plaintext"}},
				"completion":         map[string]any{"contextSupport": true, "completionItem": map[string]any{"snippetSupport": true, "documentationFormat": []string{"markdown", "plaintext"}}},
			},
		},
	}, timeout)
	if err != nil {
		s.kill()
		return nil, 0, fmt.Errorf("initialize: %w; stderr: %s", err, c.stderr.last(300))
	}
	s.initAns = ans.Result
	var r struct {
		Capabilities map[string]json.RawMessage `json:"capabilities"`
	}
	json.Unmarshal(ans.Result, &r)
	if _, ok := r.Capabilities["diagnosticProvider"]; ok {
		s.pull = true
	}
	took := ans.at.Sub(c.started)
	c.note("initialized", map[string]any{})
	return s, took, nil
}

// answer replies to the requests a server sends its client.
func (s *lspSession) answer(method string, params json.RawMessage) any {
	s.mu.Lock()
	s.asked[method]++
	s.mu.Unlock()
	switch method {
	case "workspace/configuration":
		var p struct {
			Items []struct {
				Section string `json:"section"`
			} `json:"items"`
		}
		json.Unmarshal(params, &p)
		out := make([]any, len(p.Items))
		for i, it := range p.Items {
			out[i] = s.settings[it.Section]
		}
		return out
	case "workspace/workspaceFolders":
		return []any{map[string]any{"uri": fileURI(s.root), "name": filepath.Base(s.root)}}
	case "client/registerCapability":
		if strings.Contains(string(params), `"textDocument/diagnostic"`) {
			s.pull = true
		}
	}
	return nil
}

func (s *lspSession) kill() {
	s.c.w.Close()
	ended(s.c.cmd, s.c.done, time.Second)
}

// close shuts the server down as an editor does.
func (s *lspSession) close() (clean bool, took time.Duration) {
	t0 := time.Now()
	s.c.call("shutdown", nil, 5*time.Second)
	s.c.note("exit", nil)
	clean = ended(s.c.cmd, s.c.done, 3*time.Second)
	s.c.w.Close()
	return clean, time.Since(t0)
}

func (s *lspSession) settle() {
	for {
		select {
		case <-s.pubs:
		case <-time.After(s.quiet):
			return
		case <-s.c.closed:
			return
		}
	}
}

// await returns the first diagnostics for uri at its current version.
func (s *lspSession) await(uri string, t0 time.Time) (publication, error) {
	want := s.versions[uri]
	if s.pull {
		m, _, err := s.c.call("textDocument/diagnostic", map[string]any{"textDocument": map[string]any{"uri": uri}}, s.timeout)
		if err != nil {
			return publication{}, err
		}
		var r struct {
			Items []diagnostic `json:"items"`
		}
		json.Unmarshal(m.Result, &r)
		return publication{uri, want, r.Items, m.at}, nil
	}
	t := time.NewTimer(s.timeout)
	defer t.Stop()
	for {
		select {
		case p := <-s.pubs:
			if p.uri == uri && p.at.After(t0) && (p.version < 0 || p.version >= want) {
				return p, nil
			}
		case <-s.c.closed:
			return publication{}, errClosed
		case <-t.C:
			return publication{}, fmt.Errorf("no diagnostics in %s", s.timeout)
		}
	}
}

func (s *lspSession) didOpen(uri, lang, text string) {
	s.versions[uri] = 1
	s.c.note("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": uri, "languageId": lang, "version": 1, "text": text}})
}

func (s *lspSession) didClose(uri string) {
	s.c.note("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": uri}})
}

// edit replaces a range (from a to b) by text.
func (s *lspSession) edit(uri string, a, b pos, text string) {
	s.versions[uri]++
	s.c.note("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": uri, "version": s.versions[uri]},
		"contentChanges": []any{map[string]any{"range": map[string]any{"start": lpos(a), "end": lpos(b)}, "text": text}},
	})
}

func lpos(p pos) map[string]int { return map[string]int{"line": p.line, "character": p.col} }

func (s *lspSession) at(method, uri string, p pos) (*message, time.Duration, error) {
	params := map[string]any{"textDocument": map[string]any{"uri": uri}, "position": lpos(p)}
	if method == "textDocument/completion" {
		params["context"] = map[string]any{"triggerKind": 1}
	}
	return s.c.call(method, params, s.timeout)
}

func labels(m *message) []string {
	var items []struct {
		Label string `json:"label"`
	}
	if json.Unmarshal(m.Result, &items) != nil {
		var list struct {
			Items []struct {
				Label string `json:"label"`
			} `json:"items"`
		}
		json.Unmarshal(m.Result, &list)
		items = list.Items
	}
	out := make([]string, len(items))
	for i, it := range items {
		out[i] = it.Label
	}
	return out
}

func hoverText(m *message) string {
	if m == nil || string(m.Result) == "null" {
		return ""
	}
	return string(m.Result)
}
