package invoke

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/usepaso/usepaso/mcp/consent"
)

// TestSecretStaysAtItsOrigin holds the rows "The secret" and "base_url".
func TestSecretStaysAtItsOrigin(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, call := range [][2]string{{"list_orders", `{}`}, {"create_order", `{"amount":1}`}, {"put_order", `{"id":"1"}`}} {
			t.Run(fmt.Sprintf("%d %s", status, call[0]), func(t *testing.T) {
				t.Parallel()
				other, stolen := says(t, ok("application/json", `{}`))
				origin, _ := raw(t, func(_ string, conn net.Conn) {
					fmt.Fprintf(conn, "HTTP/1.1 %d Away\r\nLocation: %s/steal?x=1\r\nContent-Length: 0\r\n\r\n", status, other)
				})
				e := engine(t, origin, func(o *Options) { o.Limiter = &ledger{} })
				r := run(t, e, call[0], call[1])
				if stolen.Load() != 0 || r.Failure == nil || r.Status != status {
					t.Errorf("%d requests elsewhere: %s", stolen.Load(), r.Text)
				}
			})
		}
	}
}

func TestRedirectsWithinTheOrigin(t *testing.T) {
	t.Parallel()
	var referers []string
	origin, requests := raw(t, func(head string, conn net.Conn) {
		if strings.Contains(head, "Referer:") {
			referers = append(referers, head)
		}
		_, rest, _ := strings.Cut(head, "/hop")
		hop := 0
		_, _ = fmt.Sscanf(rest, "%d", &hop)
		if hop < 5 {
			fmt.Fprintf(conn, "HTTP/1.1 302 Found\r\nLocation: /hop%d\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", hop+1)
			return
		}
		_, _ = io.WriteString(conn, ok("application/json", `{"arrived":true}`))
	})
	r := run(t, engine(t, origin, nil), "list_orders", `{}`)
	if r.Failure != nil || requests.Load() != 6 || len(referers) != 0 {
		t.Errorf("%d requests, referers %v: %s", requests.Load(), referers, r.Text)
	}
	loop, requests := says(t, "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
	if r := run(t, engine(t, loop, nil), "list_orders", `{}`); r.Failure == nil || requests.Load() != 6 {
		t.Errorf("a loop made %d requests: %s", requests.Load(), r.Text)
	}
}

// TestSameOrigin: what a redirect may lead to.
func TestSameOrigin(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]bool{
		"http://a.example/x": true, "HTTP://A.EXAMPLE:80/": true, "": false, "http://a b/": false,
		"https://a.example/": false, "https://a.example:80/": false, "http://a.example:81/": false,
		"http://b.example/": false, "http://a.example.evil/": false, "http://user:pass@a.example/": false,
	} {
		first := &http.Request{Method: http.MethodGet, URL: parsed(t, "http://a.example/orders"), Header: http.Header{}}
		away := &http.Response{StatusCode: http.StatusFound, Header: http.Header{"Location": {to}}}
		if next := redirected(first, away); (next != nil) != want || want && next.URL.Path != parsed(t, to).Path {
			t.Errorf("%s: %v", to, next)
		}
	}
}

func parsed(t *testing.T, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// TestOnlyReadsFollowRedirects: within the origin too, nothing that changes something
// is sent to an address that nobody declared or agreed to.
func TestOnlyReadsFollowRedirects(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, call := range [][2]string{{"create_order", `{"amount":1}`}, {"put_order", `{"id":"1"}`}, {"delete_order", `{"id":"1"}`}} {
			origin, requests := says(t, fmt.Sprintf("HTTP/1.1 %d Away\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", status))
			e := engine(t, origin, func(o *Options) { o.Limiter = &ledger{} })
			r := e.Run(t.Context(), Call{Name: call[0], Raw: []byte(call[1]), Asker: &verdicts{Verdict: consent.Accepted}})
			if r.Failure == nil || r.Status != status || requests.Load() != 1 {
				t.Errorf("%d %s: %d requests: %s", status, call[0], requests.Load(), r.Text)
			}
		}
	}
}

// TestPasswordIsMaskedAlone: of user:password the password is a secret by itself.
func TestPasswordIsMaskedAlone(t *testing.T) {
	t.Parallel()
	origin, _ := says(t, ok("text/plain", "no user with hunter2-and-more"))
	e := engine(t, origin, func(o *Options) { o.Secret = "somebody:hunter2-and-more" })
	if r := run(t, e, "list_orders", `{}`); r.Text != "no user with ***" {
		t.Error(r.Text)
	}
}

