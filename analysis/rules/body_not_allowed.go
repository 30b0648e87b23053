package rules

import (
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// BodyNotAllowed reports an input in the body of a request that has none.
var BodyNotAllowed = &Rule{
	Code:     "body-not-allowed",
	Title:    "body input on GET or DELETE",
	Severity: diagnostic.Error,
	Doc: doc(
		"An input says `in: body`, but the capability's method is GET or DELETE.",
		"A GET request has no body, and most servers ignore the body of a DELETE request: what the agent gave would be lost.",
		"Send the input in the query, or correct the method. Where an API does read the body of a DELETE request, say how it is encoded: `encoding: json` on the capability.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      status: {type: string, in: body, description: Only orders in this state}
` + examplePermissions,
	Good: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      status: {type: string, in: query, description: Only orders in this state}
` + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		method := c.Method.Value
		if method != "GET" && (method != "DELETE" || deleteHasBody(p, c)) {
			return
		}
		for _, in := range c.Inputs {
			if in.In.Or("") != "body" || c.Template.Has(in.Name) {
				continue
			}
			d := p.Report(in.In.Span, "inputs."+in.Name, "body parameters are not supported for %s requests", method)
			if method == "DELETE" {
				d.Message += "; where this API does read one, expected encoding: on the capability"
			}
			fix(d, true, "send it in the query", p.edit().replace(in.In.Span, "query")...)
			if method == "DELETE" {
				fix(d, true, "add encoding: json", p.edit().addEntry(c.Node, "permission", "encoding", "json")...)
			}
		}
	},
}

// deleteHasBody reports whether the file or the linked document says that the
// API reads the body of a DELETE request.
func deleteHasBody(p *Pass, c *declaration.Capability) bool {
	_, said := p.Declaration.BodyEncoding(c)
	return said || p.Operation != nil && p.Operation.HasBody
}
