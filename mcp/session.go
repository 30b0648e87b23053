package mcp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"github.com/mark3labs/mcp-go/mcp"
	mcpserver "github.com/mark3labs/mcp-go/server"
)

// stdioSession is the one client at the other end of stdin and stdout, as mcp-go
// wants to see it. Safe for concurrent use.
type stdioSession struct {
	write         func(message any) error // writes one line
	notifications chan mcp.JSONRPCNotification
	initialized   atomic.Bool
	lastID        atomic.Int64
	ended         chan struct{} // closed when no answers can come any more

	mu           sync.Mutex
	level        mcp.LoggingLevel
	version      string
	client       mcp.Implementation
	capabilities mcp.ClientCapabilities
	filter       mcp.SubscriptionFilter
	waiting      map[string]chan<- reply // our requests by their id as JSON
}

// reply is a client's answer to a request of ours.
type reply struct {
	Result json.RawMessage
	Error  *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}
}

// errNotSupported is an answer that says that the client does not know the method.
var errNotSupported = errors.New("the client does not support the request")

func newStdioSession(write func(any) error) *stdioSession {
	return &stdioSession{
		write:         write,
		notifications: make(chan mcp.JSONRPCNotification, 256),
		level:         mcp.LoggingLevelError,
		waiting:       map[string]chan<- reply{},
		ended:         make(chan struct{}),
	}
}

var (
	_ mcpserver.SessionWithLogging            = (*stdioSession)(nil)
	_ mcpserver.SessionWithClientInfo         = (*stdioSession)(nil)
	_ mcpserver.SessionWithElicitation        = (*stdioSession)(nil)
	_ mcpserver.SessionWithProtocolVersion    = (*stdioSession)(nil)
	_ mcpserver.SessionWithSubscriptionFilter = (*stdioSession)(nil)
)

func (s *stdioSession) SessionID() string { return "stdio" }
func (s *stdioSession) Initialize()       { s.initialized.Store(true) }
func (s *stdioSession) Initialized() bool { return s.initialized.Load() }
func (s *stdioSession) NotificationChannel() chan<- mcp.JSONRPCNotification {
	return s.notifications
}

// with runs f under the lock.
func (s *stdioSession) with(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

func (s *stdioSession) SetLogLevel(level mcp.LoggingLevel) { s.with(func() { s.level = level }) }
func (s *stdioSession) GetLogLevel() (level mcp.LoggingLevel) {
	s.with(func() { level = s.level })
	return level
}

func (s *stdioSession) SetProtocolVersion(version string) { s.with(func() { s.version = version }) }
func (s *stdioSession) ProtocolVersion() (version string) {
	s.with(func() { version = s.version })
	return version
}

func (s *stdioSession) SetClientInfo(info mcp.Implementation) { s.with(func() { s.client = info }) }
func (s *stdioSession) GetClientInfo() (info mcp.Implementation) {
	s.with(func() { info = s.client })
	return info
}

func (s *stdioSession) SetClientCapabilities(c mcp.ClientCapabilities) {
	s.with(func() { s.capabilities = c })
}

func (s *stdioSession) GetClientCapabilities() (c mcp.ClientCapabilities) {
	s.with(func() { c = s.capabilities })
	return c
}

func (s *stdioSession) SetSubscriptionFilter(f mcp.SubscriptionFilter) {
	s.with(func() { s.filter = f })
}

func (s *stdioSession) SubscriptionFilter() (f mcp.SubscriptionFilter, active bool) {
	s.with(func() { f = s.filter })
	return f, !f.IsEmpty()
}

// RequestElicitation asks the client's person. When ctx ends first, the client is
// told that the question is void.
func (s *stdioSession) RequestElicitation(ctx context.Context, request mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
	id := s.lastID.Add(1)
	key := fmt.Sprint(id)
	answered := make(chan reply, 1)
	s.with(func() { s.waiting[key] = answered })
	defer s.with(func() { delete(s.waiting, key) })
	err := s.write(map[string]any{"jsonrpc": "2.0", "id": id, "method": mcp.MethodElicitationCreate, "params": request.Params})
	if err != nil {
		return nil, err
	}
	select {
	case <-ctx.Done():
		_ = s.write(map[string]any{
			"jsonrpc": "2.0", "method": "notifications/cancelled",
			"params": map[string]any{"requestId": id, "reason": "the question is no longer open"},
		})
		return nil, ctx.Err()
	case <-s.ended:
		return nil, io.EOF
	case r := <-answered:
		return r.elicitation()
	}
}

func (r reply) elicitation() (*mcp.ElicitationResult, error) {
	if r.Error != nil {
		return nil, fmt.Errorf("%w: %d", errNotSupported, r.Error.Code)
	}
	var result mcp.ElicitationResult
	if err := json.Unmarshal(r.Result, &result); err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	return &result, nil
}

// answer hands a client's response to the request that waits for it. Responses
// that nobody waits for are dropped.
func (s *stdioSession) answer(id json.RawMessage, r reply) {
	s.with(func() {
		if waiting, ok := s.waiting[string(id)]; ok {
			delete(s.waiting, string(id))
			waiting <- r
		}
	})
}
