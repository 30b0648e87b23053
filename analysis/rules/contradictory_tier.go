package rules

import (
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// ContradictoryTier reports a tier that is not the capability's own permission.
var ContradictoryTier = &Rule{
	Code:     "contradictory-tier",
	Title:    "tier contradicts the capability's permission",
	Severity: diagnostic.Error,
	Doc: doc(
		"`permissions` lists a capability under another tier than its own `permission` says.",
		"The stricter one holds until this is settled, but one of the two is not what its author meant.",
		"Move the name to the right list, or correct the capability's `permission`.",
	),
	Bad: exampleService + exampleCapabilities + `  - name: create_order
    description: Place an order for a customer
    method: POST
    path: /orders
    permission: write
    consent_required: true
  - name: cancel_order
    description: Cancel an order that was not sent yet
    method: POST
    path: /orders/cancel
    permission: write
    consent_required: true
permissions:
  read: [list_orders, create_order]
  write: [cancel_order]
`,
	Good: exampleService + exampleCapabilities + `  - name: create_order
    description: Place an order for a customer
    method: POST
    path: /orders
    permission: write
    consent_required: true
  - name: cancel_order
    description: Cancel an order that was not sent yet
    method: POST
    path: /orders/cancel
    permission: write
    consent_required: true
permissions:
  read: [list_orders]
  write: [cancel_order, create_order]
`,
	File: func(p *Pass) {
		permissions := p.Declaration.Permissions
		if permissions == nil {
			return
		}
		for _, tier := range permissions.Tiers {
			for _, n := range tier.Names {
				indices := p.Index.ByName[n.Value]
				if tier.Name == "forbidden" || len(indices) == 0 {
					continue
				}
				c := p.Declaration.Capabilities[indices[0]]
				own := c.Permission.Or(tier.Name)
				if own == tier.Name || declaration.TierRank(own) < 0 || len(listed(permissions, n.Value)) > 1 {
					continue
				}
				d := p.Report(n.Span, "permissions."+tier.Name, "%s is listed under %s, but its permission is %s", quote(n.Value), tier.Name, own)
				d.Related = []diagnostic.Related{{Span: c.Permission.Span, Message: "permission " + own + " stands here"}}
				move := func() { fix(d, true, "move it to "+own, p.edit().moveName(permissions, tier, own, n)...) }
				stricter := declaration.TierRank(own) > declaration.TierRank(tier.Name)
				if stricter { // the way that keeps the stricter one comes first
					move()
				}
				fix(d, true, "change its permission to "+tier.Name, p.edit().replace(c.Permission.Span, tier.Name)...)
				if !stricter {
					move()
				}
			}
		}
	},
}
