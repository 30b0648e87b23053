package mcp

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	mcpserver "github.com/mark3labs/mcp-go/server"
)

const (
	endpoint    = "/mcp"
	maxHTTPBody = 16 << 20 // bytes
	bodyTimeout = 30 * time.Second
)

// HTTPOptions say where to serve Streamable HTTP.
type HTTPOptions struct {
	Addr  string // host:port; an empty host is 127.0.0.1
	Token string // a bearer that every request must carry; "" allows loopback only
	// Listener is used instead of Addr when it is not nil.
	Listener net.Listener
}

// ErrNotLoopback is returned for an address that other machines reach while no
// token protects it.
var ErrNotLoopback = errors.New("serving other machines needs --http-token-env: without a token only loopback addresses are served")

// serveHTTP serves until ctx ends.
func (s *server) serveHTTP(ctx context.Context) error {
	listener, err := listen(s.o.HTTP)
	if err != nil {
		return err
	}
	h := &http.Server{
		Handler:           s.httpHandler(listener.Addr()),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	s.banner("http")
	s.print(fmt.Sprintf("Transport: http://%s%s", listener.Addr(), endpoint))
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.Background(), graceAtEnd)
	defer cancel()
	if h.Shutdown(stopping) != nil {
		_ = h.Close()
	}
	return nil
}

func listen(o *HTTPOptions) (net.Listener, error) {
	listener := o.Listener
	if listener == nil {
		host, port, err := net.SplitHostPort(o.Addr)
		if err != nil {
			return nil, fmt.Errorf("the address %q is not host:port: %w", o.Addr, err)
		}
		if host == "" {
			host = "127.0.0.1"
		}
		if listener, err = net.Listen("tcp", net.JoinHostPort(host, port)); err != nil {
			return nil, err
		}
	}
	if o.Token == "" && !loopbackHost(listener.Addr().String()) {
		_ = listener.Close()
		return nil, ErrNotLoopback
	}
	return listener, nil
}

// httpHandler is mcp-go's Streamable HTTP behind our own doorkeeper.
func (s *server) httpHandler(addr net.Addr) http.Handler {
	s.http = newSessions()
	streamable := mcpserver.NewStreamableHTTPServer(s.core,
		mcpserver.WithSessionIdManager(s.http),
		mcpserver.WithSessionIdleTTL(sessionLife),
		mcpserver.WithDisableLocalhostProtection(true), // the doorkeeper checks more
		mcpserver.WithStreamableHTTPLogger(slog.New(slog.DiscardHandler)),
	)
	inner := bounded(maxInFlight, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && !readBody(w, r) {
			return
		}
		streamable.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), bearerKey{}, s.o.HTTP.Token)))
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if status, why := s.refusal(r, addr); status != 0 {
			if status == http.StatusUnauthorized {
				w.Header().Set("WWW-Authenticate", "Bearer")
			}
			http.Error(w, why, status)
			return
		}
		inner(w, r)
	})
}

// bounded lets so many requests in at a time and sends further ones away.
func bounded(most int, handle http.HandlerFunc) http.HandlerFunc {
	slots := make(chan struct{}, most)
	return func(w http.ResponseWriter, r *http.Request) {
		select {
		case slots <- struct{}{}:
			defer func() { <-slots }()
			handle(w, r)
		default:
			w.Header().Set("Retry-After", "1")
			http.Error(w, "Too many requests are in flight.", http.StatusServiceUnavailable)
		}
	}
}

// refusal says why a request is not let in, or status 0.
func (s *server) refusal(r *http.Request, addr net.Addr) (status int, why string) {
	token := s.o.HTTP.Token
	switch {
	case r.URL.Path != endpoint:
		return http.StatusNotFound, "The endpoint is " + endpoint + "."
	case loopbackHost(addr.String()) && !loopbackHost(r.Host):
		// A website that points its own name at this machine comes with that name.
		return http.StatusForbidden, "The Host header does not name this machine."
	case !originAllowed(r):
		return http.StatusForbidden, "Requests of this Origin are not served."
	case token != "" && !bears(r, token):
		return http.StatusUnauthorized, "A bearer token is needed."
	case r.Method == http.MethodGet && !mcp.IsModernProtocol(r.Header.Get(mcp.HeaderProtocolVersion)):
		return s.http.refusal(r.Header.Values(mcpserver.HeaderKeySessionID))
	}
	return 0, ""
}

// originAllowed keeps web pages out: a browser names the page's origin, other
// clients name none.
func originAllowed(r *http.Request) bool {
	origins := r.Header.Values("Origin")
	if len(origins) == 0 {
		return true
	}
	u, err := url.Parse(origins[0])
	return len(origins) == 1 && err == nil && u.Host != "" && strings.EqualFold(u.Host, r.Host)
}

func bears(r *http.Request, token string) bool {
	scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	a, b := sha256.Sum256([]byte(strings.TrimSpace(given))), sha256.Sum256([]byte(token))
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// readBody takes the whole body in, within its time and size.
func readBody(w http.ResponseWriter, r *http.Request) bool {
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(bodyTimeout))
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxHTTPBody))
	_ = control.SetReadDeadline(time.Time{})
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		http.Error(w, "The message is longer than 16 MB.", http.StatusRequestEntityTooLarge)
	case err != nil:
		http.Error(w, "The body could not be read.", http.StatusBadRequest)
	default:
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	return err == nil
}

type bearerKey struct{}

// principal names the one behind a request without a session.
func bearerPrincipal(ctx context.Context) string {
	token, _ := ctx.Value(bearerKey{}).(string)
	sum := sha256.Sum256([]byte(token))
	return "bearer " + hex.EncodeToString(sum[:8])
}

func loopbackHost(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = strings.Trim(hostport, "[]")
	}
	if strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

func loopbackURL(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && loopbackHost(u.Host)
}
