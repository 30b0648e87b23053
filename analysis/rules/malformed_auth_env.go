package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// MalformedAuthEnv reports an auth.env that no environment variable can be called.
var MalformedAuthEnv = &Rule{
	Code:     "malformed-auth-env",
	Title:    "auth.env is no variable name",
	Severity: diagnostic.Error,
	Doc: doc(
		"`service.auth.env` must be the bare name of an environment variable: letters, digits and underscores, as in `USEPASO_STRIPE`.",
		"Nothing is expanded here: a dollar sign or a value instead of a name leaves the service without its key.",
		"Write the name only, and put the key into the environment or into `.env` beside the file.",
	),
	Bad: `version: "1.0"
service:
  name: Shop
  description: Orders of an online shop
  base_url: https://api.shop.example/v1
  auth:
    type: bearer
    env: ${SHOP_TOKEN}
` + exampleCapabilities + examplePermissions,
	Good: `version: "1.0"
service:
  name: Shop
  description: Orders of an online shop
  base_url: https://api.shop.example/v1
  auth:
    type: bearer
    env: SHOP_TOKEN
` + exampleCapabilities + examplePermissions,
	File: func(p *Pass) {
		auth := p.Declaration.Service.Auth
		if auth == nil || !auth.Env.Valid || auth.Env.Value == "" || isVariable(auth.Env.Value) {
			return
		}
		d := p.Report(auth.Env.Span, "service.auth.env", "auth.env must be the name of an environment variable such as USEPASO_AUTH_TOKEN; got %s", quote(auth.Env.Value))
		if bare := strings.Trim(auth.Env.Value, "${}% "); isVariable(bare) {
			fix(d, false, "write "+bare, p.edit().replace(auth.Env.Span, bare)...)
		}
	},
}

// isVariable reports whether an environment variable can have the name.
func isVariable(name string) bool {
	for i, r := range name {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return name != ""
}
