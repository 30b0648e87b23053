package main

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/mcp/connect"
)

// person is somebody with a home of their own and a folder with the tutorial's
// declaration.
type person struct {
	t    *testing.T
	home string
	dir  string
}

func newTutor(t *testing.T) *person {
	t.Helper()
	p := &person{t: t, home: t.TempDir()}
	p.dir = filepath.Join(p.home, "stripe")
	text, err := os.ReadFile(exampleFolder + "/stripe-tutorial/usepaso.yaml")
	if err == nil {
		err = os.Mkdir(p.dir, 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(p.dir, "usepaso.yaml"), text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *person) env() map[string]string {
	return map[string]string{"HOME": p.home, "PATH": os.Getenv("PATH"), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
}

// runs runs usepaso, which must succeed, and returns what it prints.
func (p *person) runs(stdin string, args ...string) string {
	p.t.Helper()
	command := exec.CommandContext(p.t.Context(), "usepaso", args...)
	command.Dir, command.Stdin = p.dir, strings.NewReader(stdin)
	for name, value := range p.env() {
		command.Env = append(command.Env, name+"="+value)
	}
	out, err := command.CombinedOutput()
	if err != nil {
		p.t.Fatalf("usepaso %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// stripeMock starts Stripe's own stand-in, which checks requests against Stripe's
// OpenAPI document, and returns its address.
func stripeMock(t *testing.T) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), installed(t, "stripe-mock/stripe-mock"), "-http-addr", "127.0.0.1:0", "-https-addr", "127.0.0.1:0")
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Wait() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "Listening for HTTP at address: "); ok {
			return "http://" + address
		}
	}
	t.Fatal("stripe-mock does not listen")
	return ""
}

// entry is the server as the client's settings have it.
func (p *person) entry(settings string) map[string]any {
	p.t.Helper()
	text, err := os.ReadFile(settings)
	if err != nil {
		p.t.Fatal(err)
	}
	var read struct {
		Servers map[string]struct {
			Command string   `json:"command"`
			Args    []string `json:"args"`
		} `json:"mcpServers"`
	}
	if err := json.Unmarshal(text, &read); err != nil {
		p.t.Fatal(err)
	}
	entry := read.Servers["stripe"]
	return map[string]any{"command": entry.Command, "args": entry.Args, "env": p.env(), "cwd": "/"}
}

// TestTutorialEndToEnd is the tutorial from a bare folder to a refund, with the
// official client on what connect wrote, against Stripe's own stand-in.
func TestTutorialEndToEnd(t *testing.T) {
	t.Parallel()
	api := stripeMock(t)
	start := time.Now()
	p := newTutor(t)
	desktop, _ := clients.Find("claude-desktop")
	settings := desktop.ConfigPath(clients.Env{GOOS: runtime.GOOS, Home: p.home})
	want := "Added \"Stripe\" in Claude Desktop config.\n  Config: " + connect.Tilde(settings, p.home) + "\n\nRestart Claude Desktop to connect.\n"
	if out := p.runs("", "connect", "claude-desktop", "--", "--base-url", api); !strings.HasPrefix(out, want) {
		t.Errorf("connect: %s", out)
	}
	p.runs("sk_test_"+strings.Repeat("tutorial", 3)+"\n", "secret", "set")
	if out := p.runs("", "doctor", "--as", "claude-desktop", "--probe", "--base-url", api); !strings.Contains(out, "All checks passed.") {
		t.Errorf("doctor: %s", out)
	}
	d := drive(t, p.entry(settings))
	yes := map[string]any{"answer": map[string]any{"action": "accept", "content": map[string]any{"confirm": true}}}
	no := map[string]any{"answer": map[string]any{"action": "decline"}}
	for _, step := range []struct {
		tool      string
		arguments map[string]any
		want      string
	}{
		{"get_balance", nil, `"object":"balance"`},
		{"list_charges", map[string]any{"limit": 5}, `"object":"list"`},
		{"get_charge", map[string]any{"charge_id": "ch_3ABC123"}, `"object":"charge"`},
		{"list_customers", map[string]any{"email": "alice@example.com"}, `"object":"list"`},
	} {
		answer := d.call(step.tool, step.arguments, nil)
		if answer.Result == nil || answer.Result.IsError || len(answer.Questions) > 0 || !strings.Contains(answer.text(), step.want) {
			t.Errorf("%s: %s", step.tool, answer.text())
		}
	}
	refund := map[string]any{"charge": "ch_3ABC123"}
	if answer := d.call("create_refund", refund, no); !answer.failed("consent_declined") {
		t.Errorf("a declined refund: %s", answer.text())
	}
	answer := d.call("create_refund", refund, yes)
	if answer.Result == nil || answer.Result.IsError || len(answer.Questions) != 1 || !strings.Contains(answer.text(), `"object":"refund"`) {
		t.Errorf("the refund: %s", answer.text())
	}
	if answer := d.call("list_charges", map[string]any{"limit": 1000}, nil); !answer.failed("constraint_violated") {
		t.Errorf("over the limit: %s", answer.text())
	}
	d.close() // the server has written all of its log when it ends
	out := p.runs("", "log", "--tool", "create_refund")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "consent_declined") || !strings.Contains(lines[1], "allowed") || !strings.Contains(lines[1], "200") || !strings.Contains(lines[1], "Stripe: create_refund  (driver; TEST, full)") {
		t.Errorf("the audit log: %s", out)
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
}
