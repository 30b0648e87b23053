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

// describeCapability is everything about a capability on one page: whether it may
// be called and why, the exact request, and what the agent is told.
func describeCapability(s *analysis.Snapshot, c *declaration.Capability) string {
	parts := []string{"**" + escapeMarkdown(c.Name.Value) + "** · " + escapeMarkdown(c.Method.Value+" "+c.Path.Value)}
	if c.Description.Value != "" {
		parts = append(parts, escapeMarkdown(c.Description.Value))
	}
	parts = append(parts, verdict(s, c), exactRequest(s, c), agentSees(s, c))
	return strings.Join(parts, "\n\n")
}

// describeUndeclared is about a name in permissions that no capability has.
func describeUndeclared(s *analysis.Snapshot, name string) string {
	return "**" + escapeMarkdown(name) + "**\n\n" + trace(s, decide.Name(s.Declaration, name, decide.Filters{}))
}

// verdict tells whether an agent may call a capability, and which lines say so.
func verdict(s *analysis.Snapshot, c *declaration.Capability) string {
	return trace(s, decide.Capability(s.Declaration, c, decide.Filters{}))
}

func trace(s *analysis.Snapshot, d decide.Decision) string {
	var b strings.Builder
	switch {
	case !d.Allowed:
		b.WriteString("**An agent may not call this.**")
	case d.AsksConsent:
		fmt.Fprintf(&b, "**An agent may call this after a person has agreed**, in the tier `%s`.", d.Tier)
	default:
		fmt.Fprintf(&b, "**An agent may call this**, in the tier `%s`.", d.Tier)
	}
	b.WriteString("\n")
	for _, step := range d.Steps {
		fmt.Fprintf(&b, "\n- %s", escapeMarkdown(step.Text))
		if !step.Span.IsZero() {
			fmt.Fprintf(&b, " (line %d)", s.File.Position(int(s.Tree.Place(step.Span).Start)).Line)
		}
	}
	if d.Allowed && d.AsksConsent {
		b.WriteString("\n\nThe server asks the person where the client can show a question. Elsewhere `usepaso serve --consent=client` leaves it to the client's own dialog.")
	}
	return b.String()
}

// exactRequest shows the request of a call without arguments, placeholders for
// what has no default. Nothing is sent, and no secret is read.
func exactRequest(s *analysis.Snapshot, c *declaration.Capability) string {
	r, problems := request.Preview(s.Declaration, c, request.Options{Operation: s.Operation(c)})
	if len(problems) > 0 {
		var b strings.Builder
		b.WriteString("No request can be built:\n")
		for _, p := range problems {
			fmt.Fprintf(&b, "\n- %s", escapeMarkdown(p.Message))
		}
		return b.String()
	}
	return "Request\n\n" + block("http", r.Text())
}

// agentSees shows the description that the agent gets, and what the tool costs.
func agentSees(s *analysis.Snapshot, c *declaration.Capability) string {
	if !decide.Capability(s.Declaration, c, decide.Filters{}).Allowed {
		return "An agent does not see this tool: it is not offered."
	}
	t := tool.New(s.Declaration, c)
	return fmt.Sprintf("What the agent sees (≈%d tokens)\n\n%s", tokens(t), block("text", t.Description))
}

// tokens estimates what a tool costs a model for as long as it is offered.
func tokens(t *tool.Tool) int {
	raw, err := t.MarshalJSON()
	if err != nil {
		return 0
	}
	return tool.Tokens(raw)
}

// describeInput is everything about an input.
func describeInput(s *analysis.Snapshot, c *declaration.Capability, in *declaration.Input) string {
	kind := in.Type.Or("any value")
	if in.Required.Value {
		kind += ", required"
	}
	text := fmt.Sprintf("**%s** · %s, in the %s", escapeMarkdown(in.Name), escapeMarkdown(kind), c.Location(in))
	if wire, _ := request.WireName(c, in, s.Operation(c)); wire != in.Name {
		text += ", sent as " + code(wire)
	}
	if in.Description.Value != "" {
		text += "\n\n" + escapeMarkdown(in.Description.Value)
	}
	var facts []string
	if in.Default.Valid {
		facts = append(facts, "default "+code(s.Tree.Text(in.Default.Span)))
	}
	if in.Values.Valid {
		var values []string
		for _, span := range in.ValueSpans {
			values = append(values, code(s.Tree.Text(span)))
		}
		facts = append(facts, "one of "+strings.Join(values, ", "))
	}
	for _, b := range boundsOf(c, in) {
		facts = append(facts, fmt.Sprintf("%s %s", b.Kind, code(s.Tree.Text(b.Span))))
	}
	if len(facts) > 0 {
		text += "\n\n- " + strings.Join(facts, "\n- ")
	}
	return text
}

// boundsOf returns the limits that hold for an input's values.
func boundsOf(c *declaration.Capability, in *declaration.Input) []declaration.Bound {
	var list []declaration.Bound
	for _, b := range c.Bounds() {
		for _, other := range b.Inputs {
			if other == in {
				list = append(list, b)
			}
		}
	}
	return list
}
