// Package decide answers whether a call may happen, and which line of the
// declaration says so. The `can` command, hovers, refusals and the audit log all
// print its trace.
package decide

import (
	"fmt"
	"slices"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
)

// The modes of consent.
const (
	ConsentAsk    = "ask"    // the server asks the person
	ConsentClient = "client" // where the server cannot ask, the client's own dialog counts
	ConsentDeny   = "deny"   // tools that need consent are not offered
)

// Filters are the operator's choices at launch. The zero value restricts nothing.
type Filters struct {
	Tier    string   // highest tier allowed: read, write or admin; "" for all
	Only    []string // names to keep; empty for all
	Exclude []string // names to leave out
	Consent string   // ConsentAsk, ConsentClient or ConsentDeny; "" is ConsentAsk
}

// The rules of a trace, in the order in which they are asked.
const (
	RuleDeclared  = "declared"
	RuleForbidden = "forbidden"
	RuleFilter    = "filter"
	RuleTier      = "tier"
	RuleConsent   = "consent"
	RuleLimits    = "limits"
)

// The outcomes of a step.
const (
	Allow = "allow"
	Deny  = "deny"
	Ask   = "ask"
	Note  = "note"
)

// Step is what one rule says.
type Step struct {
	Rule    string
	Outcome string      // Allow, Deny, Ask or Note
	Text    string      // one sentence for people, with a period
	Span    source.Span // the place in the declaration that says so, of any piece; zero for none
}

// Decision is the verdict on one call. A denied one ends with the step that denies.
type Decision struct {
	Name        string                  // "" when a route has no name
	Capability  *declaration.Capability // nil when undeclared
	Allowed     bool
	AsksConsent bool
	Tier        string // effective; "" when undeclared
	Steps       []Step
	Reason      Step // the one that decides
}

// Capability decides about a declared capability.
func Capability(d *declaration.Declaration, c *declaration.Capability, f Filters) Decision {
	t := &trace{d: d, c: c, f: f, decision: Decision{Name: c.Name.Value, Capability: c, Tier: d.Tier(c), Allowed: true}}
	for _, rule := range []func(){t.declared, t.forbidden, t.filter, t.tier, t.consent, t.limits} {
		rule()
		if !t.decision.Allowed {
			break
		}
	}
	return t.decision
}

// Name decides about a capability by name, declared or not.
func Name(d *declaration.Declaration, name string, f Filters) Decision {
	if c := d.Capability(name); c != nil {
		return Capability(d, c, f)
	}
	step := Step{RuleDeclared, Deny, fmt.Sprintf("No capability is named %q.", name), d.CapabilitiesKey.Key}
	if near, ok := source.Nearest(name, names(d)); ok {
		step.Text += fmt.Sprintf(" Did you mean %q?", near)
	}
	return undeclared(d, name, step)
}

// undeclared denies what no capability declares. Where permissions.forbidden lists
// the name, that is the line that decides.
func undeclared(d *declaration.Declaration, name string, step Step) Decision {
	decision := Decision{Name: name, Steps: []Step{step}, Reason: step}
	if entry, ok := d.Permissions.Forbidden(name); ok {
		decision.Reason = Step{RuleForbidden, Deny, fmt.Sprintf("%q is listed in permissions.forbidden.", name), entry.Span}
		decision.Steps = append(decision.Steps, decision.Reason)
	}
	return decision
}

// Callable returns the capabilities that may be called, in file order; of several
// with one name the first.
func Callable(d *declaration.Declaration, f Filters) []*declaration.Capability {
	var list []*declaration.Capability
	seen := make(map[string]bool, len(d.Capabilities))
	for _, c := range d.Capabilities {
		if name := c.Name.Value; name != "" && !seen[name] && Capability(d, c, f).Allowed {
			list = append(list, c)
		}
		seen[c.Name.Value] = true
	}
	return list
}

// Unknown returns the names in Only and Exclude that no capability has, which are
// probably misspelt.
func (f Filters) Unknown(d *declaration.Declaration) []string {
	known := names(d)
	return slices.DeleteFunc(slices.Concat(f.Only, f.Exclude), func(name string) bool { return slices.Contains(known, name) })
}

func names(d *declaration.Declaration) []string {
	var list []string
	for _, c := range d.Capabilities {
		if c.Name.Value != "" {
			list = append(list, c.Name.Value)
		}
	}
	return list
}
