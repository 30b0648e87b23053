package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// InsecureBaseURL reports a base_url without encryption.
var InsecureBaseURL = &Rule{
	Code:     "insecure-base-url",
	Title:    "base_url uses http",
	Severity: diagnostic.Warning,
	Doc: doc(
		"`service.base_url` begins with `http://` and does not point to this machine.",
		"Requests and answers, and the API key with them, can be read and changed by anyone on the way.",
		"Write `https://`. Nearly every API answers there.",
	),
	Bad: `version: "1.0"
service:
  name: Shop
  description: Orders of an online shop
  base_url: http://api.shop.example/v1
` + exampleCapabilities + examplePermissions,
	Good: exampleService + exampleCapabilities + examplePermissions,
	File: func(p *Pass) {
		host, _ := baseHost(p)
		base, scheme := p.Declaration.Service.BaseURL, len("http://")
		if host == "" || !strings.EqualFold(base.Value[:scheme], "http://") || declaration.HostReach(host) == declaration.Loopback {
			return
		}
		place, _ := p.edit().part(base.Span, base.Value, 0, scheme)
		d := p.Report(place, "service.base_url", "base_url uses http://. Consider https:// to protect auth tokens in transit")
		fix(d, true, "use https://", p.edit().rewrite(base.Span, base.Value, 0, scheme, "https://")...)
	},
}
