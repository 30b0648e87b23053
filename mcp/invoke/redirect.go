package invoke

import (
	"io"
	"net/http"
	"net/url"
	"strings"
)

const maxRedirects = 5

// follow sends a request and lets a GET go on to the same scheme, host and port,
// five times at most. Everything else ends with the redirect itself as the answer:
// following would carry the credentials or the body somewhere the declaration does
// not name.
func follow(transport http.RoundTripper, req *http.Request) (*http.Response, error) {
	for hops := 0; ; hops++ {
		resp, err := transport.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		next := redirected(req, resp)
		if next == nil || hops == maxRedirects {
			return resp, nil
		}
		// So that the connection can be used again.
		_, _ = io.CopyN(io.Discard, resp.Body, 2<<10)
		_ = resp.Body.Close()
		req = next
	}
}

// redirected returns the request that a response asks for and that may be made; or nil.
func redirected(req *http.Request, resp *http.Response) *http.Request {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil
	}
	location := resp.Header.Get("Location")
	if location == "" || req.Method != http.MethodGet {
		return nil
	}
	to, err := req.URL.Parse(location)
	if err != nil || to.User != nil || !sameOrigin(req.URL, to) {
		return nil
	}
	next := req.Clone(req.Context())
	next.URL = to
	return next
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
