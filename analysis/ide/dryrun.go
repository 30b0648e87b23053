package ide

import (
	"fmt"
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/request"
	"github.com/usepaso/usepaso/analysis/tool"
)

// DryRunResult is the request that a call would send, without sending it.
type DryRunResult struct {
	Capability string `json:"capability"`
	// Allowed and AsksConsent say whether an agent could make the call; Reason is
	// the sentence that decides.
	Allowed     bool   `json:"allowed"`
	AsksConsent bool   `json:"asksConsent"`
	Reason      string `json:"reason"`
	// Request is null where the problems leave none to be built.
	Request *request.JSON `json:"request"`
	Text    string        `json:"text"` // the request as the command line prints it
	Curl    string        `json:"curl"` // with the secret as a shell variable
	// Missing names the inputs that stand as {name}, since they have no value.
	Missing  []string        `json:"missing"`
	Problems []DryRunProblem `json:"problems"`
}

// DryRunProblem is one reason why the call would be refused.
type DryRunProblem struct {
	Type    string `json:"type"`
	Input   string `json:"input"`
	Message string `json:"message"`
	Line    int    `json:"line"` // counted from 1; 0 for none
}

// DryRun builds the request of a call. Inputs without a value use their default,
// and required ones without either show as {name}. The error says that there is
// no such capability.
func DryRun(s *analysis.Snapshot, name string, args request.Arguments) (*DryRunResult, error) {
	c, err := named(s, name)
	if err != nil {
		return nil, err
	}
	decision := decide.Capability(s.Declaration, c, decide.Filters{})
	result := &DryRunResult{
		Capability: name, Allowed: decision.Allowed, AsksConsent: decision.AsksConsent, Reason: decision.Reason.Text,
		Missing: []string{}, Problems: []DryRunProblem{},
	}
	r, problems := build(s, c, args)
	for _, p := range problems {
		line := 0
		if !p.Span.IsZero() {
			line = s.File.Position(int(s.Tree.Place(p.Span).Start)).Line
		}
		result.Problems = append(result.Problems, DryRunProblem{p.Type, p.Input, clean(p.Message), line})
	}
	if r != nil {
		shown := r.JSON()
		result.Request, result.Text, result.Curl = &shown, clean(r.Text()), r.Curl()
		result.Missing = append(result.Missing, r.Missing...)
	}
	return result, nil
}

func named(s *analysis.Snapshot, name string) (*declaration.Capability, error) {
	c := s.Declaration.Capability(name)
	if c == nil {
		return nil, fmt.Errorf("no capability is named %q", name)
	}
	return c, nil
}

// build checks the arguments and builds the request. That a required input has no
// value is no problem here: the request shows where it would go.
func build(s *analysis.Snapshot, c *declaration.Capability, args request.Arguments) (*request.Request, []request.Problem) {
	options := request.Options{Operation: s.Operation(c), Placeholders: true}
	checked, problems := request.Check(s.Declaration, c, args, options.Operation)
	var wrong []request.Problem
	for _, p := range problems {
		if in := c.Input(p.Input); in == nil || p.Type != request.InvalidInput || checked[p.Input] != nil {
			wrong = append(wrong, p)
		}
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return request.Build(s.Declaration, c, checked, options)
}

// Page returns the result as people read it: the verdict, then the request or why
// there is none.
func (r *DryRunResult) Page() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Dry run of %s: nothing was sent.\n", r.Capability)
	switch {
	case !r.Allowed:
		fmt.Fprintf(&b, "# An agent may not call it. %s\n", r.Reason)
	case r.AsksConsent:
		b.WriteString("# An agent may call it after a person has agreed.\n")
	}
	if len(r.Missing) > 0 {
		fmt.Fprintf(&b, "# Without a value: %s.\n", strings.Join(r.Missing, ", "))
	}
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "# Refused: %s\n", p.Message)
	}
	if r.Request != nil {
		b.WriteString("\n" + r.Text)
	}
	return b.String()
}

// AgentViewResult is a tool as an agent gets it.
type AgentViewResult struct {
	Capability string     `json:"capability"`
	Tool       *tool.Tool `json:"tool"` // exactly as tools/list carries it
	Tokens     int        `json:"tokens"`
	// Offered says whether an agent gets the tool at all; Reason is why, or why not.
	Offered bool   `json:"offered"`
	Reason  string `json:"reason"`
}

// AgentView returns what an agent sees of a capability.
func AgentView(s *analysis.Snapshot, name string) (*AgentViewResult, error) {
	c, err := named(s, name)
	if err != nil {
		return nil, err
	}
	t := tool.New(s.Declaration, c)
	decision := decide.Capability(s.Declaration, c, decide.Filters{})
	return &AgentViewResult{name, t, tokens(t), decision.Allowed, decision.Reason.Text}, nil
}

// Page returns the result as people read it.
func (r *AgentViewResult) Page() string {
	note := ""
	if !r.Offered {
		note = "An agent does not see this tool. " + r.Reason + " It would look like this:\n\n"
	}
	return fmt.Sprintf("%s%s (≈%d tokens)\n\n%s\n\nArguments:\n%s\n", note, r.Capability, r.Tokens, clean(r.Tool.Description), indented(r.Tool.InputSchema))
}
