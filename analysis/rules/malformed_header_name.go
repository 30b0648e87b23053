package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/request"
	"github.com/usepaso/usepaso/analysis/source"
)

// MalformedHeaderName reports a header input whose name HTTP does not allow.
var MalformedHeaderName = &Rule{
	Code:     "malformed-header-name",
	Title:    "illegal header name",
	Severity: diagnostic.Error,
	Doc: doc(
		"An input with `in: header` has a name that no HTTP header can have: header names are letters, digits and a few signs such as `-`, without blanks and colons.",
		"Such a request cannot be sent.",
		"Correct the name, or keep it for the agent and give the header's own name with `as:`.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      request_id: {type: string, in: header, as: "X-Request-Id:", description: Your number for this call}
` + examplePermissions,
	Good: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      request_id: {type: string, in: header, as: "X-Request-Id", description: Your number for this call}
` + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		for _, in := range c.Inputs {
			name, place := headerName(c, in)
			if name == "" || request.ValidHeaderName(name) {
				continue
			}
			d := p.Report(place, "inputs."+in.Name, "%s is no legal header name; expected letters, digits and hyphens", quote(name))
			if legal := legalHeaderName(name); legal != "" && place == in.As.Span {
				fix(d, false, "write "+legal, p.edit().replace(place, legal)...)
			}
		}
	},
}

// headerName returns the header that an input sets with the place of its name, or "".
func headerName(c *declaration.Capability, in *declaration.Input) (string, source.Span) {
	switch {
	case in.Node == nil || c.Location(in) != "header":
		return "", source.Span{}
	case in.As.Valid && in.As.Value != "":
		return in.As.Value, in.As.Span
	}
	return in.Name, in.Key
}

// legalHeaderName drops what people write around a header's name, or returns "".
func legalHeaderName(name string) string {
	legal := strings.Join(strings.Fields(strings.TrimRight(strings.TrimSpace(name), ":")), "-")
	if legal == name || !request.ValidHeaderName(legal) {
		return ""
	}
	return legal
}
