package invoke

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/request"
	"github.com/usepaso/usepaso/mcp/consent"
)

// plan is a call that all rules allow, ready to be sent. Fields are filled in as
// far as planning came.
type plan struct {
	capability *declaration.Capability // of the base
	service    string
	tier       string // the strictest
	asks       bool   // a person must agree
	perHour    int    // the smallest hourly limit; -1 for none
	args       request.Arguments
	request    *request.Request
}

// plan checks a call against everything that needs no person and no network.
func (e *Engine) plan(call Call) (*plan, *Failure) {
	rules := e.o.Rules()
	p, failure := e.rulings.of(rules, call.Name)
	if failure != nil {
		return &p, failure
	}
	if failure := e.fill(&p, rules, call); failure != nil {
		return &p, failure
	}
	if p.request.Auth.Kind != "none" && p.request.Auth.Kind != "" && e.o.Secret == "" && !e.o.Mock {
		return &p, &Failure{
			Kind:    AuthFailed,
			Message: fmt.Sprintf("No API key: %s is not set. Nothing was sent.", p.request.Auth.Variable),
			Hint:    fmt.Sprintf("Ask the operator to set %s where usepaso runs, for example with `usepaso secret set`. Do not ask for the key in the conversation.", p.request.Auth.Variable),
		}
	}
	return &p, nil
}

// fill checks the arguments and builds the request.
func (e *Engine) fill(p *plan, rules *Rules, call Call) *Failure {
	if call.unreadable != nil {
		return &Failure{
			Kind: InvalidInput, Message: sentence("the arguments cannot be read: " + call.unreadable.Error()),
			Hint: "Send one JSON object with the tool's inputs and call again. Nothing was sent.",
		}
	}
	args, problems := e.check(p, rules, call)
	if len(problems) > 0 {
		return problemFailure(problems)
	}
	op := e.o.Operation(p.capability)
	req, problems := request.Build(rules.Base, p.capability, args, request.Options{BaseURL: e.o.BaseURL, Operation: op})
	if len(problems) > 0 {
		return problemFailure(problems)
	}
	p.args, p.request = args, req
	return nil
}

// check passes the arguments through all declarations, the newest first, so that
// its defaults are the ones that are sent. Defaults of inputs that the next one
// does not know are left behind.
func (e *Engine) check(p *plan, rules *Rules, call Call) (request.Arguments, []request.Problem) {
	args := call.Arguments
	for _, d := range slices.Backward(rules.Also) {
		c := d.Capability(call.Name)
		checked, problems := request.Check(d, c, args, e.o.Operation(p.capability))
		if len(problems) > 0 {
			return nil, problems
		}
		args = carry(checked, call.Arguments, p.capability)
	}
	return request.Check(rules.Base, p.capability, args, e.o.Operation(p.capability))
}

// carry returns checked without the defaults of inputs that c does not have.
func carry(checked, given request.Arguments, c *declaration.Capability) request.Arguments {
	args := request.Arguments{}
	for name, value := range checked {
		if _, named := given[name]; named || c.Input(name) != nil {
			args[name] = value
		}
	}
	return args
}

// question is what a person is asked about the plan.
func (e *Engine) question(p *plan) *consent.Question {
	q := &consent.Question{
		Service:     p.service,
		Tool:        p.capability.Name.Value,
		Description: p.capability.Description.Value,
		Request:     p.request,
		Key:         e.key,
		Mask:        e.redactor.String,
	}
	for _, in := range p.capability.Inputs {
		if value, given := p.args[in.Name]; given {
			q.Arguments = append(q.Arguments, consent.Argument{Name: in.Name, Value: value})
		}
	}
	return q
}

// problemFailure puts everything that is wrong with the arguments into one answer.
func problemFailure(problems []request.Problem) *Failure {
	f := &Failure{Kind: Kind(problems[0].Type)}
	var messages, hints []string
	for _, p := range problems {
		messages = append(messages, p.Message)
		if p.Hint != "" && !slices.Contains(hints, p.Hint) {
			hints = append(hints, p.Hint)
		}
	}
	f.Message = strings.Join(messages, " ")
	f.Hint = strings.Join(hints, " ")
	if f.Hint == "" {
		f.Hint = "Correct the arguments and call again. Nothing was sent."
	}
	return f
}

// verdictFailure says why a call that needs a person's word was not made.
func verdictFailure(v consent.Verdict, p *plan, call Call) *Failure {
	name := p.capability.Name.Value
	declined := Failure{Kind: ConsentDeclined, Hint: "Nothing was sent. Do not call again unless the person asks for it."}
	switch v {
	case consent.CannotAsk:
		return &Failure{
			Kind:    ConsentRequired,
			Message: fmt.Sprintf("%s needs a person's consent, and this client cannot ask for it. Nothing was sent.", name),
			Hint: fmt.Sprintf("Tell the person the two other ways: start usepaso serve with --consent=client, which relies on the client's own approval dialog, or confirm in a terminal with `usepaso test %s%s`.",
				name, flags(p, call.Arguments)),
		}
	case consent.Busy:
		return &Failure{
			Kind: ConsentRequired, Message: "Too many questions are open already. Nothing was sent.",
			Hint: "Wait until the person has answered some of them, then call again.",
		}
	case consent.Refused:
		return &Failure{
			Kind: ConsentRequired, Message: "The answer does not belong to an open question about this call. Nothing was sent.",
			Hint: "Call again without an answer; the person will be asked.",
		}
	case consent.TimedOut:
		declined.Message = "Nobody answered the question in time."
	case consent.Cancelled:
		declined.Message = "The question was closed without an answer."
	default:
		declined.Message = "The person declined " + name + "."
	}
	return &declined
}

// flags spells the arguments as `usepaso test` takes them.
func flags(p *plan, args request.Arguments) string {
	var b strings.Builder
	for _, in := range p.capability.Inputs {
		value, given := args[in.Name]
		if !given || value == nil {
			continue
		}
		text, isString := value.(string)
		if !isString {
			raw, _ := json.Marshal(value)
			text = string(raw)
		}
		fmt.Fprintf(&b, " -p %s", quoted(in.Name+"="+shorten(text, 200)))
	}
	return b.String()
}

// quoted returns a word as a POSIX shell reads it.
func quoted(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-=.,:/@+", r)
	}
	if strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
