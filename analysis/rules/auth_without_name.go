package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// AuthWithoutName reports an API key for the query or a cookie that has no name there.
var AuthWithoutName = &Rule{
	Code:     "auth-without-name",
	Title:    "API key in query or cookie without a name",
	Severity: diagnostic.Error,
	Absence:  true,
	Doc: doc(
		"`service.auth` says `in: query` or `in: cookie`, but not under which `name` the key is sent.",
		"There is no usual name for it, so no request can be built.",
		"Add `name:` with the parameter's name from the API's documentation, as in `name: api_key`.",
	),
	Bad: `version: "1.0"
service:
  name: Shop
  description: Orders of an online shop
  base_url: https://api.shop.example/v1
  auth:
    type: api_key
    in: query
` + exampleCapabilities + examplePermissions,
	Good: `version: "1.0"
service:
  name: Shop
  description: Orders of an online shop
  base_url: https://api.shop.example/v1
  auth:
    type: api_key
    in: query
    name: api_key
` + exampleCapabilities + examplePermissions,
	File: func(p *Pass) {
		auth := p.Declaration.Service.Auth
		if auth.Kind() != "api_key" || auth.In.Value != "query" && auth.In.Value != "cookie" || auth.Name.Present {
			return
		}
		p.Report(auth.In.Span, "service.auth.name", "an API key in the %s needs a name; expected name: with the parameter's name", auth.In.Value)
	},
}
