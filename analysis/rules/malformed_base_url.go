package rules

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// MalformedBaseURL reports a base_url that requests cannot be built on.
var MalformedBaseURL = &Rule{
	Code:     "malformed-base-url",
	Title:    "base_url is no usable address",
	Severity: diagnostic.Error,
	Doc: doc(
		"`service.base_url` must be an absolute http or https address with nothing behind its path: no query, no fragment, no user or password, no placeholders.",
		"Every request is this address with a capability's path behind it. A query or a fragment would swallow that path, and a password written here goes to everyone who gets the file.",
		"Write scheme, host and path prefix only, as in `https://api.stripe.com/v1`. Credentials belong into an environment variable, see `service.auth`.",
	),
	Bad: `version: "1.0"
service:
  name: Shop
  description: Orders of an online shop
  base_url: api.shop.example/v1
` + exampleCapabilities + examplePermissions,
	Good: exampleService + exampleCapabilities + examplePermissions,
	File: func(p *Pass) {
		base := p.Declaration.Service.BaseURL
		if !base.Valid || base.Value == "" {
			return
		}
		for _, b := range baseURLProblems(base.Value) {
			place, _ := p.edit().part(base.Span, base.Value, b.start, b.end)
			d := p.Report(place, "service.base_url", "service.base_url must be a valid URL; %s", b.message)
			if b.title != "" {
				fix(d, b.unsafe, b.title, p.edit().rewrite(base.Span, base.Value, b.start, b.end, b.with)...)
			}
		}
	},
}

// urlProblem is a part of a base_url that does not belong, and what to write instead.
type urlProblem struct {
	start, end  int // bytes of the value
	message     string
	title, with string // of the fix; no title for none
	unsafe      bool
}

func baseURLProblems(value string) []urlProblem {
	if trimmed := strings.TrimSpace(value); trimmed != value {
		return []urlProblem{{end: len(value), message: "expected no blanks around it", title: "remove the blanks", with: trimmed}}
	}
	if open := strings.IndexByte(value, '{'); open >= 0 {
		end := min(open+1+strings.IndexByte(value[open:]+"}", '}'), len(value))
		return []urlProblem{{
			start: open, end: end,
			message: "placeholders are not filled in here, got " + quote(value[open:end]) + ": write the address out",
		}}
	}
	scheme, rest, found := strings.Cut(value, "://")
	switch {
	case !found:
		return []urlProblem{withoutScheme(value)}
	case !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "http"):
		return []urlProblem{{end: len(scheme), message: "expected https or http, got " + quote(scheme)}}
	}
	var problems []urlProblem
	start := len(scheme) + len("://")
	authority := rest[:strings.IndexAny(rest+"/", "/?#")]
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		problems = append(problems, urlProblem{
			start: start, end: start + at + 1, unsafe: true,
			message: "user and password belong into the environment, not into the file", title: "remove user and password",
		})
	}
	problems = append(problems, tailProblems(value)...)
	if len(problems) > 0 {
		return problems
	}
	u, err := url.Parse(value)
	if err == nil && u.Hostname() != "" && validPort(u.Port()) && !strings.ContainsAny(u.Host, ` \"<>`) {
		return nil
	}
	return []urlProblem{{end: len(value), message: "expected one such as \"https://api.example.com/v1\", got " + quote(value)}}
}

// withoutScheme puts the scheme in front that the host asks for.
func withoutScheme(value string) urlProblem {
	host := strings.TrimLeft(value, "/")
	p := urlProblem{end: len(value), message: "expected an absolute address such as \"https://api.example.com/v1\", got " + quote(value)}
	u, err := url.Parse("https://" + host)
	if err != nil || !strings.ContainsAny(u.Hostname(), ".:") && u.Hostname() != "localhost" || strings.HasPrefix(u.Hostname(), ".") {
		return p
	}
	p.with = "https://" + host
	if declaration.HostReach(u.Hostname()) == declaration.Loopback {
		p.with = "http://" + host
	}
	p.title = "write " + quote(p.with)
	return p
}

// tailProblems finds a query and a fragment.
func tailProblems(value string) []urlProblem {
	var problems []urlProblem
	end := len(value)
	if i := strings.IndexByte(value, '#'); i >= 0 {
		problems = append(problems, urlProblem{
			start: i, end: end, unsafe: true,
			message: "a fragment cannot stand in front of the capabilities' paths", title: "remove the fragment",
		})
		end = i
	}
	if i := strings.IndexByte(value[:end], '?'); i >= 0 {
		problems = append(problems, urlProblem{
			start: i, end: end, unsafe: true,
			message: "a query cannot stand in front of the capabilities' paths", title: "remove the query",
		})
	}
	return problems
}

func validPort(port string) bool {
	n, err := strconv.Atoi(port)
	return port == "" || err == nil && n > 0 && n < 1<<16
}
