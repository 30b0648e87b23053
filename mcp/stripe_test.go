package mcp

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTutorialAgainstStripeMock: all five tools of the tutorial succeed, the refund
// only after consent and as a form, and a limit of 1000 is refused before any request.
func TestTutorialAgainstStripeMock(t *testing.T) {
	t.Parallel()
	origin, seen := startStripeMock(t)
	tutorial, err := os.ReadFile("../testdata/examples/stripe-tutorial/usepaso.yaml")
	if err != nil {
		t.Fatal(err)
	}
	w := connect(t, options(t, string(tutorial), origin))
	w.hello(canAsk)
	calls := []struct {
		name string
		args map[string]any
		want string
	}{
		{"get_balance", nil, `"object":"balance"`},
		{"list_charges", map[string]any{"limit": 5}, `"object":"list"`},
		{"list_customers", map[string]any{"email": "alice@example.com"}, `"object":"list"`},
		{"get_charge", map[string]any{"charge_id": "ch_3ABC123"}, `"object":"charge"`},
	}
	for i, c := range calls {
		w.call(i+1, c.name, c.args)
		if r := w.result(i + 1); r.IsError || !strings.Contains(strings.ReplaceAll(r.text(), `": "`, `":"`), c.want) {
			t.Errorf("%s: %.300s", c.name, r.text())
		}
	}
	requests := func() int { return strings.Count(seen.String(), "/v1/") }
	eventually(t, "the mock tells of all calls", func() bool { return requests() == len(calls) })
	w.call(10, "list_charges", map[string]any{"limit": 1000})
	w.call(11, "create_refund", map[string]any{"charge": "ch_3ABC123", "amount": 500})
	asked := w.notice("elicitation/create")
	if r := w.result(10); r.kind() != "constraint_violated" {
		t.Errorf("limit 1000: %s", r.text())
	}
	if n := requests() - len(calls); n != 0 {
		t.Errorf("%d requests went out before anyone agreed", n)
	}
	w.respond(asked.ID, answer("accept", true))
	if r := w.result(11); r.IsError || !strings.Contains(r.text(), `"amount": 500`) && !strings.Contains(r.text(), `"amount":500`) {
		t.Errorf("create_refund: %.300s", r.text())
	}
	eventually(t, "the mock tells of the refund", func() bool { return strings.Contains(seen.String(), "POST /v1/refunds") })
}

// startStripeMock starts Stripe's own mock of its API, which .ci/install leaves.
func startStripeMock(t *testing.T) (origin string, log *stderrLog) {
	t.Helper()
	if os.Getenv("USEPASO_TEST_ALL") == "" {
		t.Skip("needs the tools that .ci/install installs; USEPASO_TEST_ALL=1 runs it")
	}
	tools := os.Getenv("USEPASO_CI_TOOLS")
	if tools == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			t.Fatal(err)
		}
		tools = filepath.Join(cache, "usepaso-ci")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	_ = l.Close()
	log = &stderrLog{}
	_, port, _ := net.SplitHostPort(addr)
	mock := exec.Command(filepath.Join(tools, "stripe-mock", "stripe-mock"), "-http-port", port)
	mock.Stdout, mock.Stderr = log, log
	if err := mock.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = mock.Process.Kill(); _ = mock.Wait() })
	eventually(t, "stripe-mock listens", func() bool {
		resp, err := http.Get("http://" + addr)
		if err == nil {
			_ = resp.Body.Close()
		}
		return err == nil
	})
	return "http://" + addr, log
}
