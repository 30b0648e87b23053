package rules

import (
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// UnguardedWrite reports a capability that changes things with nothing in its way.
var UnguardedWrite = &Rule{
	Code:     "unguarded-write",
	Title:    "write or admin with neither consent nor constraints",
	Severity: diagnostic.Regret,
	Absence:  true,
	Doc: doc(
		"A capability with `permission: write` or `admin` neither asks for consent nor has any constraint.",
		"An agent that misunderstands, or that is misled by what it reads, can call it as often and with whatever values it likes.",
		"Add `consent_required: true`, or limits such as `max_per_hour` and `max_value`.",
	),
	Bad: exampleService + exampleCapabilities + `  - name: create_order
    description: Place an order for a customer
    method: POST
    path: /orders
    permission: write
` + examplePermissions,
	Good: exampleService + exampleCapabilities + `  - name: create_order
    description: Place an order for a customer
    method: POST
    path: /orders
    permission: write
    consent_required: true
` + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		tier := c.Permission.Or("")
		if declaration.TierRank(tier) < declaration.TierRank("write") || c.ConsentRequired.Value || len(c.Bounds()) > 0 ||
			c.ConsentRequired.Present && !c.ConsentRequired.Valid { // what is meant is reported elsewhere
			return
		}
		d := p.Report(c.Permission.Span, "", "%s: %s capability with no constraints. Consider adding rate limits or guardrails", c.Name.Or("unnamed"), tier)
		if c.Method.Or("") != "DELETE" { // there, another finding offers it
			fix(d, true, "require consent", p.edit().requireConsent(c)...)
		}
	},
}