// TestEchoedSecretIsMasked: an API that gives the secret back does not get it into
// the conversation, in whatever spelling.
func TestEchoedSecretIsMasked(t *testing.T) {
	t.Parallel()
	spellings := map[string]string{
		"plain":  secret,
		"url":    url.QueryEscape(secret + "/"),
		"base64": base64.StdEncoding.EncodeToString([]byte("user:" + secret)),
		"json":   strings.ReplaceAll(secret, "_", `\u005f`),
	}
	for name, echo := range spellings {
		for _, status := range []string{"200 OK", "401 Unauthorized", "500 Oops"} {
			origin, _ := says(t, fmt.Sprintf("HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n{\"key\":\"%s\"}", status, len(echo)+10, echo))
			r := run(t, engine(t, origin, nil), "get_order", `{"id":"1"}`)
			for _, leak := range []string{secret, echo} {
				if strings.Contains(r.Text, leak) || strings.Contains(string(r.Structured), leak) {
					t.Errorf("%s, %s: %s %s", name, status, r.Text, r.Structured)
				}
			}
			if !strings.Contains(r.Text, "***") {
				t.Errorf("%s, %s: nothing was masked: %s", name, status, r.Text)
			}
		}
	}
}

// TestLargeAnswerIsMasked, wherever the secret stands in it, whole or cut: it is made
// fit to be read while it is searched.
func TestLargeAnswerIsMasked(t *testing.T) {
	t.Parallel()
	rows := strings.Repeat(`{"id":"o_1","amount":1},`, largeBody/24)
	for name, body := range map[string]string{
		"first": `{"key":"` + secret + `","data":[` + rows + `{}]}`,
		"last":  `{"data":[` + rows + `{}],"key":"` + secret + `"}`,
		"cut":   `{"data":[{"key":"` + strings.ReplaceAll(secret, "_", `\u005f`) + `"},` + rows + `{}]}`,
	} {
		for _, limit := range []int{0, 4 * largeBody} {
			origin, _ := says(t, ok("application/json", body))
			r := run(t, engine(t, origin, func(o *Options) { o.MaxResult = limit }), "list_orders", `{}`)
			if r.Failure != nil || !json.Valid([]byte(r.Text)) || strings.Contains(r.Text, secret[8:]) || !strings.Contains(r.Text, `"key":"***"`) {
				t.Errorf("%s, %d: %d bytes, %s", name, limit, len(r.Text), shorten(r.Text, 200))
			}
			if limit > 0 && len(r.Text) < len(body)-len(secret)*2 {
				t.Errorf("%s: %d of %d bytes", name, len(r.Text), len(body))
			}
		}
	}
}

