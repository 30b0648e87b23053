package invoke

import (
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
)

// rulings remembers what the rules in force say about the names of tools, whatever
// the arguments. It begins anew with other rules, which are immutable themselves.
type rulings struct{ current atomic.Pointer[rulingsOf] }

type rulingsOf struct {
	rules   *Rules
	allowed sync.Map // plans by name
}

// of returns the beginning of a plan: what does not depend on the arguments.
func (v *rulings) of(rules *Rules, name string) (plan, *Failure) {
	current := v.current.Load()
	if current == nil || current.rules != rules {
		current = &rulingsOf{rules: rules}
		v.current.Store(current)
	}
	if p, ok := current.allowed.Load(name); ok {
		return p.(plan), nil
	}
	p, failure := judge(rules, name)
	if failure == nil {
		current.allowed.Store(p.capability.Name.Value, p)
	}
	return p, failure
}

// judge asks every declaration in force about a name.
func judge(rules *Rules, name string) (plan, *Failure) {
	p := plan{service: rules.Base.Service.Name.Or("The API"), perHour: -1}
	for _, d := range append([]*declaration.Declaration{rules.Base}, rules.Also...) {
		decision := decide.Name(d, name, rules.Filters)
		if !decision.Allowed {
			return p, deniedFailure(decision, rules)
		}
		p.asks = p.asks || decision.AsksConsent
		if declaration.TierRank(decision.Tier) >= declaration.TierRank(p.tier) {
			p.tier = decision.Tier
		}
		if n, ok := perHour(decision.Capability); ok && (p.perHour < 0 || n < p.perHour) {
			p.perHour = n
		}
		if d == rules.Base {
			p.capability = decision.Capability
		}
	}
	return p, nil
}

// perHour returns the smallest hourly limit of a capability. One that cannot be
// read allows nothing.
func perHour(c *declaration.Capability) (limit int, limited bool) {
	for _, b := range c.Bounds() {
		if b.Kind != declaration.MaxPerHour {
			continue
		}
		n := int64(0)
		if number, ok := b.Value.(json.Number); ok {
			if i, err := number.Int64(); err == nil && i > 0 {
				n = min(i, 1<<30)
			}
		}
		if !limited || int(n) < limit {
			limit = int(n)
		}
		limited = true
	}
	return limit, limited
}

// deniedFailure names the tool that may not be called, and why.
func deniedFailure(d decide.Decision, rules *Rules) *Failure {
	if d.Reason.Rule == decide.RuleDeclared {
		f := &Failure{
			Kind: NotFound, Message: fmt.Sprintf("There is no tool %q.", shorten(d.Name, 100)),
			Hint: "Call only tools that are listed.",
		}
		var names []string
		for _, c := range decide.Callable(rules.Base, rules.Filters) {
			names = append(names, c.Name.Value)
		}
		if near, ok := source.Nearest(d.Name, names); ok {
			f.Hint = fmt.Sprintf("Did you mean %q? Call only tools that are listed.", near)
		}
		return f
	}
	return &Failure{
		Kind: Forbidden, Message: d.Reason.Text,
		Hint: "Do not try another way. Only the operator can change this, in the declaration or at launch.",
	}
}
