package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/request"
)

// MalformedAuthHeader reports an auth header that cannot be sent.
var MalformedAuthHeader = &Rule{
	Code:     "malformed-auth-header",
	Title:    "auth header cannot be sent",
	Severity: diagnostic.Error,
	Doc: doc(
		"`service.auth.header` is no legal header name or is one that steers the connection, or `service.auth.prefix` has characters that no header can carry.",
		"Every request would fail, or reach another host than the declared one.",
		"Write the header's bare name, as in `X-API-Key`, and a prefix of plain letters.",
	),
	Bad: `version: "1.0"
service:
  name: Shop
  description: Orders of an online shop
  base_url: https://api.shop.example/v1
  auth:
    type: api_key
    header: "X-API-Key:"
` + exampleCapabilities + examplePermissions,
	Good: `version: "1.0"
service:
  name: Shop
  description: Orders of an online shop
  base_url: https://api.shop.example/v1
  auth:
    type: api_key
    header: "X-API-Key"
` + exampleCapabilities + examplePermissions,
	File: func(p *Pass) {
		auth := p.Declaration.Service.Auth
		if auth == nil {
			return
		}
		header, path := auth.Header, "service.auth.header"
		if !header.Present && auth.Name.Present && auth.HeaderName() == auth.Name.Value {
			header, path = auth.Name, "service.auth.name"
		}
		switch name := header.Or(""); {
		case name == "":
		case !request.ValidHeaderName(name):
			d := p.Report(header.Span, path, "%s is no legal header name; expected letters, digits and hyphens", quote(name))
			if legal := legalHeaderName(name); legal != "" {
				fix(d, false, "write "+legal, p.edit().replace(header.Span, legal)...)
			}
		case steersConnection(name):
			p.Report(header.Span, path, "the header %s steers the connection and cannot carry a key; expected one such as Authorization or X-API-Key", quote(name))
		}
		if prefix := auth.Prefix.Or(""); strings.ContainsFunc(prefix, func(r rune) bool { return r < ' ' || r > '~' }) {
			p.Report(auth.Prefix.Span, "service.auth.prefix", "auth prefix %s has characters that no header can carry; expected plain ASCII", quote(prefix))
		}
	},
}

func steersConnection(name string) bool {
	switch name = strings.ToLower(name); name {
	case "host", "content-length", "content-type", "transfer-encoding", "connection", "upgrade", "te", "trailer", "keep-alive", "expect":
		return true
	}
	return strings.HasPrefix(name, "proxy-")
}
