package mcp

import (
	"bytes"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// stripeMock is the Go module of Stripe's own mock of its API.
const stripeMock = "github.com/stripe/stripe-mock@v0.203.0"

// TestTutorialAgainstStripeMock: all five tools of the tutorial succeed, the refund
// only after consent and as a form, and a limit of 1000 is refused before any request.
func TestTutorialAgainstStripeMock(t *testing.T) {
	if testing.Short() {
		t.Skip("builds stripe-mock")
	}
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
	before := strings.Count(seen.String(), "Request:")
	w.call(10, "list_charges", map[string]any{"limit": 1000})
	w.call(11, "create_refund", map[string]any{"charge": "ch_3ABC123", "amount": 500})
	asked := w.notice("elicitation/create")
	if r := w.result(10); r.kind() != "constraint_violated" {
		t.Errorf("limit 1000: %s", r.text())
	}
	if after := strings.Count(seen.String(), "Request:"); after != before {
		t.Errorf("%d requests went out before anyone agreed", after-before)
	}
	w.respond(asked.ID, answer("accept", true))
	if r := w.result(11); r.IsError || !strings.Contains(r.text(), `"amount": 500`) && !strings.Contains(r.text(), `"amount":500`) {
		t.Errorf("create_refund: %.300s", r.text())
	}
	if !strings.Contains(seen.String(), "POST /v1/refunds") {
		t.Errorf("the mock saw no refund:\n%s", seen)
	}
}

// startStripeMock builds and starts the mock; without it the test is skipped.
func startStripeMock(t *testing.T) (origin string, log *stderrLog) {
	t.Helper()
	bin := t.TempDir()
	install := exec.Command("go", "install", stripeMock)
	install.Env, install.Dir = append(os.Environ(), "GOBIN="+bin, "GOFLAGS="), bin
	if out, err := install.CombinedOutput(); err != nil {
		t.Skipf("stripe-mock cannot be built here: %v\n%s", err, bytes.TrimSpace(out))
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	_ = l.Close()
	log = &stderrLog{}
	_, port, _ := net.SplitHostPort(addr)
	mock := exec.Command(filepath.Join(bin, "stripe-mock"), "-http-port", port)
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
