package lsp

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/usepaso/usepaso/analysis"
)

// method answers one kind of request; notification takes in one kind of message.
type (
	method       func(r *request, params []byte) (any, error)
	notification func(s *server, params []byte) error
)

// request is one call with the state it is answered from. An edit that arrives
// later does not change it.
type request struct {
	*server
	ctx      context.Context
	cancel   context.CancelFunc
	view     *analysis.View
	settings *scopes
}

// answering makes a method of a function over decoded parameters.
func answering[P any](f func(*request, *P) (any, error)) method {
	return func(r *request, raw []byte) (any, error) {
		params := new(P)
		if err := protocol.Unmarshal(raw, params); err != nil {
			return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "unreadable parameters: %v", err)
		}
		return f(r, params)
	}
}

// taking makes a notification of a function over decoded parameters.
func taking[P any](f func(*server, *P) error) notification {
	return func(s *server, raw []byte) error {
		params := new(P)
		if err := protocol.Unmarshal(raw, params); err != nil {
			return fmt.Errorf("unreadable parameters: %w", err)
		}
		return f(s, params)
	}
}

// handle is called by the reader for each message, in the order of the wire.
// Notifications and what begins and ends a session are dealt with at once; any
// other call gets the present state and then runs beside the reader.
func (s *server) handle(ctx context.Context, req *jsonrpc2.Request) (any, error) {
	name := strings.Clone(req.Method())
	if !req.IsCall() {
		s.notified(name, req.Params())
		return nil, nil
	}
	if err := s.phase.refuse(name); err != nil {
		return nil, err
	}
	answer, known := s.methods[name]
	if !known {
		return nil, jsonrpc2.Errorf(jsonrpc2.MethodNotFound, "usepaso does not know the method %q", name)
	}
	r := &request{server: s, view: s.workspace.View(), settings: s.settings.Load()}
	var done func()
	r.ctx, r.cancel, done = s.calls.begin(s.context, req.ID())
	defer done()
	if !inline(name) {
		s.work.Add(1)
		defer s.work.Done()
		jsonrpc2.Async(ctx)
	}
	return s.answered(r, name, answer, req.Params())
}

// inline tells the calls that later messages depend on.
func inline(name string) bool {
	return name == protocol.MethodInitialize || name == protocol.MethodShutdown
}

// answered calls the method and gives every failure the code that editors expect.
func (s *server) answered(r *request, name string, answer method, params []byte) (result any, err error) {
	started := time.Now()
	defer func() {
		if p := recover(); p != nil {
			s.log.printf("panic in %s: %v\n%s", name, p, debug.Stack())
			result, err = nil, jsonrpc2.Errorf(jsonrpc2.InternalError, "usepaso failed while answering %s. The server's log says where.", name)
		}
		s.traced(name, time.Since(started), err)
	}()
	if r.ctx.Err() != nil {
		return nil, protocol.ErrRequestCancelled
	}
	result, err = answer(r, params)
	var coded *jsonrpc2.Error
	switch {
	case r.ctx.Err() != nil:
		return nil, protocol.ErrRequestCancelled
	case err != nil && !errors.As(err, &coded):
		return nil, jsonrpc2.NewError(jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed), err.Error())
	}
	return result, err
}

// notified takes in a notification. Nothing it does may end the session, so
// errors and panics go to the log.
func (s *server) notified(name string, params []byte) {
	defer s.recovered(name)
	take, known := s.handlers[name]
	switch {
	case !known:
		if !strings.HasPrefix(name, "$/") {
			s.log.printf("unknown notification %s", name)
		}
	case !s.phase.takes(name):
		s.log.printf("%s dropped: the session is not running", name)
	default:
		if err := take(s, params); err != nil {
			s.log.printf("%s: %v", name, err)
		}
	}
}

// recovered writes a panic to the log; it is to be deferred.
func (s *server) recovered(what string) {
	if p := recover(); p != nil {
		s.log.printf("panic in %s: %v\n%s", what, p, debug.Stack())
	}
}

// traced tells the editor about an answer, where it wants to know.
func (s *server) traced(name string, took time.Duration, err error) {
	s.log.printf("%s %.1f ms%s", name, float64(took.Microseconds())/1000, suffix(err))
	if level := s.trace.Load(); level != nil && (*level == protocol.TraceValueMessages || *level == protocol.TraceValueVerbose) {
		message := fmt.Sprintf("%s answered in %.1f ms%s", name, float64(took.Microseconds())/1000, suffix(err))
		if err := s.client.LogTrace(s.context, &protocol.LogTraceParams{Message: message}); err != nil {
			s.log.printf("$/logTrace: %v", err)
		}
	}
}

func suffix(err error) string {
	if err == nil {
		return ""
	}
	return ": " + err.Error()
}
