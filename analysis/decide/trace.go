package decide

import (
	"fmt"
	"slices"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
)

// trace asks one rule after the other about a declared capability.
type trace struct {
	d        *declaration.Declaration
	c        *declaration.Capability
	f        Filters
	decision Decision
}

// add records a step. A step that denies ends the trace; of the others, the
// gravest decides: consent before the tier.
func (t *trace) add(rule, outcome string, span source.Span, format string, args ...any) {
	step := Step{rule, outcome, fmt.Sprintf(format, args...), span}
	t.decision.Steps = append(t.decision.Steps, step)
	switch {
	case outcome == Deny:
		t.decision.Allowed = false
		t.decision.Reason = step
	case outcome == Ask:
		t.decision.AsksConsent = true
		t.decision.Reason = step
	case rule == RuleTier:
		t.decision.Reason = step
	}
}

func (t *trace) declared() {
	span := t.c.Name.Span
	if !t.c.Name.Present && t.c.Node != nil {
		span = t.c.Node.Span
	}
	t.add(RuleDeclared, Allow, span, "%q is declared: %s %s.", t.c.Name.Value, t.c.Method.Value, t.c.Path.Value)
}

func (t *trace) forbidden() {
	if entry, ok := t.d.Permissions.Forbidden(t.c.Name.Value); ok {
		t.add(RuleForbidden, Deny, entry.Span, "%q is listed in permissions.forbidden.", t.c.Name.Value)
	}
}

func (t *trace) filter() {
	name := t.c.Name.Value
	switch {
	case slices.Contains(t.f.Exclude, name):
		t.add(RuleFilter, Deny, source.Span{}, "--exclude names %q.", name)
	case len(t.f.Only) > 0 && !slices.Contains(t.f.Only, name):
		t.add(RuleFilter, Deny, source.Span{}, "--only does not name %q.", name)
	case len(t.f.Only) > 0:
		t.add(RuleFilter, Allow, source.Span{}, "--only names %q.", name)
	}
}

func (t *trace) tier() {
	why, span := t.tierSource()
	tier := t.decision.Tier
	if t.f.Tier != "" && declaration.TierRank(tier) > declaration.TierRank(t.f.Tier) {
		t.add(RuleTier, Deny, span, "It needs %s, %s; --permission allows no more than %s.", tier, why, t.f.Tier)
		return
	}
	t.add(RuleTier, Allow, span, "It needs %s, %s.", tier, why)
}

// tierSource says which line makes the tier what it is: the capability's own
// permission, or a stricter list.
func (t *trace) tierSource() (why string, span source.Span) {
	c, tier := t.c, t.decision.Tier
	own := c.Permission.Valid && declaration.TierRank(c.Permission.Value) >= 0
	if own && c.Permission.Value == tier {
		return "as its permission says", c.Permission.Span
	}
	for _, list := range t.d.Permissions.Of(c.Name.Value) {
		if entry, ok := list.Entry(c.Name.Value); ok && list.Name == tier {
			if own {
				return fmt.Sprintf("since permissions.%s lists it, which is stricter than its permission %s", tier, c.Permission.Value), entry.Span
			}
			return fmt.Sprintf("since permissions.%s lists it", tier), entry.Span
		}
	}
	return "since nothing says otherwise", c.Name.Span
}

func (t *trace) consent() {
	if !t.c.ConsentRequired.Value {
		return
	}
	span := t.c.ConsentRequired.Span
	switch t.f.Consent {
	case ConsentDeny:
		t.add(RuleConsent, Deny, span, "It needs consent, and --consent=deny offers no such tools.")
	case ConsentClient:
		t.add(RuleConsent, Ask, span, "A person must agree to each call: asked by the server where the client can show the question, else by the client's own dialog.")
	default:
		t.add(RuleConsent, Ask, span, "A person must agree to each call, asked by the server.")
	}
}

func (t *trace) limits() {
	for _, b := range t.c.Bounds() {
		t.add(RuleLimits, Note, b.Span, "%s.", b.Text())
	}
}
