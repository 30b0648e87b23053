package request

import (
	"net/url"
	"strings"
)

// base returns scheme, host, port and path prefix, without a slash at the end.
func (b *builder) base() string {
	l := b.d.Service.BaseURL
	declared, complaint := parseBase(l.Value)
	if complaint != "" {
		b.refuse(nil, l.Span, "", "service.base_url %s.", complaint)
		return ""
	}
	prefix := strings.TrimRight(declared.EscapedPath(), "/")
	if b.o.BaseURL == "" {
		return origin(declared) + prefix
	}
	given, complaint := parseBase(b.o.BaseURL)
	if complaint != "" {
		b.refuse(nil, l.Span, "", "--base-url %s.", complaint)
		return ""
	}
	if p := strings.TrimRight(given.EscapedPath(), "/"); p != "" && p != prefix {
		b.refuse(nil, l.Span, "", "--base-url replaces the origin only, got the path %s. Write %s.", show(p), origin(given))
	}
	return origin(given) + prefix
}

func origin(u *url.URL) string { return strings.ToLower(u.Scheme) + "://" + u.Host }

// parseBase reads a base URL; complaint says what is wrong with it. What may hold
// a password is not repeated.
func parseBase(text string) (u *url.URL, complaint string) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "" || !isHTTP(u.Scheme):
		return nil, "must be an absolute http or https URL"
	case u.User != nil:
		return nil, "must not hold a user or password"
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(text, "#"):
		return nil, "must not have a query or fragment"
	}
	return u, ""
}

func isHTTP(scheme string) bool {
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")
}
