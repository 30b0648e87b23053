package rules

import (
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/request"
)

// ForbiddenHeader reports an input that would set a header agents must not set.
var ForbiddenHeader = &Rule{
	Code:     "forbidden-header",
	Title:    "input sets a header that is not the agent's",
	Severity: diagnostic.Error,
	Doc: doc(
		"An input with `in: header` would set `Authorization`, `Host`, `Cookie`, `Content-Length`, another header that steers the connection, or the header that `service.auth` declares.",
		"An agent could replace the API key, or send the request somewhere else.",
		"Remove the input. The key is set by `service.auth` alone.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      status: {type: string, description: Only orders in this state}
      authorization: {type: string, in: header, description: The key to use}
` + examplePermissions,
	Good: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      status: {type: string, description: Only orders in this state}
` + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		for _, in := range c.Inputs {
			name, place := headerName(c, in)
			if name == "" || !request.ForbiddenHeader(p.Declaration, name) {
				continue
			}
			d := p.Report(place, "inputs."+in.Name, "input %s would set the header %s, which an agent must never set", quote(in.Name), quote(name))
			fix(d, true, "remove the input", p.edit().removeEntry(c.InputsKey.Value, in.Name)...)
		}
	},
}
