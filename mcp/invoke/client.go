package invoke

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/usepaso/usepaso/mcp/exchange"
)

// The bounds of an answer when ClientOptions names no others.
const (
	DefaultMaxBody   = 10 << 20 // bytes, after decompression
	DefaultMaxHeader = 64 << 10 // bytes
	maxAttempts      = 4
	idleConnections  = 512
)

// ClientOptions are the settings of a Client; the zero value is the usual one.
type ClientOptions struct {
	UserAgent string
	MaxBody   int64    // bytes after decompression; 0 for DefaultMaxBody
	ExtraCAs  []string // PEM files whose certificates are trusted beside the system's
	// Transport answers instead of the network, as a mock does. Retries, limits
	// and redirects behave as they do on the network.
	Transport http.RoundTripper
}

// Client is the one HTTP client for calls. It keeps connections alive, verifies
// TLS, honours HTTPS_PROXY and NO_PROXY, never talks to link-local or metadata
// addresses, and follows a redirect only for a GET to the very same origin. It is
// safe for concurrent use.
type Client struct {
	pooled http.RoundTripper
	// fresh opens a connection for each request, so that the transport can never
	// repeat on its own what was sent on a connection that turned out dead.
	fresh     http.RoundTripper
	idle      func()                 // closes connections that are kept alive
	allowed   atomic.Pointer[string] // the host that refuseHost let pass last
	userAgent string
	maxBody   int64
}

// NewClient returns a client, or an error that names an unreadable CA file.
func NewClient(o ClientOptions) (*Client, error) {
	c := &Client{userAgent: o.UserAgent, maxBody: o.MaxBody}
	if c.maxBody <= 0 {
		c.maxBody = DefaultMaxBody
	}
	if o.Transport != nil {
		c.pooled, c.fresh, c.idle = o.Transport, o.Transport, func() {}
		return c, nil
	}
	roots, err := trusted(o.ExtraCAs)
	if err != nil {
		return nil, err
	}
	pooled, fresh := transport(roots), transport(roots)
	fresh.DisableKeepAlives = true
	kept := exchange.New(pooled)
	c.pooled, c.fresh, c.idle = kept, fresh, kept.CloseIdleConnections
	return c, nil
}

// Close gives idle connections back.
func (c *Client) Close() { c.idle() }

func transport(roots *x509.CertPool) *http.Transport {
	dialer := &net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second, Control: refuseAddress}
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{RootCAs: roots},
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           idleConnections,
		MaxIdleConnsPerHost:    idleConnections,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxResponseHeaderBytes: DefaultMaxHeader,
	}
}

// trusted returns the system's certificates together with those of files, or nil
// for the system's alone.
func trusted(files []string) (*x509.CertPool, error) {
	if len(files) == 0 {
		return nil, nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	for _, name := range files {
		pem, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading the CA file: %w", err)
		}
		if !pool.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("the CA file %s holds no PEM certificate", name)
		}
	}
	return pool, nil
}

// Policy says how a request may be sent.
type Policy struct {
	Retry bool // again after 429 and 503: the method is idempotent
	Once  bool // at most one send whatever happens: a person agreed to one
}

// Do sends a request and reads its whole answer. Build makes the request anew for
// each attempt; ctx carries the one deadline for all of them. The error is a
// *TransportError when no usable answer came.
func (c *Client) Do(ctx context.Context, build func(context.Context) (*http.Request, error), p Policy) (*Answer, error) {
	for attempt := 1; ; attempt++ {
		answer, err := c.once(ctx, build, p)
		if err != nil || !p.Retry || p.Once || attempt == maxAttempts {
			return answer, err
		}
		wait, again := retryWait(answer, attempt, time.Now())
		if !again || !sleep(ctx, wait) {
			return answer, nil
		}
	}
}

func (c *Client) once(ctx context.Context, build func(context.Context) (*http.Request, error), p Policy) (*Answer, error) {
	req, err := build(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.checkHost(req.URL.Hostname()); err != nil {
		return nil, err
	}
	if req.Header.Get("User-Agent") == "" && c.userAgent != "" {
		req.Header.Set("User-Agent", c.userAgent)
	}
	transport := c.pooled
	if p.Once {
		transport = c.fresh
	}
	resp, err := follow(transport, req)
	if err != nil {
		return nil, transportError(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }()
	return readAnswer(ctx, resp, c.maxBody), nil
}

// checkHost is refuseHost, which nearly always is asked about the same host.
func (c *Client) checkHost(host string) error {
	if last := c.allowed.Load(); last != nil && *last == host {
		return nil
	}
	if err := refuseHost(host); err != nil {
		return err
	}
	c.allowed.Store(&host)
	return nil
}
