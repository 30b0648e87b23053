package request

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/source"
)

// masked stands for the secret wherever a request is shown.
const masked = "***"

// ShownURL is the URL with a secret in its query shown as name=***.
func (r *Request) ShownURL() string {
	if r.Auth.In != "query" {
		return r.URL
	}
	return withQuery(r.URL, escape(r.Auth.Name, unreserved)+"="+masked)
}

func withQuery(url, pair string) string {
	if strings.Contains(url, "?") {
		return url + "&" + pair
	}
	return url + "?" + pair
}

// ShownHeader returns the header lines with the secret shown as ***.
func (r *Request) ShownHeader() []Field {
	switch r.Auth.In {
	case "header":
		return slices.Insert(slices.Clone(r.Header), r.authAt, Field{r.Auth.Name, r.Auth.prefixed(masked)})
	case "cookie":
		return slices.Insert(slices.Clone(r.Header), r.authAt, Field{"Cookie", r.Auth.Name + "=" + masked})
	}
	return r.Header
}

// Text shows the request as the dry run prints it: method and URL, headers, a
// blank line and the body, every line ended. The secret shows as ***; control and
// invisible characters show as escapes.
func (r *Request) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", r.Method, r.ShownURL())
	for _, f := range r.ShownHeader() {
		b.WriteString(strings.TrimRight(f.Name+": "+f.Value, " ") + "\n")
	}
	if len(r.Body) > 0 {
		fmt.Fprintf(&b, "\n%s\n", strings.TrimSuffix(printable(string(r.Body)), "\n"))
	}
	return b.String()
}

// printable escapes what a terminal would not show as it is.
func printable(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n")
	var b strings.Builder
	for _, r := range text {
		if source.Invisible(r) || r == '\r' {
			fmt.Fprintf(&b, `\u{%x}`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// JSON is a request as data, with the secret shown as ***.
type JSON struct {
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`
	// Body is the body itself when it is sent as JSON, otherwise its text as a
	// string; absent without a body.
	Body json.RawMessage `json:"body,omitempty"`
}

// JSON returns the request as data for --json and editors.
func (r *Request) JSON() JSON {
	v := JSON{Method: r.Method, URL: r.ShownURL(), Headers: map[string]string{}}
	for _, f := range r.ShownHeader() {
		v.Headers[f.Name] = f.Value
	}
	switch {
	case r.Encoding == "json":
		v.Body = r.Body
	case r.Body != nil:
		v.Body = appendString(nil, string(r.Body))
	}
	return v
}
