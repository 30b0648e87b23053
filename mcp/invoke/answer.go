package invoke

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"
)

// Answer is what came back from the API, read to its end or to the limit.
type Answer struct {
	Status   int
	Header   http.Header
	Body     []byte // decompressed
	TooLarge bool   // the body goes on behind the limit
	Broken   error  // why the body ended early; nil when it is whole
}

// readAnswer reads the body up to limit bytes, counted after decompression.
func readAnswer(ctx context.Context, resp *http.Response, limit int64) *Answer {
	a := &Answer{Status: resp.StatusCode, Header: resp.Header}
	if resp.StatusCode == http.StatusSwitchingProtocols {
		// What follows is no body but the bare connection, which no deadline ends.
		return a
	}
	makeRoom(resp.ContentLength)
	body, err := readAll(io.LimitReader(resp.Body, limit+1), min(resp.ContentLength, limit))
	a.Body = body
	countBody(int64(len(body)))
	switch {
	case int64(len(body)) > limit:
		a.TooLarge = true
		a.Body = a.Body[:limit]
	case err != nil:
		a.Broken = transportError(ctx, err)
	}
	return a
}

// readAll reads to the end of what is expected to be so many bytes; negative for unknown.
func readAll(r io.Reader, expected int64) ([]byte, error) {
	if expected < 0 {
		expected = 1 << 10
	}
	body := make([]byte, 0, expected+1) // with room to meet the end
	for {
		n, err := r.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		switch {
		case errors.Is(err, io.EOF):
			return body, nil
		case err != nil:
			return body, err
		case len(body) == cap(body):
			body = slices.Grow(body, len(body))
		}
	}
}

const (
	largeBody    = 1 << 20  // bytes
	worthCollect = 16 << 20 // bytes of large bodies
	worthRelease = 10 * time.Second
)

// largeBodies keeps answers of many megabytes from doubling, a few of them together,
// the memory of a process that otherwise needs next to none. Garbage is collected
// before another one is read, and at first, and then rarely, what lies about unused
// is given back to the system.
var largeBodies struct {
	sync.Mutex
	bytes    int64 // read since garbage was last collected for them
	released time.Time
}

// makeRoom is called before a body is read that may be large.
func makeRoom(expected int64) {
	large := expected >= largeBody
	if expected >= 0 && !large {
		return
	}
	b := &largeBodies
	b.Lock()
	defer b.Unlock()
	switch now := time.Now(); {
	case large && now.Sub(b.released) > worthRelease:
		b.bytes, b.released = 0, now
		go debug.FreeOSMemory()
	case b.bytes >= worthCollect:
		b.bytes = 0
		go runtime.GC()
	}
}

// countBody is called when a body was read.
func countBody(size int64) {
	if size >= largeBody {
		largeBodies.Lock()
		defer largeBodies.Unlock()
		largeBodies.bytes += size
	}
}

// TransportError is a call that got no usable answer. Its text is for people and
// holds no URL, since a URL may hold the secret.
type TransportError struct {
	Message string
	Hint    string
	Timeout bool
	// Unsent tells that the API cannot have seen the request.
	Unsent bool
}

func (e *TransportError) Error() string { return e.Message }

// transportError describes an error of the HTTP client.
func transportError(ctx context.Context, err error) error {
	var (
		wrapped *url.Error
		address *AddressError
		dns     *net.DNSError
		op      *net.OpError
		cert    *tls.CertificateVerificationError
		record  tls.RecordHeaderError
	)
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	switch {
	case errors.As(err, &address):
		return address
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &TransportError{
			Message: "no complete answer within the time limit", Timeout: true,
			Hint: "Ask for less at once, or try again later.",
		}
	case ctx.Err() != nil:
		return &TransportError{Message: "the call was cancelled", Hint: "Call again if it is still wanted."}
	case errors.As(err, &dns):
		return &TransportError{
			Message: "the host " + dns.Name + " could not be found", Unsent: true,
			Hint: "Check base_url in the declaration and this machine's network.",
		}
	case errors.As(err, &cert):
		return &TransportError{
			Message: "the server's TLS certificate was refused: " + cert.Err.Error(), Unsent: true,
			Hint: "Check base_url; a private certificate authority is trusted through SSL_CERT_FILE.",
		}
	case errors.As(err, &record):
		return &TransportError{
			Message: "the server does not speak TLS", Unsent: true,
			Hint: "Check base_url, which begins with https, and its port.",
		}
	case errors.As(err, &op) && op.Op == "dial":
		return &TransportError{
			Message: "no connection: " + op.Err.Error(), Unsent: true,
			Hint: "Check that the API is up and that base_url is right.",
		}
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &TransportError{Message: "the connection ended in the middle of the answer", Hint: "Try again."}
	case strings.Contains(err.Error(), "server response headers exceeded"):
		return &TransportError{Message: "the answer's headers are larger than 64 kB", Hint: "The API does not behave; tell its operator."}
	}
	return &TransportError{Message: "the request failed: " + err.Error(), Hint: "Try again; if it stays, tell the operator."}
}
