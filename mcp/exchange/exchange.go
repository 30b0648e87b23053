// Package exchange sends small requests over plain HTTP/1.1 on the goroutine that
// asks. The library's transport reads and writes each connection on two goroutines
// of its own, and handing a call to them and back costs a third of what a server
// spends on it. Requests and responses are written and parsed by the library all
// the same, and whatever is not small and plain goes through its transport.
//
// Start at Transport.RoundTrip.
package exchange

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"
)

// maxRequest is how many bytes of body are sent in one write, before anything is
// read: a server may answer early and read no further only with larger ones.
const maxRequest = 32 << 10

// Transport is an http.RoundTripper that behaves as the general one it was made
// from, which it uses for TLS, proxies, large bodies and everything unusual.
type Transport struct {
	general   *http.Transport
	maxHeader int64 // bytes
	idle      pool
}

// New returns a transport with the dialer and the limits of a general one, which
// must have a DialContext.
func New(general *http.Transport) *Transport {
	t := &Transport{general: general, maxHeader: cmp.Or(general.MaxResponseHeaderBytes, 10<<20)} // as the library
	t.idle.max, t.idle.timeout = cmp.Or(general.MaxIdleConnsPerHost, http.DefaultMaxIdleConnsPerHost), cmp.Or(general.IdleConnTimeout, time.Hour)
	return t
}

// CloseIdleConnections closes connections that no request is using.
func (t *Transport) CloseIdleConnections() {
	t.idle.close()
	t.general.CloseIdleConnections()
}

// RoundTrip sends a request and returns its response, whose body must be read to
// its end or closed. The request's context ends both.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if !t.plain(req) {
		return t.general.RoundTrip(req)
	}
	address := req.URL.Host
	if req.URL.Port() == "" {
		address += ":80"
	}
	for {
		c := t.idle.take(address, harmless(req))
		if c == nil {
			break
		}
		resp, err := c.send(req)
		if err == nil || !repeatable(c, req) {
			return resp, err
		}
		if req, err = again(req); err != nil {
			return nil, err
		}
	}
	c, err := t.dial(req.Context(), address)
	if err != nil {
		return nil, err
	}
	return c.send(req)
}

// plain reports whether a request is what this package is for.
func (t *Transport) plain(req *http.Request) bool {
	if !canLook || req.URL.Scheme != "http" || !plainTarget(req) || !plainBody(req) {
		return false
	}
	for name, values := range req.Header {
		if unusual[name] || !isToken(name) || slices.ContainsFunc(values, hasControl) {
			return false
		}
	}
	if t.general.Proxy == nil {
		return true
	}
	proxy, err := t.general.Proxy(req)
	return proxy == nil && err == nil
}

func plainTarget(req *http.Request) bool {
	u := req.URL
	return u.Host != "" && req.Host == u.Host && u.Opaque == "" && isToken(req.Method) && req.Method != http.MethodConnect &&
		isVisible(u.Host) && !strings.Contains(u.Host, "%") && !strings.HasSuffix(u.Host, ":") && isVisible(u.RawQuery)
}

func plainBody(req *http.Request) bool {
	if len(req.TransferEncoding) > 0 || req.Trailer != nil || req.Close {
		return false
	}
	if req.Body == nil || req.Body == http.NoBody {
		return req.ContentLength == 0
	}
	return req.ContentLength > 0 && req.ContentLength <= maxRequest && req.GetBody != nil
}

// unusual are the headers that change how a connection is used or that the library
// writes itself.
var unusual = map[string]bool{
	"Connection": true, "Content-Length": true, "Expect": true, "Host": true, "Te": true,
	"Trailer": true, "Transfer-Encoding": true, "Upgrade": true,
}

// tokens are the characters of methods and header names (RFC 9110, 5.6.2).
var tokens = func() (tokens [256]bool) {
	for _, c := range []byte("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		tokens[c] = true
	}
	return tokens
}()

func isToken(s string) bool {
	for i := range len(s) {
		if !tokens[s[i]] {
			return false
		}
	}
	return s != ""
}

func isVisible(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

func hasControl(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' && s[i] != '\t' || s[i] == 0x7f {
			return true
		}
	}
	return false
}

// repeatable reports whether a request that failed on a connection that had been
// idle may be sent on another: the server closed it meanwhile and either saw
// nothing of the request or nothing changes by seeing it twice.
func repeatable(c *conn, req *http.Request) bool {
	return req.Context().Err() == nil && !c.heard && (!c.said || harmless(req))
}

// harmless reports whether a request may be sent twice.
func harmless(req *http.Request) bool {
	switch req.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
		return true
	}
	return false
}

// again is a request whose body is back at its start.
func again(req *http.Request) (*http.Request, error) {
	if req.GetBody == nil {
		return req, nil
	}
	body, err := req.GetBody()
	if err != nil {
		return nil, err
	}
	repeated := *req
	repeated.Body = body
	return &repeated, nil
}

func (t *Transport) dial(ctx context.Context, address string) (*conn, error) {
	network, err := t.general.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return newConn(network, address, &t.idle, t.maxHeader), nil
}
