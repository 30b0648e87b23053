package rules

import (
	"unicode/utf8"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// minDescription is how many characters a description needs to be of use.
const minDescription = 10

// ShortDescription reports a description that tells an agent next to nothing.
var ShortDescription = &Rule{
	Code:     "short-description",
	Title:    "description under 10 characters",
	Severity: diagnostic.Regret,
	Doc: doc(
		"A capability's `description` has fewer than 10 characters.",
		"It is all that an agent has to choose the right tool by.",
		"Say what the capability does and to what, as in `Refund a charge`.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: Orders
    method: GET
    path: /orders
    permission: read
` + examplePermissions,
	Good: exampleService + exampleCapabilities + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		n := utf8.RuneCountInString(c.Description.Value)
		if c.Description.Valid && n > 0 && n < minDescription {
			p.Report(c.Description.Span, "description", "%s: description is very short (%d chars). Agents need clear descriptions to use tools correctly", c.Name.Or("unnamed"), n)
		}
	},
}
