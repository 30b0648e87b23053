package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"time"
)

// A caller performs one tool call and returns the text of the answer.
type caller func(tool string, args map[string]any) (string, time.Duration, error)

func directCaller(base string) caller {
	client := &http.Client{Transport: &http.Transport{MaxIdleConns: 1024, MaxIdleConnsPerHost: 1024, DisableCompression: true}}
	return func(tool string, args map[string]any) (string, time.Duration, error) {
		method, path, body := "GET", "/items/it_1234", io.Reader(nil)
		switch tool {
		case "create_item":
			b, _ := json.Marshal(args)
			method, path, body = "POST", "/items", strings.NewReader(string(b))
		case "get_blob":
			path = fmt.Sprintf("/blob/%v", args["size"])
		}
		t0 := time.Now()
		req, err := http.NewRequest(method, base+path, body)
		if err != nil {
			return "", 0, err
		}
		resp, err := client.Do(req)
		if err != nil {
			return "", 0, err
		}
		b, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		return string(b), time.Since(t0), err
	}
}

// mcpClient is one client talking to one server.
type mcpClient struct {
	c       *conn
	cmd     *exec.Cmd
	timeout time.Duration
	took    time.Duration // from the start to the answer to initialize
}

func openMCP(tmpl string, vars map[string]string, dir string, timeout time.Duration) (*mcpClient, error) {
	cmd, err := command(tmpl, vars, dir)
	if err != nil {
		return nil, err
	}
	c, err := dial(cmd, true)
	if err != nil {
		return nil, err
	}
	m, _, err := c.call("initialize", map[string]any{"protocolVersion": "2025-06-18", "capabilities": map[string]any{},
		"clientInfo": map[string]any{"name": "bench", "version": "1"}}, timeout)
	client := &mcpClient{c: c, cmd: cmd, timeout: timeout}
	if err != nil {
		err = fmt.Errorf("initialize: %w; stderr: %s", err, c.stderr.last(300))
		client.close()
		return nil, err
	}
	client.took = m.at.Sub(c.started)
	c.note("notifications/initialized", map[string]any{})
	return client, nil
}

// close ends the input and reports whether the server then ended too.
func (m *mcpClient) close() (clean bool, took time.Duration) {
	t0 := time.Now()
	m.c.w.Close()
	clean = ended(m.cmd, m.c.done, 3*time.Second)
	return clean, time.Since(t0)
}

// list fetches all pages; took leaves out the time between them.
func (m *mcpClient) list() (tools []toolInfo, took time.Duration, bytes int, err error) {
	params := map[string]any{}
	for {
		answer, page, err := m.c.call("tools/list", params, m.timeout)
		if err != nil {
			return nil, 0, 0, err
		}
		var r struct {
			Tools      []toolInfo `json:"tools"`
			NextCursor string     `json:"nextCursor"`
		}
		if err := json.Unmarshal(answer.Result, &r); err != nil {
			return nil, 0, 0, err
		}
		tools = append(tools, r.Tools...)
		took += page
		bytes += answer.size
		if r.NextCursor == "" {
			return tools, took, bytes, nil
		}
		params = map[string]any{"cursor": r.NextCursor}
	}
}

// call is a caller.
func (m *mcpClient) call(tool string, args map[string]any) (string, time.Duration, error) {
	t0 := time.Now()
	answer, _, err := m.c.call("tools/call", map[string]any{"name": tool, "arguments": args}, m.timeout)
	if err != nil {
		return "", 0, err
	}
	var r struct {
		Content []struct {
			Text string `json:"text"`
		} `json:"content"`
		IsError bool `json:"isError"`
	}
	if err := json.Unmarshal(answer.Result, &r); err != nil || len(r.Content) == 0 {
		return "", 0, fmt.Errorf("bad tool result")
	}
	if r.IsError {
		return "", 0, fmt.Errorf("tool error: %.200s", r.Content[0].Text)
	}
	return r.Content[0].Text, answer.at.Sub(t0), nil
}

type toolInfo struct {
	Name        string          `json:"name"`
	InputSchema json.RawMessage `json:"inputSchema"`
}

func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(s))
}

// findTool looks a tool up by name, allowing for the renaming that generators do.
func findTool(tools []toolInfo, want string) *toolInfo {
	w := squash(want)
	for i := range tools {
		if squash(tools[i].Name) == w {
			return &tools[i]
		}
	}
	var best *toolInfo
	for i := range tools {
		if strings.Contains(squash(tools[i].Name), w) && (best == nil || len(tools[i].Name) < len(best.Name)) {
			best = &tools[i]
		}
	}
	return best
}
