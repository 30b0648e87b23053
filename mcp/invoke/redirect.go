package invoke

import (
	"net/http"
	"net/url"
	"strings"
)

const maxRedirects = 5

// checkRedirect lets a GET go on to the same scheme, host and port, five times at
// most. Everything else ends with the redirect itself as the answer: following
// would carry the credentials or the body somewhere the declaration does not name.
func checkRedirect(req *http.Request, via []*http.Request) error {
	first := via[0]
	// Go names the page before in Referer, and a query may hold the secret.
	req.Header.Del("Referer")
	if first.Method != http.MethodGet || len(via) > maxRedirects || req.URL.User != nil || !sameOrigin(first.URL, req.URL) {
		return http.ErrUseLastResponse
	}
	return nil
}

func sameOrigin(a, b *url.URL) bool {
	return strings.EqualFold(a.Scheme, b.Scheme) && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

func port(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case strings.EqualFold(u.Scheme, "https"):
		return "443"
	}
	return "80"
}
