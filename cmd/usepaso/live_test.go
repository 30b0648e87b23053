package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestLive runs testdata/cli/live: scripts with an API at $API that counts what
// reaches it.
func TestLive(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/cli/live",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setupLive,
		Condition: func(name string) (bool, error) {
			return name == "terminal" && runtime.GOOS == "linux", nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code": scriptCode,
			"sent": scriptSent,
		},
	})
}

func setupLive(e *testscript.Env) error {
	examples, err := filepath.Abs("../../testdata/examples")
	if err != nil {
		return err
	}
	api := newAPI()
	e.Defer(api.Close)
	e.Values["api"] = api
	e.Setenv("API", api.URL)
	e.Setenv("EXAMPLES", examples)
	e.Setenv("HOME", e.WorkDir)
	e.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(e.WorkDir, "no-bus"))
	return nil
}

// testAPI answers by path, and keeps what was asked of it.
type testAPI struct {
	*httptest.Server
	mu     sync.Mutex
	seen   []seenRequest
	hungUp chan struct{} // gets a value when the asker of something slow goes away
}

type seenRequest struct{ Method, URL, Body, Authorization, ContentType string }

func newAPI() *testAPI {
	api := &testAPI{hungUp: make(chan struct{}, 16)}
	api.Server = httptest.NewServer(api)
	return api
}

func (a *testAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	a.mu.Lock()
	a.seen = append(a.seen, seenRequest{r.Method, r.URL.String(), string(body), r.Header.Get("Authorization"), r.Header.Get("Content-Type")})
	a.mu.Unlock()
	status, answer := http.StatusOK, `{"ok":true,"big":9007199254740993}`
	switch r.URL.Path {
	case "/v1/charges/ch_gone":
		status, answer = http.StatusNotFound, `{"error":{"message":"No such charge: 'ch_gone'"}}`
	case "/v1/customers":
		status, answer = http.StatusUnauthorized, `{"error":{"message":"Invalid API Key provided"}}`
	case "/v1/charges/ch_late":
		// The client library forgets progress that comes together with the answer.
		<-time.After(100 * time.Millisecond)
	case "/v1/charges/ch_slow":
		<-r.Context().Done()
		a.hungUp <- struct{}{}
		return
	case "/v1/charges/ch_down", "/error":
		status, answer = http.StatusInternalServerError, "it broke"
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, answer)
}

// requests returns what was asked since the last time.
func (a *testAPI) requests() []seenRequest {
	a.mu.Lock()
	defer a.mu.Unlock()
	seen := a.seen
	a.seen = nil
	return seen
}

// scriptSent is "sent [METHOD URL BODY]": exactly this reached the API since the
// last time, or nothing.
func scriptSent(ts *testscript.TestScript, _ bool, args []string) {
	seen := ts.Value("api").(*testAPI).requests()
	if len(args) == 0 && len(seen) == 0 {
		return
	}
	if len(args) != 3 || len(seen) != 1 || args[0] != seen[0].Method || args[1] != seen[0].URL || args[2] != seen[0].Body {
		text, _ := json.Marshal(seen)
		ts.Fatalf("sent %s, want %q", text, args)
	}
}
