package invoke

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/mcp/limit"
)

// admit takes the last steps before a request may go out: the audit log must be
// able to keep a write, and an hourly slot must be free.
func (e *Engine) admit(ctx context.Context, p *plan) *Failure {
	if e.o.Mock {
		return nil
	}
	if failure := e.heard(ctx, p); failure != nil {
		return failure
	}
	if p.perHour < 0 {
		return nil
	}
	name := p.capability.Name.Value
	if e.o.Limiter == nil {
		return uncounted(name, errors.New("there is no place to count in"))
	}
	ok, wait, err := e.o.Limiter.Take(ctx, limit.Key(e.o.Path, name), p.perHour, time.Now())
	switch {
	case err != nil:
		e.o.Warn(fmt.Sprintf("%s is refused: its hourly limit cannot be counted: %v", name, err))
		return uncounted(name, err)
	case !ok:
		return &Failure{
			Kind: RateLimited, RetryAfter: wait, Hint: waitHint(wait),
			Message: fmt.Sprintf("Rate limit exceeded for %q: max %d calls per hour. Nothing was sent.", name, p.perHour),
		}
	}
	return nil
}

func uncounted(name string, err error) *Failure {
	f := &Failure{
		Kind:    RateLimited,
		Message: fmt.Sprintf("The hourly limit of %q cannot be counted: %v. Nothing was sent.", name, err),
		Hint:    "Do not retry; ask the operator to make usepaso's state folder writable.",
	}
	if _, damaged := errors.AsType[*limit.DamagedError](err); damaged {
		f.Hint = "Do not retry; ask the operator to look at that file and to delete it."
	}
	return f
}

// send makes the request and describes its answer.
func (e *Engine) send(ctx context.Context, p *plan) *Result {
	ctx, cancel := within(ctx, e.o.Timeout)
	defer cancel()
	if e.o.Mock {
		ctx = context.WithValue(ctx, planKey{}, p)
	}
	start := time.Now()
	build := func(ctx context.Context) (*http.Request, error) { return p.request.HTTP(ctx, e.o.Secret) }
	policy := Policy{Once: p.asks, Retry: idempotent(p.request.Method)}
	answer, err := e.o.Client.Do(ctx, build, policy)
	took := time.Since(start)
	var r *Result
	if err != nil {
		r = e.refused(p, sendFailure(err, p))
	} else {
		r = e.answered(p, answer)
	}
	r.Request, r.Duration = p.request, took
	return r
}

func idempotent(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete:
		return true
	}
	return false
}

// answered turns an answer into a result.
func (e *Engine) answered(p *plan, a *Answer) *Result {
	failure := e.judge(p, a)
	if failure != nil && failure.Kind == ResponseTooLarge {
		return e.refused(p, failure)
	}
	c, masked := e.shaped(p, a)
	if failure == nil && c.broken != "" && !masked {
		failure = &Failure{
			Kind: ServerError, Status: a.Status, Sent: true,
			Message: fmt.Sprintf("%s answered %s, but the body is no JSON: %s.", p.service, statusText(a.Status), c.broken),
			Hint:    carriedOut(p, "The API misbehaves; tell the operator."),
		}
	}
	if failure != nil {
		failure.Body = c.text
		return e.refused(p, failure)
	}
	r := &Result{Text: c.text, Status: a.Status}
	if r.Text == "" {
		r.Text = statusText(a.Status) + ". The API sent no body."
	}
	if len(p.capability.Output) > 0 {
		r.Structured = c.structured()
	}
	return r
}

// shaped is the body of an answer as the agent may read it, and whether something in
// it was masked. Nearly nothing ever is, so that a large body is shaped as it came
// while it is searched, and again only if something was found.
func (e *Engine) shaped(p *plan, a *Answer) (c content, masked bool) {
	s := shaper{limit: e.o.MaxResult, advice: advice(p.capability)}
	mediaType := a.Header.Get("Content-Type")
	unmasked := func() *content { return nil }
	if len(a.Body) >= largeBody {
		unmasked = s.meanwhile(mediaType, a.Body)
	}
	body := e.masked(a)
	masked = view(body) != view(a.Body)
	if c := unmasked(); c != nil && !masked {
		return *c, false
	}
	return s.shape(mediaType, body), masked
}

// masked is the body of an answer without the secret, nor the half of it that may
// be left where the body breaks off.
func (e *Engine) masked(a *Answer) []byte {
	if a.TooLarge || a.Broken != nil {
		return e.redactor.Torn(a.Body)
	}
	return e.redactor.Bytes(a.Body)
}

// judge tells what is wrong with an answer, or nil.
func (e *Engine) judge(p *plan, a *Answer) *Failure {
	switch {
	case a.Status < 200 || a.Status > 299:
		return statusFailure(a, p.service, p.request.Auth.Variable)
	case a.TooLarge:
		return &Failure{
			Kind: ResponseTooLarge, Status: a.Status, Sent: true,
			Message: fmt.Sprintf("The answer is larger than %d MB and was not read to its end.", e.o.Client.maxBody>>20),
			Hint:    carriedOut(p, advice(p.capability)),
		}
	}
	if broken, ok := errors.AsType[*TransportError](a.Broken); ok {
		return &Failure{
			Kind: NetworkError, Status: a.Status, Sent: true,
			Message: fmt.Sprintf("The answer broke off after %d bytes: %s.", len(a.Body), broken.Message),
			Hint:    carriedOut(p, broken.Hint),
		}
	}
	return nil
}

// sendFailure describes a request that got no answer.
func sendFailure(err error, p *plan) *Failure {
	f := &Failure{Kind: NetworkError, Message: sentence(err.Error()), Hint: "Tell the operator."}
	var t *TransportError
	var address *AddressError
	switch {
	case errors.As(err, &address):
		f.Kind = Forbidden
		f.Hint = "Nothing was sent. The operator must correct base_url."
	case errors.As(err, &t):
		f.Message = sentence(t.Message)
		f.Hint = t.Hint
		if f.Sent = !t.Unsent; f.Sent {
			f.Hint = carriedOut(p, t.Hint)
		}
	}
	return f
}

// carriedOut puts before a hint that a write may have taken effect.
func carriedOut(p *plan, hint string) string {
	if p.request.Method == http.MethodGet || p.request.Method == http.MethodHead {
		return hint
	}
	return "The request may have taken effect: check before sending it again. " + hint
}

func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}

// narrowing are inputs that usually make an answer smaller.
var narrowing = []string{
	"limit", "page", "cursor", "per_page", "page_size", "pagesize", "count", "max_results",
	"offset", "after", "before", "starting_after", "ending_before", "start_cursor", "page_token", "fields", "since", "until", "filter", "q", "query",
}

// advice says how to ask for less.
func advice(c *declaration.Capability) string {
	var names []string
	for _, in := range c.Inputs {
		if slices.Contains(narrowing, strings.ToLower(in.Name)) {
			names = append(names, in.Name)
		}
	}
	if len(names) == 0 {
		return "Ask for something more specific."
	}
	return "Narrow it with " + strings.Join(names[:min(len(names), 5)], ", ") + "."
}
