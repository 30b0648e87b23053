package invoke

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usepaso/usepaso/mcp/consent"
)

// script answers attempts in turn, without a network, so that time can be played.
type script struct {
	answers  []string // "429 Retry-After"
	attempts atomic.Int64
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	i := int(s.attempts.Add(1)) - 1
	status, after, _ := strings.Cut(s.answers[min(i, len(s.answers)-1)], " ")
	code := map[string]int{"200": 200, "429": 429, "503": 503, "500": 500}[status]
	h := http.Header{"Content-Type": {"application/json"}}
	if after != "" {
		h.Set("Retry-After", after)
	}
	return &http.Response{StatusCode: code, Header: h, Body: io.NopCloser(strings.NewReader(`{}`)), Request: r}, nil
}

func TestRetries(t *testing.T) {
	t.Parallel()
	date := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
	tests := []struct {
		name, call, args string
		answers          func() []string
		attempts         int64
		took             [2]time.Duration
		kind             Kind
		retryAfter       string
	}{
		{"seconds", "list_orders", `{}`, func() []string { return []string{"429 2", "200"} }, 2, [2]time.Duration{2 * time.Second, 3 * time.Second}, "", ""},
		{"date", "list_orders", `{}`, func() []string { return []string{"503 " + date(3*time.Second), "200"} }, 2, [2]time.Duration{2 * time.Second, 4 * time.Second}, "", ""},
		{"date gone by", "list_orders", `{}`, func() []string { return []string{"503 " + date(-time.Hour), "200"} }, 2, [2]time.Duration{0, time.Second}, "", ""},
		{"no header", "list_orders", `{}`, func() []string { return []string{"429", "429", "200"} }, 3, [2]time.Duration{700 * time.Millisecond, 2 * time.Second}, "", ""},
		{"not for long", "list_orders", `{}`, func() []string { return []string{"429"} }, 4, [2]time.Duration{time.Second, 4 * time.Second}, RateLimited, ""},
		{"behind the deadline", "list_orders", `{}`, func() []string { return []string{"429 3600"} }, 1, [2]time.Duration{0, time.Second}, RateLimited, `"retry_after_seconds":3600`},
		{"for ever", "list_orders", `{}`, func() []string { return []string{"429 99999999999"} }, 1, [2]time.Duration{0, time.Second}, RateLimited, `"retry_after_seconds":31536000`},
		{"in the last year", "list_orders", `{}`, func() []string { return []string{"503 Fri, 31 Dec 9999 23:59:59 GMT"} }, 1, [2]time.Duration{0, time.Second}, ServerError, `"retry_after_seconds":31536000`},
		{"post never", "create_order", `{}`, func() []string { return []string{"429 1", "200"} }, 1, [2]time.Duration{0, time.Second}, RateLimited, ""},
		{"put", "put_order", `{"id":"1"}`, func() []string { return []string{"503 1", "200"} }, 2, [2]time.Duration{time.Second, 2 * time.Second}, "", ""},
		{"consent once", "delete_order", `{"id":"1"}`, func() []string { return []string{"503 1", "200"} }, 1, [2]time.Duration{0, time.Second}, ServerError, ""},
		{"other errors", "list_orders", `{}`, func() []string { return []string{"500 1", "200"} }, 1, [2]time.Duration{0, time.Second}, ServerError, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				backend := &script{answers: test.answers()}
				client, err := NewClient(ClientOptions{Transport: backend})
				if err != nil {
					t.Fatal(err)
				}
				e := engine(t, "", func(o *Options) { o.Client = client; o.Limiter = &ledger{}; o.Timeout = 30 * time.Second })
				start := time.Now()
				r := e.Run(t.Context(), Call{Name: test.call, Raw: []byte(test.args), Asker: &verdicts{Verdict: consent.Accepted}})
				kind := Kind("")
				if r.Failure != nil {
					kind = r.Failure.Kind
				}
				took := time.Since(start)
				if backend.attempts.Load() != test.attempts || kind != test.kind || took < test.took[0] || took > test.took[1] || !strings.Contains(r.Text, test.retryAfter) {
					t.Errorf("%d attempts in %v, kind %q: %s", backend.attempts.Load(), took, kind, r.Text)
				}
			})
		})
	}
}

