package mcp

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	mcpserver "github.com/mark3labs/mcp-go/server"

	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/mcp/consent"
	"github.com/usepaso/usepaso/mcp/invoke"
	"github.com/usepaso/usepaso/mcp/mock"
)

// door is the one tool that mcp-go knows. All tools live in one table of ours that
// a reload replaces in one step; calls of any name, listed or not, go through the
// door, so that a refusal is a tool result that the model can read and not a
// protocol error. The name is none that a declaration can have.
const door = "usepaso/call"

// server is one running server.
type server struct {
	o       Options
	core    *mcpserver.MCPServer
	engine  *invoke.Engine
	client  *invoke.Client
	sealer  *consent.Sealer
	offered atomic.Pointer[offer]
	http    *sessions // nil on stdio
	loaded  stamp     // of the file as it was when it was first read

	reloading sync.Mutex
	printing  sync.Mutex
}

func newServer(o Options) (*server, error) {
	if o.ConsentTimeout <= 0 {
		o.ConsentTimeout = DefaultConsentTimeout
	}
	if o.Filters.Consent == "" {
		o.Filters.Consent = decide.ConsentAsk
	}
	loaded := stampOf(o.watched())
	snapshot, err := o.Load()
	if err != nil {
		return nil, err
	}
	if !snapshot.Usable() {
		return nil, ErrUnusable
	}
	s := &server{o: o, loaded: loaded, sealer: consent.NewSealer(o.ConsentTimeout)}
	s.offered.Store(newOffer(&invoke.Rules{Base: snapshot.Declaration, Filters: o.Filters}))
	var answers http.RoundTripper
	if o.Mock {
		answers = mock.Transport{Examples: o.Examples}
	}
	s.client, err = invoke.NewClient(invoke.ClientOptions{UserAgent: "usepaso/" + o.Version, ExtraCAs: o.ExtraCAs, Transport: answers})
	if err != nil {
		return nil, err
	}
	s.engine = invoke.New(invoke.Options{
		Rules: func() *invoke.Rules { return s.offered.Load().rules },
		Path:  o.File, BaseURL: o.BaseURL, Secret: o.Secret, Client: s.client,
		Limiter: o.Limiter, Auditor: o.Auditor, Mock: o.Mock, Timeout: o.Timeout,
		MaxResult: o.MaxResult, Operation: snapshot.Operation, Warn: s.warn,
	})
	s.core = s.newCore()
	return s, nil
}

func (s *server) close() {
	s.engine.Close()
	s.client.Close()
}

// newCore sets mcp-go up.
func (s *server) newCore() *mcpserver.MCPServer {
	base := s.offered.Load().rules.Base
	hooks := &mcpserver.Hooks{}
	hooks.AddBeforeCallTool(func(_ context.Context, _ any, r *mcp.CallToolRequest) {
		// The handler finds the name that was asked for in the place of the method,
		// which is always tools/call here.
		r.Method, r.Params.Name = r.Params.Name, door
		r.Params.Task = nil
	})
	hooks.AddAfterListTools(func(ctx context.Context, _ any, _ *mcp.ListToolsRequest, r *mcp.ListToolsResult) {
		if _, spliced := mcpserver.ClientSessionFromContext(ctx).(*stdioSession); !spliced {
			r.Tools = s.offered.Load().listed()
		}
	})
	hooks.AddAfterInitialize(s.initialized)
	core := mcpserver.NewMCPServer(
		base.Service.Name.Value, base.Service.Version.Or("1.0.0"),
		mcpserver.WithToolCapabilities(true),
		mcpserver.WithLogging(),
		mcpserver.WithInstructions(instructions(base)),
		mcpserver.WithHooks(hooks),
	)
	core.AddTool(mcp.Tool{Name: door, RawInputSchema: []byte(`{"type":"object"}`)}, s.call)
	return core
}

// toolList is the list as it goes over the wire.
func (s *server) toolList() []byte { return s.offered.Load().list }

// warn tells the operator.
func (s *server) warn(text string) { s.print("usepaso: " + text) }

func (s *server) print(line string) {
	s.printing.Lock()
	defer s.printing.Unlock()
	_, _ = fmt.Fprintln(s.o.Stderr, line)
}

// survive turns a panic of a handler into a plain tool error. The stack goes to
// the operator only, and only when asked for.
func (s *server) survive(result **mcp.CallToolResult) {
	p := recover()
	if p == nil {
		return
	}
	s.warn("internal error in a call; please report it")
	if s.o.Verbose {
		s.print(fmt.Sprintf("%v\n%s", p, debug.Stack()))
	}
	f := &invoke.Failure{Kind: invoke.ServerError, Message: "Internal error in usepaso.", Hint: "Do not retry; tell the operator."}
	*result = mcp.NewToolResultError(f.Text())
}

// verbose prints a line for a call.
func (s *server) verbose(name string, r *invoke.Result) {
	if !s.o.Verbose {
		return
	}
	line := time.Now().UTC().Format("[15:04:05] ") + printableName(name)
	if r.Request != nil {
		line += " → " + r.Request.Method + " " + r.ShownURL
	}
	switch {
	case r.Failure != nil && r.Status == 0:
		line += " → " + string(r.Failure.Kind) + ": " + r.Failure.Message
	case r.Status != 0:
		line += fmt.Sprintf(" ← %d (%d ms)", r.Status, r.Duration.Milliseconds())
	}
	s.print(line)
}
