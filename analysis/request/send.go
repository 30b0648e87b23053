package request

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// HTTP returns the request ready to be sent, with the secret in its place; ""
// sends none. It is the only place where a secret enters; errors never hold it.
func (r *Request) HTTP(ctx context.Context, secret string) (*http.Request, error) {
	if len(r.Missing) > 0 {
		return nil, fmt.Errorf("cannot send the request: no value for %s", strings.Join(r.Missing, ", "))
	}
	var body io.Reader
	if r.Body != nil {
		body = bytes.NewReader(r.Body)
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, body)
	if err != nil {
		return nil, fmt.Errorf("make the request: %w", err)
	}
	for _, f := range r.Header {
		req.Header.Set(f.Name, f.Value)
	}
	if secret == "" || r.Auth.In == "" {
		return req, nil
	}
	value, err := r.Auth.value(secret)
	if err != nil {
		return nil, err
	}
	switch r.Auth.In {
	case "query":
		req.URL.RawQuery = joinQuery(req.URL.RawQuery, escape(r.Auth.Name, unreserved)+"="+escape(value, unreserved))
	case "cookie":
		req.Header.Set("Cookie", r.Auth.Name+"="+value)
	default:
		req.Header.Set(r.Auth.Name, value)
	}
	return req, nil
}

// value returns what is sent for the secret.
func (a Auth) value(secret string) (string, error) {
	if !isText(secret) {
		return "", fmt.Errorf("the secret in %s holds control characters", a.Variable)
	}
	if a.In == "cookie" && strings.ContainsAny(secret, "; ,\"\\") {
		return "", fmt.Errorf("the secret in %s holds characters that a cookie cannot carry", a.Variable)
	}
	if a.Kind == "basic" {
		if !strings.Contains(secret, ":") {
			return "", errors.New("basic auth needs user:password in " + a.Variable)
		}
		secret = base64.StdEncoding.EncodeToString([]byte(secret))
	}
	return a.prefixed(secret), nil
}

func (a Auth) prefixed(text string) string {
	if a.Prefix == "" {
		return text
	}
	return a.Prefix + " " + text
}
