package rules

import (
	"net/url"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// LinkLocalBaseURL reports a base_url that reaches a machine's metadata service.
var LinkLocalBaseURL = &Rule{
	Code:     "link-local-base-url",
	Title:    "base_url is a link-local or metadata address",
	Severity: diagnostic.Error,
	Doc: doc(
		"`service.base_url` points to a link-local address or to a cloud's metadata service, such as `169.254.169.254` or `metadata.google.internal`, in whatever way the address is spelled.",
		"Such services hand out the credentials of the machine that asks. An agent must never be able to ask them, so requests there are refused whatever the file says.",
		"Write the address of the API itself.",
	),
	Bad: `version: "1.0"
service:
  name: Shop
  description: Orders of an online shop
  base_url: https://169.254.169.254/latest
` + exampleCapabilities + examplePermissions,
	Good: exampleService + exampleCapabilities + examplePermissions,
	File: func(p *Pass) {
		if host, place := baseHost(p); host != "" && declaration.HostReach(host) == declaration.LinkLocal {
			p.Report(place, "service.base_url", "base_url points to %s, a link-local or metadata address; requests there are always refused", quote(host))
		}
	},
}

// baseHost returns the host of a usable base_url and its place, or "".
func baseHost(p *Pass) (host string, place source.Span) {
	base := p.Declaration.Service.BaseURL
	if !base.Valid || len(baseURLProblems(base.Value)) > 0 {
		return "", place
	}
	u, err := url.Parse(base.Value)
	if err != nil {
		return "", place
	}
	start := strings.Index(base.Value, "://") + len("://")
	end := start + len(strings.TrimSuffix(u.Host, ":"+u.Port()))
	place, _ = p.edit().part(base.Span, base.Value, start, end)
	return u.Hostname(), place
}
