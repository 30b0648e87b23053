package exchange

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestConnectionsAreKept: one after the other takes one connection, and at most so
// many are kept as the general transport was to keep.
func TestConnectionsAreKept(t *testing.T) {
	t.Parallel()
	const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
	const zippedToo = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
	gz := zipped("ok")
	for _, response := range []string{responses[0], chunked, zippedToo + strconv.Itoa(len(gz)) + "\r\n\r\n" + gz} {
		s, e := serve(t, says(response)), fast(t)
		for range 10 {
			get(t, e, request(t, "GET", "http://"+s.address, ""))
			get(t, e, request(t, "POST", "http://"+s.address+"/", "{}"))
		}
		if n := s.opened.Load(); n != 1 {
			t.Errorf("%d connections for 20 requests answered with %.60q", n, response)
		}
	}
	s, e := serve(t, says(responses[0])), fast(t)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { get(t, e, request(t, "GET", "http://"+s.address, "")) })
	}
	all.Wait()
	e.idle.mu.Lock()
	defer e.idle.mu.Unlock()
	if n := len(e.idle.idle[s.address]); n > 4 {
		t.Errorf("%d connections are kept", n)
	}
}

// TestDeadConnectionsCostNothing: what the server closed meanwhile is not used, and
// what is noticed only while sending is sent again where that does no harm.
func TestDeadConnectionsCostNothing(t *testing.T) {
	t.Parallel()
	closed := make(chan struct{}, 1)
	var posts atomic.Int64
	s := serve(t, func(in *bufio.Reader, conn net.Conn) {
		req, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, req.Body)
		if req.Method == http.MethodPost {
			posts.Add(1)
		}
		_, _ = io.WriteString(conn, responses[0])
		_ = conn.Close()
		closed <- struct{}{}
	})
	e := fast(t)
	for _, method := range []string{"GET", "POST", "GET", "GET", "POST", "POST"} {
		body := ""
		if method == http.MethodPost {
			body = "{}"
		}
		get(t, e, request(t, method, "http://"+s.address+"/", body))
		<-closed
	}
	if posts.Load() != 3 {
		t.Errorf("%d of 3 POSTs arrived", posts.Load())
	}
}

// TestNothingIsSentTwice that may not be: a POST whose connection ends without an
// answer is an error.
func TestNothingIsSentTwice(t *testing.T) {
	t.Parallel()
	var posts, gets atomic.Int64
	s := serve(t, func(in *bufio.Reader, conn net.Conn) {
		for {
			req, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			_, _ = io.Copy(io.Discard, req.Body)
			if req.URL.Path == "/silent" {
				if req.Method == http.MethodPost {
					posts.Add(1)
					return
				}
				if gets.Add(1) == 1 {
					return
				}
			}
			_, _ = io.WriteString(conn, responses[0])
		}
	})
	e := fast(t)
	get(t, e, request(t, "GET", "http://"+s.address+"/", ""))
	if o := try(e, request(t, "POST", "http://"+s.address+"/silent", "{}")); !o.failed || posts.Load() != 1 {
		t.Errorf("%d POSTs: %+v", posts.Load(), o)
	}
	get(t, e, request(t, "GET", "http://"+s.address+"/", ""))
	get(t, e, request(t, "GET", "http://"+s.address+"/silent", ""))
	if gets.Load() != 2 {
		t.Errorf("%d GETs", gets.Load())
	}
}

// TestUnaskedAnswers: what a server says on an idle connection is nobody's answer.
func TestUnaskedAnswers(t *testing.T) {
	t.Parallel()
	said := make(chan struct{}, 2)
	s := serve(t, func(in *bufio.Reader, conn net.Conn) {
		req, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, req.Body)
		_, _ = io.WriteString(conn, responses[0])
		if _, err := in.Peek(1); err != nil {
			return
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		said <- struct{}{}
		_, _ = io.Copy(io.Discard, in)
	})
	e := fast(t)
	get(t, e, request(t, "GET", "http://"+s.address+"/", ""))
	c := e.idle.last(s.address)
	if c == nil || !c.looker.quiet() {
		t.Fatal("no connection was kept")
	}
	if _, err := c.network.Write([]byte("x")); err != nil { // has the server speak
		t.Fatal(err)
	}
	<-said
	for c.looker.quiet() {
		runtime.Gosched() // until it has arrived
	}
	if !e.idle.keep(c) {
		t.Fatal("not kept")
	}
	c.idleSince = time.Now().Add(-2 * moment)
	get(t, e, request(t, "GET", "http://"+s.address+"/", ""))
	if n := s.opened.Load(); n != 2 {
		t.Errorf("%d connections", n)
	}
}

