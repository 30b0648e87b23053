package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// UndescribedInput reports an input that agents must guess the meaning of.
var UndescribedInput = &Rule{
	Code:     "undescribed-input",
	Title:    "input without a description",
	Severity: diagnostic.Regret,
	Absence:  true,
	Doc: doc(
		"An input has no `description`.",
		"An agent sees its name and type only. Whether an amount is in cents, or which form an identifier has, it must guess.",
		"Describe what the value means, with an example where its form matters: `The charge ID (e.g. ch_1234)`.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      limit: {type: integer}
` + examplePermissions,
	Good: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      limit: {type: integer, description: How many orders to return}
` + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		for _, in := range c.Inputs {
			if in.Node != nil && (!in.Description.Present || in.Description.Valid && strings.TrimSpace(in.Description.Value) == "") {
				p.Report(in.Key, "inputs."+in.Name, "%s: input %s has no description. Agents need to know what to put there", c.Name.Or("unnamed"), quote(in.Name))
			}
		}
	},
}
