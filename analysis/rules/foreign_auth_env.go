package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// ForeignAuthEnv reports an auth.env that may be meant for something else.
var ForeignAuthEnv = &Rule{
	Code:     "foreign-auth-env",
	Title:    "auth.env names a variable of something else",
	Severity: diagnostic.Warning,
	Doc: doc(
		"`service.auth.env` names a variable that neither begins with `USEPASO_` nor contains the service's name.",
		"A file from somebody else could pick any secret of your environment, such as `AWS_SECRET_ACCESS_KEY`, and have it sent to its own `base_url`.",
		"Give the key a variable of its own, as in `USEPASO_STRIPE`. Where the name is meant, keep it with an ignore comment.",
	),
	Bad: `version: "1.0"
service:
  name: Shop
  description: Orders of an online shop
  base_url: https://api.shop.example/v1
  auth:
    type: bearer
    env: GITHUB_TOKEN
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
		service := p.Declaration.Service
		if !Foreign(service) {
			return
		}
		env := service.Auth.Env.Value
		p.Report(service.Auth.Env.Span, "service.auth.env",
			"auth.env %s may hold a secret of something else; expected USEPASO_… or a name with %s in it", quote(env), quote(service.Name.Or("the service")))
	},
}

// Foreign reports whether the variable that a service names for its key may hold a
// secret of something else. An ignore comment does not change that.
func Foreign(service *declaration.Service) bool {
	if service.Auth.Kind() == "none" || !service.Auth.Env.Valid {
		return false
	}
	env, name := service.Auth.Env.Value, bareWord(service.Name.Or(""))
	return isVariable(env) && !strings.HasPrefix(env, "USEPASO_") && (name == "" || !strings.Contains(bareWord(env), name))
}

// bareWord is a name in small letters without anything between them.
func bareWord(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 0x7f {
			return r
		}
		return -1
	}, strings.ToLower(name))
}