// TestContextEndsIt: before the connection, while waiting and in the middle of the body.
func TestContextEndsIt(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{}, 1)
	s := serve(t, func(in *bufio.Reader, conn net.Conn) {
		req, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		if req.URL.Path == "/half" {
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
		}
		asked <- struct{}{}
		_, _ = io.Copy(io.Discard, in) // until the client goes
	})
	for _, path := range []string{"/early", "/never", "/half"} {
		e := fast(t)
		ctx, cancel := context.WithCancel(t.Context())
		if path == "/early" {
			cancel()
		}
		go func() {
			if path != "/early" {
				<-asked
			}
			cancel()
		}()
		resp, err := e.RoundTrip(request(t, "GET", "http://"+s.address+path, "").WithContext(ctx))
		if err == nil {
			_, err = io.ReadAll(resp.Body)
			if path != "/half" || err == nil {
				t.Errorf("%s: %v", path, err)
			}
			_ = resp.Body.Close()
		} else if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", path, err)
		}
		if e.idle.last(s.address) != nil {
			t.Errorf("%s: the connection is kept", path)
		}
	}
}

// TestUnreadBody: closing a body before its end closes the connection.
func TestUnreadBody(t *testing.T) {
	t.Parallel()
	s := serve(t, says("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"))
	e := fast(t)
	for range 3 {
		resp, err := e.RoundTrip(request(t, "GET", "http://"+s.address, ""))
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if _, err := resp.Body.Read(make([]byte, 1)); !errors.Is(err, http.ErrBodyReadAfterClose) {
			t.Errorf("reading on: %v", err)
		}
		_ = resp.Body.Close()
	}
	if n := s.opened.Load(); n != 3 {
		t.Errorf("%d connections", n)
	}
}

// TestIdleConnectionsEnd, by time and on request.
func TestIdleConnectionsEnd(t *testing.T) {
	t.Parallel()
	gone := make(chan struct{}, 1)
	s := serve(t, func(in *bufio.Reader, conn net.Conn) {
		says(responses[0])(in, conn)
		gone <- struct{}{}
	})
	short := general()
	short.IdleConnTimeout = 20 * time.Millisecond
	if !canLook {
		t.Skip("everything goes the general way")
	}
	e := New(short)
	get(t, e, request(t, "GET", "http://"+s.address, ""))
	<-gone
	e = fast(t)
	get(t, e, request(t, "GET", "http://"+s.address, ""))
	e.CloseIdleConnections()
	<-gone
}

// TestUnusualGoesTheGeneralWay: what could be misread is left to the library.
func TestUnusualGoesTheGeneralWay(t *testing.T) {
	t.Parallel()
	e := fast(t)
	const url1 = "http://api.example/a?b=c"
	for name, change := range map[string]func(*http.Request){
		"TLS":                func(r *http.Request) { r.URL.Scheme = "https" },
		"another host":       func(r *http.Request) { r.Host = "other.example" },
		"no host":            func(r *http.Request) { r.URL.Host, r.Host = "", "" },
		"empty port":         func(r *http.Request) { r.URL.Host, r.Host = "api.example:", "api.example:" },
		"zone":               func(r *http.Request) { r.URL.Host, r.Host = "[fe80::1%en0]", "[fe80::1%en0]" },
		"opaque":             func(r *http.Request) { r.URL.Opaque = "//a\r\nX: y" },
		"method":             func(r *http.Request) { r.Method = "GET / HTTP/1.1\r\nX:" },
		"connect":            func(r *http.Request) { r.Method = "CONNECT" },
		"query":              func(r *http.Request) { r.URL.RawQuery = "a b" },
		"header value":       func(r *http.Request) { r.Header["X"] = []string{"a\r\nY: b"} },
		"header name":        func(r *http.Request) { r.Header["X: y\r\nZ"] = []string{"a"} },
		"empty header name":  func(r *http.Request) { r.Header[""] = []string{"a"} },
		"length":             func(r *http.Request) { r.Header.Set("Content-Length", "7") },
		"expect":             func(r *http.Request) { r.Header.Set("Expect", "100-continue") },
		"upgrade":            func(r *http.Request) { r.Header.Set("Upgrade", "x") },
		"close":              func(r *http.Request) { r.Close = true },
		"trailer":            func(r *http.Request) { r.Trailer = http.Header{"X": nil} },
		"unknown length":     func(r *http.Request) { r.Body, r.ContentLength = io.NopCloser(strings.NewReader("x")), -1 },
		"large":              func(r *http.Request) { r.Body, r.ContentLength = http.NoBody, maxRequest+1 },
		"length and no body": func(r *http.Request) { r.ContentLength = 3 },
	} {
		req := request(t, "GET", url1, "")
		if !e.plain(req) {
			t.Fatal("a plain request is not")
		}
		if change(req); e.plain(req) {
			t.Errorf("%s is taken for plain", name)
		}
	}
	proxied := general()
	proxied.Proxy = func(*http.Request) (*url.URL, error) { return url.Parse("http://proxy.example") }
	if New(proxied).plain(request(t, "GET", url1, "")) {
		t.Error("a request that a proxy should carry is taken for plain")
	}
}
