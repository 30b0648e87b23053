package request

import (
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
)

// maxHeader is how many bytes the value of a header input may have.
const maxHeader = 8 << 10

// forbiddenHeaders carry credentials or steer the connection.
var forbiddenHeaders = []string{
	"authorization", "connection", "content-length", "cookie", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade",
}

// ForbiddenHeader reports whether an input must not set the header, in any case:
// those that carry credentials or steer the connection, the declared auth header
// among them.
func ForbiddenHeader(d *declaration.Declaration, name string) bool {
	name = strings.ToLower(name)
	return slices.Contains(forbiddenHeaders, name) || strings.HasPrefix(name, "proxy-") ||
		name != "" && name == strings.ToLower(d.Service.Auth.HeaderName())
}

// ValidHeaderName reports whether the name is a legal header name, a token of RFC 9110.
func ValidHeaderName(name string) bool {
	return name != "" && strings.Trim(name, letters+"!#$%&'*+-.^_`|~") == ""
}

// field sets a header line; an earlier one of the name is replaced.
func (b *builder) field(name, value string) {
	i := slices.IndexFunc(b.r.Header, func(f Field) bool { return strings.EqualFold(f.Name, name) })
	if i >= 0 {
		b.r.Header[i] = Field{name, value}
		return
	}
	b.r.Header = append(b.r.Header, Field{name, value})
}

// headers adds the inputs that travel as headers. What is not legal there is
// refused, never rewritten.
func (b *builder) headers() {
	b.each("header", func(in *declaration.Input, name string, v any) {
		if !ValidHeaderName(name) || ForbiddenHeader(b.d, name) {
			b.refuse(in, in.Key, "", "Parameter %q cannot be sent as the header %s.", in.Name, show(name))
			return
		}
		if p, ok := v.(placeholder); ok {
			b.field(name, p.text())
			return
		}
		_, explode := style(in, b.o.Operation, "header")
		text, ok := pathValue("simple", explode, name, v, func(s string) string { return s })
		if !ok {
			b.refuse(in, in.Key, "", "Parameter %q cannot be sent as a header: its values are nested.", in.Name)
			return
		}
		if complaint := headerComplaint(text); complaint != "" {
			b.refuse(in, in.Key, "", "Parameter %q %s, since it is sent as a header.", in.Name, complaint)
			return
		}
		b.field(name, text)
	})
}

// headerComplaint says why a value must not be sent as a header, or "".
func headerComplaint(s string) string {
	switch {
	case len(s) > maxHeader:
		return "must not be longer than 8 kB"
	case strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r >= 0x7f }):
		return "must hold printable ASCII only, without line breaks"
	case strings.TrimSpace(s) != s:
		return "must not begin or end with a space"
	}
	return ""
}
