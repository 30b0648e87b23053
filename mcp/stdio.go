package mcp

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	mcpserver "github.com/mark3labs/mcp-go/server"
)

const (
	maxLine     = 16 << 20 // bytes of one message
	maxInFlight = 1024     // requests at once; further ones are refused
	graceAtEnd  = time.Second

	busyFrom  = 64 // requests in flight
	calmFrom  = 16
	calmAfter = time.Second
)

// stdio carries JSON-RPC lines between a client and the core. Each request has a
// goroutine of its own, so that neither a slow API nor an open question holds up
// anything else; the reader itself never waits for a handler.
type stdio struct {
	core    *mcpserver.MCPServer
	session *stdioSession
	list    func() []byte // the tools as a JSON array
	call    mcpserver.ToolHandlerFunc
	report  func(string)
	busy    func() (calm func())
	in      *bufio.Reader
	out     *output
	workers workers

	mu       sync.Mutex
	inFlight map[string]*inFlight // by id as JSON, until the answer is known
	open     int                  // requests until their answer is written
	calm     func()               // ends what busy began; nil when it is not busy
	calming  *time.Timer          // until calmDown
	calls    sync.WaitGroup
}

// inFlight is a request that is not answered yet.
type inFlight struct {
	callContext
	dropped bool // cancelled by the client: must not be answered
	call    bool
}

func newStdio(s *server, in io.Reader, out io.Writer) *stdio {
	t := &stdio{core: s.core, list: s.toolList, call: s.call, report: s.warn, busy: s.o.Busy, in: bufio.NewReaderSize(in, 64<<10), out: newOutput(out), inFlight: map[string]*inFlight{}}
	t.session = newStdioSession(t.write)
	t.calming = time.AfterFunc(calmAfter, t.calmDown)
	return t
}

// run serves until the input ends, ctx ends or the output fails. At the end of
// the input, calls in flight have a second to finish.
func (t *stdio) run(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	t.out.failed = func(err error) { cancel(err) }
	t.workers.start(ctx)
	if err := t.core.RegisterSession(ctx, t.session); err != nil {
		return err
	}
	defer t.core.UnregisterSession(ctx, t.session.SessionID())
	serving := t.core.WithContext(ctx, t.session)
	go t.notify(ctx)
	ended := make(chan error, 1)
	go func() { ended <- t.read(serving) }()
	select {
	case <-ctx.Done():
	case err := <-ended:
		close(t.session.ended)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		t.drain(ctx)
	}
	cancel(nil)
	t.endAll()
	t.settle(nil)
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// drain gives calls a second; everything else has nobody left to tell.
func (t *stdio) drain(ctx context.Context) {
	t.mu.Lock()
	for _, r := range t.inFlight {
		if !r.call {
			r.cancel()
		}
	}
	t.mu.Unlock()
	t.settle(ctx.Done())
}

// endAll cancels all requests; their contexts do not end with the session's.
func (t *stdio) endAll() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, r := range t.inFlight {
		r.cancel()
	}
}

// settle waits for handlers to come to their end, a second at most, or until stop.
func (t *stdio) settle(stop <-chan struct{}) {
	finished := make(chan struct{})
	go func() { t.calls.Wait(); t.out.settle(); close(finished) }()
	timer := time.NewTimer(graceAtEnd)
	defer timer.Stop()
	select {
	case <-finished:
	case <-timer.C:
	case <-stop:
	}
}

// notify writes what the core wants to tell the client.
func (t *stdio) notify(ctx context.Context) {
	for {
		select {
		case n := <-t.session.notifications:
			_ = t.write(n)
		case <-ctx.Done():
			return
		}
	}
}

