package exchange

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// server answers each connection with a function and counts connections.
type server struct {
	address string
	opened  atomic.Int64
}

func serve(t testing.TB, f func(in *bufio.Reader, conn net.Conn)) *server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{address: l.Addr().String()}
	var all sync.WaitGroup
	t.Cleanup(func() { _ = l.Close(); all.Wait() })
	all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			s.opened.Add(1)
			all.Go(func() {
				defer func() { _ = conn.Close() }()
				_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
				f(bufio.NewReader(conn), conn)
			})
		}
	})
	return s
}

// says answers every request of a connection with the same bytes.
func says(response string) func(*bufio.Reader, net.Conn) {
	return func(in *bufio.Reader, conn net.Conn) {
		for {
			req, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			_, _ = io.Copy(io.Discard, req.Body)
			if _, err := io.WriteString(conn, response); err != nil {
				return
			}
		}
	}
}

func general() *http.Transport {
	return &http.Transport{
		DialContext: (&net.Dialer{}).DialContext, MaxIdleConnsPerHost: 4, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 8 << 10,
	}
}

func fast(t testing.TB) *Transport {
	if !canLook {
		t.Skip("this system cannot be asked about idle connections: everything goes the general way")
	}
	e := New(general())
	t.Cleanup(e.CloseIdleConnections)
	return e
}

func request(t testing.TB, method, url, body string) *http.Request {
	t.Helper()
	var r io.Reader
	if body != "" {
		r = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url, r)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// outcome is what came of a request.
type outcome struct {
	status       int
	header       string
	body         string
	uncompressed bool
	failed       bool // before the header
	broken       bool // in the body
}

func try(transport http.RoundTripper, req *http.Request) outcome {
	ctx, cancel := context.WithTimeout(req.Context(), 10*time.Second)
	defer cancel()
	resp, err := transport.RoundTrip(req.WithContext(ctx))
	if err != nil {
		return outcome{failed: true}
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode == http.StatusSwitchingProtocols {
		return outcome{status: resp.StatusCode}
	}
	body, err := io.ReadAll(resp.Body)
	var header strings.Builder
	_ = resp.Header.Write(&header)
	return outcome{resp.StatusCode, header.String(), string(body), resp.Uncompressed, false, err != nil}
}

// get makes a request that must succeed.
func get(t testing.TB, transport http.RoundTripper, req *http.Request) string {
	t.Helper()
	o := try(transport, req)
	if o.failed || o.broken || o.status != http.StatusOK {
		t.Fatalf("%s %s: %+v", req.Method, req.URL, o)
	}
	return o.body
}
