// Package invoke carries out calls: arguments checked, decision, constraints,
// consent, hourly limit, HTTP, result. The server and the live test go the same
// way through it, so that neither can do what the other refuses.
//
// Start at Engine.Run.
package invoke

import (
	"context"
	"encoding/json"
	"strings"
	"sync/atomic"
	"time"

	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/keys"
	"github.com/usepaso/usepaso/analysis/openapi"
	"github.com/usepaso/usepaso/analysis/request"
	"github.com/usepaso/usepaso/mcp/audit"
	"github.com/usepaso/usepaso/mcp/consent"
)

// DefaultTimeout is how long a call may take, the wait for a person not counted.
const DefaultTimeout = 30 * time.Second

// maxMessage is how many bytes of a failure's message are told: an error of the
// network may quote all that a server sent.
const maxMessage = 4000

// Limiter counts calls per hour. It is shared by all processes of the machine.
type Limiter interface {
	// Take takes one of max slots of the sliding hour that belongs to key. When
	// none is free it tells how long until one will be. An error means that
	// nothing could be counted.
	Take(ctx context.Context, key string, max int, now time.Time) (ok bool, retryAfter time.Duration, err error)
}

// Auditor keeps an entry of each call.
type Auditor interface {
	// Check returns an error when an entry could not be written now.
	Check(context.Context) error
	Write(context.Context, ...audit.Entry) error
}

// Options say what an Engine works with.
type Options struct {
	Rules   func() *Rules // the rules in force now
	Path    string        // the declaration's real path
	BaseURL string        // replaces the origin of base_url; "" for none
	Secret  string
	Client  *Client
	Limiter Limiter // nil refuses capabilities with an hourly limit, unless Mock
	Auditor Auditor // nil keeps no records
	// Mock tells that no request leaves the machine: no secret is needed, no
	// hourly slot taken and no record kept.
	Mock      bool
	Timeout   time.Duration // for a whole call without the wait for a person; 0 for DefaultTimeout
	MaxResult int           // bytes of an answer that the agent sees; 0 for DefaultMaxResult
	// Operation returns the linked document's operation of a capability; nil for unknown.
	Operation func(*declaration.Capability) *openapi.Operation
	// Warn tells the operator, in one sentence.
	Warn func(string)
}

// Rules are the declarations that calls must satisfy. Requests are built from
// Base; a call that any of Also forbids, limits or wants consent for is treated
// so, and none of them can allow what Base does not.
type Rules struct {
	Base    *declaration.Declaration
	Also    []*declaration.Declaration // newest last
	Filters decide.Filters
}

// Engine carries out calls. It is safe for concurrent use.
type Engine struct {
	o        Options
	redactor *keys.Redactor
	key      string // what the secret's prefix tells
	unheard  atomic.Bool
	recorder *recorder // nil keeps nothing
	rulings  rulings
}

// New returns an engine.
func New(o Options) *Engine {
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.MaxResult <= 0 {
		o.MaxResult = DefaultMaxResult
	}
	if o.Operation == nil {
		o.Operation = func(*declaration.Capability) *openapi.Operation { return nil }
	}
	if o.Warn == nil {
		o.Warn = func(string) {}
	}
	secrets := []string{o.Secret}
	if _, password, basic := strings.Cut(o.Secret, ":"); basic {
		secrets = append(secrets, password)
	}
	e := &Engine{o: o, redactor: keys.NewRedactor(secrets...), key: keys.Describe(o.Secret)}
	if o.Auditor != nil && !o.Mock {
		e.recorder = newRecorder(e.write)
	}
	return e
}

// Close waits until everything is recorded. The engine must not be used after it.
func (e *Engine) Close() {
	if e.recorder != nil {
		e.recorder.close()
	}
}

// Call is one call as it came in.
type Call struct {
	Name string
	// Raw are the arguments as JSON; where it is nil, Arguments are taken.
	Raw       []byte
	Arguments request.Arguments
	Asker     consent.Asker // nil cannot ask
	Client    string        // who calls, for the audit log; "" when unknown
	// Progress is told what is going on, in a few words; may be nil.
	Progress func(string)

	unreadable error // why Raw cannot be read
}

// Result is what came of a call.
type Result struct {
	Text       string          // what the agent reads; without the secret
	Structured json.RawMessage // an object, for tools with declared output that succeeded; otherwise nil
	Failure    *Failure        // nil on success
	Request    *request.Request
	ShownURL   string        // the request's, without the secret
	Status     int           // HTTP status; 0 when no answer came
	Duration   time.Duration // from sending to the end of the answer
	// Later tells that the question was handed over: there is no result yet.
	Later bool
}

// Run carries out one call. It always returns a result; nothing is sent unless
// every rule in force allows it, and again after a person was asked.
func (e *Engine) Run(ctx context.Context, call Call) *Result {
	start := time.Now()
	if call.Progress == nil {
		call.Progress = func(string) {}
	}
	if call.Raw != nil {
		call.Arguments, call.unreadable = request.ParseJSON(call.Raw)
	}
	p, failure := e.plan(call)
	var result *Result
	if failure != nil {
		result = e.refused(p, failure)
	} else {
		result = e.carryOut(ctx, call, p)
	}
	if result.Request != nil {
		result.ShownURL = e.redactor.String(result.Request.ShownURL())
	}
	if !result.Later {
		e.record(call, p, result, start)
	}
	return result
}

// carryOut takes a call that is allowed from the question to its result.
func (e *Engine) carryOut(ctx context.Context, call Call, p *plan) *Result {
	if p.asks {
		asked, result := e.ask(ctx, call, p)
		if result != nil {
			return result
		}
		p = asked
	}
	if failure := e.admit(ctx, p); failure != nil {
		return e.refused(p, failure)
	}
	call.Progress("Waiting for " + p.service)
	return e.send(ctx, p)
}

// ask puts the question and, once it is agreed to, plans the call anew: what
// became stricter meanwhile holds, and what would no longer be the same request
// is not sent.
func (e *Engine) ask(ctx context.Context, call Call, p *plan) (*plan, *Result) {
	if failure := e.heard(ctx, p); failure != nil {
		return nil, e.refused(p, failure) // nobody is asked for what could not be done
	}
	call.Progress("Waiting for a person to confirm")
	question := e.question(p)
	verdict := consent.CannotAsk
	if call.Asker != nil {
		verdict = call.Asker.Ask(ctx, question)
	}
	if verdict == consent.Later {
		return nil, &Result{Later: true}
	}
	if !verdict.Allows() {
		return nil, e.refused(p, verdictFailure(verdict, p, call))
	}
	again, failure := e.plan(call)
	if failure != nil {
		return nil, e.refused(p, failure)
	}
	if e.question(again).Digest() != question.Digest() {
		return nil, e.refused(p, &Failure{
			Kind:    ConsentRequired,
			Message: "The declaration changed while the question was open.",
			Hint:    "Call again; the person will be asked about the request as it is now.",
		})
	}
	return again, nil
}

// refused is the result of a call that failed.
func (e *Engine) refused(p *plan, f *Failure) *Result {
	r := &Result{Failure: f, Status: f.Status}
	if p != nil && p.request != nil {
		r.Request = p.request
		f.RequestURL = p.request.ShownURL()
	}
	f.Message = shorten(e.redactor.String(f.Message), maxMessage)
	f.Hint = e.redactor.String(f.Hint)
	f.RequestURL = e.redactor.String(f.RequestURL)
	r.Text = f.Text()
	return r
}