func (t *stdio) read(ctx context.Context) error {
	for ctx.Err() == nil {
		line, err := readLine(t.in, maxLine)
		if errors.Is(err, errLineTooLong) {
			t.writeError(nil, mcp.INVALID_REQUEST, "The message is longer than 16 MB.")
			continue
		}
		if line = bytes.TrimSpace(line); len(line) > 0 {
			t.dispatch(ctx, line)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// dispatch sends one message on its way without waiting for it.
func (t *stdio) dispatch(ctx context.Context, line []byte) {
	if line[0] == '[' {
		t.writeError(nil, mcp.INVALID_REQUEST, "Batches are not supported; send one message a line.")
		return
	}
	e, err := readEnvelope(line)
	if err != nil {
		t.writeError(e.knownID(), mcp.PARSE_ERROR, "The message is not valid JSON-RPC.")
		return
	}
	switch {
	case e.Method == "" && (e.Result != nil || e.Error != nil):
		t.answered(e)
	case e.Method == "" || e.Version != "2.0" || !validID(e.ID):
		t.writeError(e.knownID(), mcp.INVALID_REQUEST, "The message is not a JSON-RPC 2.0 request.")
	case e.ID == nil && e.Method == "notifications/cancelled":
		t.cancelled(line)
	case e.ID == nil && strings.HasPrefix(e.Method, "notifications/"):
		t.handle(ctx, e, line)
	case e.ID == nil:
		// A request without an id: nobody could be told what came of it, and run
		// here a call or a question would hold up the reader.
	case e.Method == string(mcp.MethodInitialize), e.Method == string(mcp.MethodSetLogLevel):
		// What follows may depend on it.
		t.respond(e.ID, t.handle(ctx, e, line))
	default:
		t.start(ctx, e, line)
	}
}

func (t *stdio) answered(e envelope) {
	r := reply{Result: e.Result}
	if e.Error != nil && string(e.Error) != "null" {
		if json.Unmarshal(e.Error, &r.Error) != nil || r.Error == nil {
			r.Error = new(struct {
				Code    int    `json:"code"`
				Message string `json:"message"`
			})
		}
	}
	t.session.answer(e.ID, r)
}

// cancelled ends a request that the client no longer wants an answer to.
func (t *stdio) cancelled(line []byte) {
	var n struct {
		Params struct {
			RequestID json.RawMessage `json:"requestId"`
		} `json:"params"`
	}
	if json.Unmarshal(line, &n) != nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if r, ok := t.inFlight[string(n.Params.RequestID)]; ok {
		r.dropped = true
		r.cancel()
	}
}

// start handles a request on a goroutine of its own.
func (t *stdio) start(ctx context.Context, e envelope, line []byte) {
	r := &inFlight{callContext: callContext{Context: ctx}, call: e.Method == string(mcp.MethodToolsCall)}
	t.mu.Lock()
	full := t.open >= maxInFlight
	_, taken := t.inFlight[string(e.ID)]
	if !full && !taken {
		t.inFlight[string(e.ID)] = r
		t.count(+1)
	}
	t.mu.Unlock()
	switch {
	case taken:
		t.writeError(e.ID, mcp.INVALID_REQUEST, "A request with this id is in flight.")
		return
	case full:
		t.writeError(e.ID, mcp.INTERNAL_ERROR, "Too many requests are in flight; call again later.")
		return
	}
	if ctx.Err() != nil { // ended after it was looked for and before endAll could see this one
		r.cancel()
	}
	t.calls.Add(1)
	t.workers.run(func() {
		defer t.calls.Done()
		defer r.cancel()
		response := t.handle(&r.callContext, e, line)
		t.mu.Lock()
		delete(t.inFlight, string(e.ID))
		dropped := r.dropped
		t.mu.Unlock()
		if !dropped {
			t.respond(e.ID, response)
		}
		t.mu.Lock()
		t.count(-1)
		t.mu.Unlock()
	})
}

// count counts the requests in flight; the lock is held.
func (t *stdio) count(more int) {
	t.open += more
	switch {
	case t.open == busyFrom && t.calm == nil && t.busy != nil:
		t.calm = t.busy()
	case t.open == calmFrom && more < 0 && t.calm != nil:
		t.calming.Reset(calmAfter)
	}
}

// calmDown ends being busy, unless many requests have come again.
func (t *stdio) calmDown() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.calm != nil && t.open < busyFrom {
		t.calm()
		t.calm = nil
	}
}

// handle runs the core and survives its panics.
func (t *stdio) handle(ctx context.Context, e envelope, line []byte) (response mcp.JSONRPCMessage) {
	defer func() {
		if p := recover(); p != nil {
			t.report("internal error while handling a message; please report it")
			response = mcp.NewJSONRPCError(mcp.NewRequestId(e.ID), mcp.INTERNAL_ERROR, "Internal error.", nil)
		}
	}()
	if r, plain := plainCall(e); plain {
		result, err := t.call(ctx, r)
		if err != nil {
			return mcp.NewJSONRPCError(mcp.NewRequestId(e.ID), mcp.INTERNAL_ERROR, "Internal error.", nil)
		}
		return mcp.NewJSONRPCResultResponse(mcp.NewRequestId(e.ID), result)
	}
	return t.core.HandleMessage(ctx, line)
}

// respond writes the answer to a request under the id as the client wrote it.
func (t *stdio) respond(id json.RawMessage, message mcp.JSONRPCMessage) {
	if message == nil {
		return
	}
	l, err := response(id, message, t.list)
	if err != nil {
		t.writeError(id, mcp.INTERNAL_ERROR, "The answer could not be written as JSON.")
		return
	}
	_ = t.out.write(l)
}

func (t *stdio) writeError(id json.RawMessage, code int, message string) {
	if id == nil {
		id = json.RawMessage("null")
	}
	_ = t.write(map[string]any{"jsonrpc": "2.0", "id": id, "error": map[string]any{"code": code, "message": message}})
}

// write writes one message as a line.
func (t *stdio) write(message any) error {
	raw, err := json.Marshal(message)
	if err != nil {
		return err
	}
	return t.out.write(outgoing{{raw: append(raw, '\n')}})
}
