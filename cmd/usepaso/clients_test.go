package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestOfficialClient drives the program with the official client library, over
// both transports.
func TestOfficialClient(t *testing.T) {
	t.Parallel()
	installed(t, clientModules)
	for _, transport := range []struct {
		name   string
		target func(*rig, ...string) map[string]any
	}{{"stdio", (*rig).stdio}, {"http", (*rig).http}} {
		t.Run(transport.name, func(t *testing.T) {
			t.Parallel()
			b := newRig(t, exampleFolder+"/stripe/usepaso.yaml")
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
			b := newRig(t, exampleFolder+"/stripe/usepaso.yaml")
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
			b := newRig(t, exampleFolder+"/stripe/usepaso.yaml")
			target := transport.target(b)
			target["elicits"] = false
			if answer := drive(t, target).call("create_refund", map[string]any{"charge": "ch_1"}, nil); !answer.failed("consent_required") || len(b.api.requests()) > 0 {
				t.Errorf("a client that cannot ask: %s", answer.text())
			}
		})
	}
}

// reads lists and calls, and is refused what is over a limit.
func (b *rig) reads(d *driver) {
	b.t.Helper()
	if diff := cmp.Diff([]string{"get_balance", "list_charges", "get_charge", "list_customers", "create_refund"}, d.tools()); diff != "" {
		b.t.Errorf("tools (-want +got):\n%s", diff)
	}
	if answer := d.call("list_charges", map[string]any{"limit": 5}, nil); !strings.Contains(answer.text(), "9007199254740993") {
		b.t.Errorf("list_charges: %s", answer.text())
	}
	b.sent(seenRequest{Method: "GET", URL: "/v1/charges?limit=5"})
	if answer := d.call("get_charge", map[string]any{"charge_id": "ch_late"}, map[string]any{"progress": true}); len(answer.Progress) == 0 {
		b.t.Errorf("no progress was told: %s", answer.text())
	}
	b.sent(seenRequest{Method: "GET", URL: "/v1/charges/ch_late"})
	if answer := d.call("list_charges", map[string]any{"limit": 1000}, nil); !answer.failed("constraint_violated") {
		b.t.Errorf("over the limit: %s", answer.text())
	}
	b.sent()
}

// refunds asks for consent, and sends only after a yes with the box ticked.
func (b *rig) refunds(d *driver) {
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
func (b *rig) cancels(d *driver) {
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
func (b *rig) changes(d *driver) {
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
func (b *rig) sent(want ...seenRequest) {
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
	b := newRig(t, exampleFolder+"/stripe/usepaso.yaml")
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
func (b *rig) inspect(inspector string, target []string, options ...string) string {
	b.t.Helper()
	if strings.HasPrefix(target[0], "http") {
		return b.node(inspector, slices.Concat([]string{"--cli"}, target, options)...)
	}
	return b.node(inspector, slices.Concat([]string{"--cli"}, options, []string{"--"}, target)...)
}

// node runs a program of Node's.
func (b *rig) node(program string, args ...string) string {
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
	b := newRig(t, "../../testdata/clients/conformance.usepaso.yaml")
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
