package request

import (
	"net/url"
	"strings"
)

// base returns scheme, host, port and path prefix, without a slash at the end.
func (b *builder) base() string {
	l := b.d.Service.BaseURL
	declared := bases.get(l.Value, parseBase)
	if declared.complaint != "" {
		b.refuse(nil, l.Span, "", "service.base_url %s.", declared.complaint)
		return ""
	}
	if b.o.BaseURL == "" {
		return declared.origin + declared.prefix
	}
	given := bases.get(b.o.BaseURL, parseBase)
	if given.complaint != "" {
		b.refuse(nil, l.Span, "", "--base-url %s.", given.complaint)
		return ""
	}
	if p := given.prefix; p != "" && p != declared.prefix {
		b.refuse(nil, l.Span, "", "--base-url replaces the origin only, got the path %s. Write %s.", show(p), given.origin)
	}
	return given.origin + declared.prefix
}

// baseURL is a base URL in its parts.
type baseURL struct {
	origin    string // scheme, host and port
	prefix    string // of all paths, without a slash at the end
	complaint string // what is wrong with it, without what may hold a password; "" for nothing
}

var bases kept[baseURL]

func parseBase(text string) baseURL {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "" || !isHTTP(u.Scheme):
		return baseURL{complaint: "must be an absolute http or https URL"}
	case u.User != nil:
		return baseURL{complaint: "must not hold a user or password"}
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(text, "#"):
		return baseURL{complaint: "must not have a query or fragment"}
	}
	return baseURL{origin: strings.ToLower(u.Scheme) + "://" + u.Host, prefix: strings.TrimRight(u.EscapedPath(), "/")}
}

func isHTTP(scheme string) bool {
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")
}
