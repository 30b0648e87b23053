package mcp

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	mcpserver "github.com/mark3labs/mcp-go/server"
)

const (
	maxSessions = 256
	sessionLife = time.Hour // without a request
)

// sessions are the HTTP clients of the handshake protocols. There is a bound to
// them: the one that was silent longest makes room. Safe for concurrent use.
type sessions struct {
	mu   sync.Mutex
	byID map[string]*httpSession
}

type httpSession struct {
	seen         time.Time
	ended        context.Context // ends with the session
	end          context.CancelFunc
	info         mcp.Implementation
	capabilities mcp.ClientCapabilities
}

var errNoSession = errors.New("no such session")

func newSessions() *sessions { return &sessions{byID: map[string]*httpSession{}} }

// Generate opens a session.
func (s *sessions) Generate() string {
	id := "usepaso-" + rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	oldest, since := "", now
	for other, session := range s.byID {
		switch {
		case now.Sub(session.seen) > sessionLife:
			s.drop(other)
		case session.seen.Before(since):
			oldest, since = other, session.seen
		}
	}
	if len(s.byID) >= maxSessions {
		s.drop(oldest)
	}
	session := &httpSession{seen: now}
	session.ended, session.end = context.WithCancel(context.Background())
	s.byID[id] = session
	return id
}

// drop closes a session, and with it its questions. The lock is held.
func (s *sessions) drop(id string) {
	if session, ok := s.byID[id]; ok {
		session.end()
		delete(s.byID, id)
	}
}

// Validate reports a session that is not open as unknown, so that clients begin anew.
func (s *sessions) Validate(id string) (terminated bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	session, ok := s.byID[id]
	if !ok || time.Since(session.seen) > sessionLife {
		s.drop(id)
		return false, errNoSession
	}
	session.seen = time.Now()
	return false, nil
}

// Terminate closes a session.
func (s *sessions) Terminate(id string) (notAllowed bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(id)
	return false, nil
}

// refusal says why a stream for a session is not opened, or status 0. The core
// would open a session for a stream without one, which ends the oldest; and a web
// page can ask for streams, since browsers name no Origin for what a page embeds.
func (s *sessions) refusal(ids []string) (status int, why string) {
	if len(ids) != 1 || ids[0] == "" {
		return http.StatusBadRequest, "A stream belongs to a session: initialize one, and send its Mcp-Session-Id."
	}
	if _, err := s.Validate(ids[0]); err != nil {
		return http.StatusNotFound, "There is no such session."
	}
	return 0, ""
}

// whenEnded calls f once a session has ended, unless stop is called before.
func (s *sessions) whenEnded(id string, f func()) (stop func() bool) {
	ended := s.get(id).ended
	if ended == nil {
		f()
		return func() bool { return false }
	}
	return context.AfterFunc(ended, f)
}

// get returns a copy of a session; one that is unknown is empty.
func (s *sessions) get(id string) httpSession {
	s.mu.Lock()
	defer s.mu.Unlock()
	if session, ok := s.byID[id]; ok {
		return *session
	}
	return httpSession{}
}

func (s *sessions) client(id string) mcp.Implementation           { return s.get(id).info }
func (s *sessions) capabilities(id string) mcp.ClientCapabilities { return s.get(id).capabilities }

// principal is the session, or the bearer for requests without one.
func (s *sessions) principal(ctx context.Context) string {
	if !mcpserver.IsModernRequest(ctx) {
		return "session " + sessionID(ctx)
	}
	return bearerPrincipal(ctx)
}

// initialized keeps what an HTTP client declared: mcp-go makes a new session value
// for each of its requests.
func (s *server) initialized(ctx context.Context, _ any, r *mcp.InitializeRequest, _ *mcp.InitializeResult) {
	if s.http == nil {
		return
	}
	s.http.mu.Lock()
	defer s.http.mu.Unlock()
	if session, ok := s.http.byID[sessionID(ctx)]; ok {
		// Only what is needed: many sessions of talkative clients would fill the memory.
		session.info = mcp.Implementation{Name: printableName(r.Params.ClientInfo.Name)}
		session.capabilities = mcp.ClientCapabilities{Elicitation: r.Params.Capabilities.Elicitation}
	}
}