// TestConsentIsNeverRepeated: a connection that dies under a request that a person
// agreed to makes an error, not a second request.
func TestConsentIsNeverRepeated(t *testing.T) {
	t.Parallel()
	for _, when := range []string{"at once", "after a kept connection"} {
		t.Run(when, func(t *testing.T) {
			t.Parallel()
			var deletes atomic.Int64
			origin, _ := raw(t, func(head string, conn net.Conn) {
				for {
					if strings.HasPrefix(head, "DELETE") {
						deletes.Add(1)
						return
					}
					if _, err := io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"); err != nil {
						return
					}
					var err error
					if head, err = readHead(conn); err != nil {
						return
					}
				}
			})
			e := engine(t, origin, nil)
			if when != "at once" {
				run(t, e, "list_orders", `{}`)
			}
			asker := &verdicts{Verdict: consent.Accepted}
			r := e.Run(t.Context(), Call{Name: "delete_order", Raw: []byte(`{"id":"1"}`), Asker: asker})
			if deletes.Load() != 1 || r.Failure == nil || !r.Failure.Sent || !strings.Contains(r.Failure.Hint, "may have taken effect") {
				t.Errorf("%d sent: %s", deletes.Load(), r.Text)
			}
		})
	}
}

// TestConsentIsNeverRepeatedByTheTransport: on a kept connection that died, Go's
// client sends a GET again on its own. Not one that a person agreed to, once.
func TestConsentIsNeverRepeatedByTheTransport(t *testing.T) {
	t.Parallel()
	var asked, plain atomic.Int64
	origin, _ := raw(t, func(head string, conn net.Conn) {
		for {
			if strings.HasPrefix(head, "GET /orders/1 ") || strings.HasPrefix(head, "GET /v1/orders/1 ") {
				asked.Add(1)
				return
			}
			plain.Add(1)
			if _, err := io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"); err != nil {
				return
			}
			var err error
			if head, err = readHead(conn); err != nil {
				return
			}
		}
	})
	d := declare(t, strings.Replace(shop, "path: /orders/{id}\n    permission: read", "path: /orders/{id}\n    permission: read\n    consent_required: true", 1))
	e := engine(t, origin, func(o *Options) { o.Rules = func() *Rules { return &Rules{Base: d} } })
	run(t, e, "list_orders", `{}`)
	r := e.Run(t.Context(), Call{Name: "get_order", Raw: []byte(`{"id":"1"}`), Asker: &verdicts{Verdict: consent.Accepted}})
	if asked.Load() != 1 || plain.Load() != 1 || r.Failure == nil {
		t.Errorf("%d sent after %d: %s", asked.Load(), plain.Load(), r.Text)
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	tests := map[string]time.Duration{
		"": -1, "5": 5 * time.Second, " 7 ": 7 * time.Second, "0": 0, "-1": -1, "1.5": -1, "+1": -1, "soon": -1,
		"99999999999999": longestWait, "18446744073709551617": longestWait, "Fri, 31 Dec 9999 23:59:59 GMT": longestWait,
		"Wed, 01 Jan 2025 00:00:30 GMT": 30 * time.Second, "Wed, 01 Jan 2020 00:00:30 GMT": 0,
	}
	for value, want := range tests {
		got, ok := retryAfter(value, now)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
}

func TestTransportErrorHasNoURL(t *testing.T) {
	t.Parallel()
	err := transportError(t.Context(), errors.New("boom"))
	if strings.Contains(err.Error(), "http") {
		t.Error(err)
	}
}