// TestTornAnswerHidesHalfTheSecret: an answer that breaks off within the secret
// does not give away its beginning.
func TestTornAnswerHidesHalfTheSecret(t *testing.T) {
	t.Parallel()
	half := secret[:len(secret)-3]
	for _, status := range []string{"200 OK", "400 Bad Request", "500 Oops"} {
		origin, _ := says(t, fmt.Sprintf("HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: 500\r\n\r\nyour key is %s", status, half))
		r := run(t, engine(t, origin, nil), "list_orders", `{}`)
		if strings.Contains(r.Text, half) || !strings.Contains(r.Text, "your key is ***") {
			t.Errorf("%s: %s", status, r.Text)
		}
	}
	large := strings.Repeat("x", 200) + half
	origin, _ := says(t, "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"+large+secret)
	client, err := NewClient(ClientOptions{MaxBody: int64(len(large))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	if r := run(t, engine(t, origin, func(o *Options) { o.Client = client }), "list_orders", `{}`); strings.Contains(r.Text, half) {
		t.Errorf("at the limit: %s", r.Text)
	}
}

// TestErrorsQuoteLittle of what a server sent, and never the secret.
func TestErrorsQuoteLittle(t *testing.T) {
	t.Parallel()
	short, _ := says(t, secret+"\r\n\r\n")
	if r := run(t, engine(t, short, nil), "list_orders", `{}`); strings.Contains(r.Text, secret) || !strings.Contains(r.Text, "***") {
		t.Error(r.Text)
	}
	origin, _ := says(t, strings.Repeat("junk", 10000)+secret+"\r\n\r\n")
	if r := run(t, engine(t, origin, nil), "list_orders", `{}`); len(r.Text) > 5000 || strings.Contains(r.Text, secret) {
		t.Errorf("%d bytes: %s", len(r.Text), shorten(r.Text, 300))
	}
}

func TestArgumentsCannotCarryTheSecretOut(t *testing.T) {
	t.Parallel()
	asker := &verdicts{Verdict: consent.Declined}
	e := engine(t, "http://127.0.0.1:1", nil)
	r := e.Run(t.Context(), Call{Name: "delete_order", Raw: []byte(`{"id":"` + secret + `"}`), Asker: asker})
	if strings.Contains(r.Text, secret) || strings.Contains(r.ShownURL, secret) || !strings.Contains(r.ShownURL, "***") {
		t.Error(r.ShownURL, r.Text)
	}
	// The hint spells the arguments for the command line.
	r = run(t, e, "delete_order", `{"id":"`+secret+`"}`)
	if strings.Contains(r.Text, secret) || !strings.Contains(r.Text, "usepaso test delete_order") {
		t.Error(r.Text)
	}
	if text := asker.last.Text(); strings.Contains(text, secret) || strings.Count(text, "***") != 2 {
		t.Error(text)
	}
}

func TestForbiddenAddresses(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"169.254.169.254": true, "169.254.0.1": true, "fe80::1": true, "fe80::1%eth0": true,
		"::ffff:169.254.169.254": true, "64:ff9b::a9fe:a9fe": true, "2002:a9fe:a9fe::1": true, "fd20:ce::254": true, "192.0.0.192": true, "fd00:ec2::254": true,
		"100.100.100.200": true, "168.63.129.16": true, "0.0.0.0": true, "::": true, "224.0.0.1": true,
		"127.0.0.1": false, "::1": false, "10.0.0.1": false, "192.168.1.1": false, "93.184.216.34": false, "2606:2800::1": false,
	}
	for address, want := range tests {
		if got := forbiddenAddress(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %t", address, got)
		}
	}
	var address *AddressError
	if _, err := transport(nil).DialContext(t.Context(), "tcp", "169.254.169.254:80"); !errors.As(err, &address) {
		t.Errorf("the dialer lets the metadata address through: %v", err)
	}
}

// TestForbiddenHosts: a proxy looks names up itself, so that no dialer of ours sees
// the address. What can be told by the name is told by it.
func TestForbiddenHosts(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	proxy := func(r *http.Request) (*http.Response, error) {
		asked.Add(1)
		return nil, errDisk
	}
	client, err := NewClient(ClientOptions{Transport: roundTrip(proxy)})
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"2852039166", "0xA9FEA9FE", "169.254.43518", "0251.0376.0251.0376", "169.254.169.254.", "metadata.google.internal", "[2002:a9fe:a9fe::]"} {
		e := engine(t, "http://"+host, func(o *Options) { o.Client = client })
		if r := run(t, e, "list_orders", `{}`); r.Failure == nil || r.Failure.Kind != Forbidden || r.Failure.Sent || asked.Load() != 0 {
			t.Errorf("%s: asked %d times: %s", host, asked.Load(), r.Text)
		}
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestMetadataAddressIsRefused(t *testing.T) {
	t.Parallel()
	r := run(t, engine(t, "http://169.254.169.254", nil), "list_orders", `{}`)
	if r.Failure == nil || r.Failure.Sent || r.Failure.Kind != Forbidden {
		t.Errorf("%+v", r.Failure)
	}
}

func TestWithoutSecretNothingIsSent(t *testing.T) {
	t.Parallel()
	origin, requests := says(t, ok("application/json", `{}`))
	asker := &verdicts{Verdict: consent.Accepted}
	e := engine(t, origin, func(o *Options) { o.Secret = "" })
	for _, call := range [][2]string{{"list_orders", `{}`}, {"delete_order", `{"id":"1"}`}} {
		r := e.Run(context.Background(), Call{Name: call[0], Raw: []byte(call[1]), Asker: asker})
		if r.Failure == nil || r.Failure.Kind != AuthFailed || !strings.Contains(r.Text, "USEPASO_SHOP") {
			t.Errorf("%s: %s", call[0], r.Text)
		}
	}
	if requests.Load() != 0 || asker.asked.Load() != 0 {
		t.Errorf("%d requests, %d questions", requests.Load(), asker.asked.Load())
	}
}
