package request

import (
	"encoding/base64"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// password is built so that no scanner takes it for a secret.
const password = "pass" + "word'\"$ "

func withAuth(auth string) string {
	return fmt.Sprintf(`version: "1.0"
service: {name: S, base_url: "https://s.example", auth: %s}
capabilities:
  - {name: post, method: POST, path: "/p", inputs: {it: {type: string}, q: {type: string, in: query}}}
`, auth)
}

func TestSecret(t *testing.T) {
	t.Parallel()
	basic := base64.StdEncoding.EncodeToString([]byte("user:" + password))
	tests := []struct {
		name, auth, secret  string
		header, value, curl string
		err                 string
	}{
		{name: "bearer", auth: "{type: bearer}", secret: password, header: "Authorization", value: "Bearer " + password},
		{name: "oauth2", auth: "{type: oauth2, prefix: token}", secret: password, header: "Authorization", value: "token " + password},
		{name: "no prefix", auth: `{type: bearer, prefix: ""}`, secret: password, header: "Authorization", value: password},
		{name: "own header", auth: "{type: bearer, header: X-Token}", secret: password, header: "X-Token", value: "Bearer " + password},
		{name: "api key", auth: "{type: api_key}", secret: password, header: "Authorization", value: password},
		{name: "api key with prefix", auth: "{type: api_key, header: X-Key, prefix: Token}", secret: password, header: "X-Key", value: "Token " + password},
		{name: "basic", auth: "{type: basic}", secret: "user:" + password, header: "Authorization", value: "Basic " + basic},
		{name: "cookie", auth: "{type: api_key, in: cookie, name: sid}", secret: "abc", header: "Cookie", value: "sid=abc"},
		{name: "none", auth: "{type: none}", secret: password, header: "Authorization", value: ""},
		{name: "no secret", auth: "{type: bearer}", header: "Authorization", value: ""},
		{name: "control characters", auth: "{type: bearer}", secret: password + "\n", err: "the secret in USEPASO_AUTH_TOKEN holds control characters"},
		{name: "cookie separator", auth: "{type: api_key, in: cookie, name: sid}", secret: "a;b", err: "the secret in USEPASO_AUTH_TOKEN holds characters that a cookie cannot carry"},
		{name: "basic without colon", auth: "{type: basic, env: USEPASO_S}", secret: password, err: "basic auth needs user:password in USEPASO_S"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := mustBuild(t, withAuth(test.auth), `{"it": "x"}`)
			req, err := r.HTTP(t.Context(), test.secret)
			if err != nil {
				if err.Error() != test.err {
					t.Fatalf("error %q, want %q", err, test.err)
				}
				return
			}
			if got := req.Header.Get(test.header); got != test.value {
				t.Errorf("%s: %q, want %q", test.header, got, test.value)
			}
			if body, _ := io.ReadAll(req.Body); string(body) != `{"it":"x"}` || req.ContentLength != int64(len(body)) {
				t.Errorf("body %q, length %d", body, req.ContentLength)
			}
			for _, shown := range []string{r.Text(), r.Curl(), fmt.Sprint(r.JSON())} {
				if strings.Contains(shown, "pass"+"word") || strings.Contains(shown, basic) {
					t.Errorf("the secret shows in %q", shown)
				}
			}
		})
	}
}

func TestSecretInQuery(t *testing.T) {
	t.Parallel()
	r := mustBuild(t, withAuth("{type: api_key, in: query, name: key}"), `{"q": "x"}`)
	req, err := r.HTTP(t.Context(), "a&b =é")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := req.URL.String(), "https://s.example/p?q=x&key=a%26b%20%3D%C3%A9"; got != want {
		t.Errorf("sent %s, want %s", got, want)
	}
	if got, want := r.ShownURL(), "https://s.example/p?q=x&key=***"; got != want {
		t.Errorf("shown %s, want %s", got, want)
	}
}

func TestPreviewIsNotSent(t *testing.T) {
	t.Parallel()
	d := read(`service: {base_url: "https://s.example"}
capabilities: [{name: get, method: GET, path: "/a/{id}", inputs: {id: {type: string, in: path}}}]
`)
	r, problems := Preview(d, d.Capability("get"), Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if _, err := r.HTTP(t.Context(), ""); err == nil || !strings.Contains(err.Error(), "no value for id") {
		t.Errorf("error %v", err)
	}
}

func TestRefusedAuth(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"{type: api_key, in: query}":                   "auth with in: query needs name, the name of the parameter.",
		"{type: api_key, in: cookie, name: \"a b\"}":   `auth cannot be sent as the cookie "a b".`,
		"{type: bearer, header: \"X:\"}":               `auth cannot be sent as the header "X:".`,
		"{type: bearer, prefix: \"a\\r\\nX-Evil: 1\"}": "auth.prefix must hold printable ASCII only, without line breaks.",
	}
	for auth, want := range tests {
		d := read("service:\n  base_url: https://s.example\n  auth: " + auth + "\ncapabilities: [{name: x, method: GET, path: /x}]\n")
		_, problems := Build(d, d.Capabilities[0], nil, Options{})
		if len(problems) != 1 || problems[0].Message != want {
			t.Errorf("%s: %v, want %s", auth, problems, want)
		}
	}
}

func TestBaseURL(t *testing.T) {
	t.Parallel()
	tests := []struct{ declared, given, want string }{
		{"https://a.example", "", "https://a.example/x"},
		{"https://a.example/v1//", "", "https://a.example/v1/x"},
		{"HTTPS://a.example/v1", "http://[::1]:80", "http://[::1]:80/v1/x"},
		{"https://a.example/v1", "http://localhost:1/v1/", "http://localhost:1/v1/x"},
		{"https://a.example/v1", "http://localhost:1/v2", `--base-url replaces the origin only, got the path "/v2". Write http://localhost:1.`},
		{"https://a.example/v1", "localhost:1", "--base-url must be an absolute http or https URL."},
		{"https://user:" + "pw@a.example", "", "service.base_url must not hold a user or password."},
		{"https://a.example?x=1", "", "service.base_url must not have a query or fragment."},
		{"https://a.example#", "", "service.base_url must not have a query or fragment."},
		{"ftp://a.example", "", "service.base_url must be an absolute http or https URL."},
		{"/v1", "", "service.base_url must be an absolute http or https URL."},
		{"https://{region}.example", "", "service.base_url must be an absolute http or https URL."},
		{"https://:80", "", "service.base_url must be an absolute http or https URL."},
		{"", "", "service.base_url must be an absolute http or https URL."},
	}
	for _, test := range tests {
		d := read(fmt.Sprintf("service: {base_url: %q}\ncapabilities: [{name: x, method: GET, path: /x}]\n", test.declared))
		r, problems := Build(d, d.Capabilities[0], nil, Options{BaseURL: test.given})
		got := ""
		if len(problems) > 0 {
			got = problems[0].Message
		} else {
			got = r.URL
		}
		if got != test.want {
			t.Errorf("%q with %q: %s, want %s", test.declared, test.given, got, test.want)
		}
	}
}

// TestCurl runs the command in a shell in which curl prints its arguments.
func TestCurl(t *testing.T) {
	t.Parallel()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no POSIX shell here")
	}
	tests := []struct {
		name, auth string
		want       []string
	}{
		{"bearer", "{type: bearer}", []string{"-X", "POST", "https://s.example/p?q=1%272", "-H", "Accept: application/json", "-H", "Content-Type: application/json", "-H", "Authorization: Bearer s'$e", "--data-raw", `{"it":"a'b$c\\\"\n"}`}},
		{"basic", "{type: basic}", []string{"-X", "POST", "https://s.example/p?q=1%272", "-u", "s'$e", "-H", "Accept: application/json", "-H", "Content-Type: application/json", "--data-raw", `{"it":"a'b$c\\\"\n"}`}},
		{"query", "{type: api_key, in: query, name: k}", []string{"-X", "POST", "https://s.example/p?q=1%272", "-H", "Accept: application/json", "-H", "Content-Type: application/json", "--url-query", "k=s'$e", "--data-raw", `{"it":"a'b$c\\\"\n"}`}},
		{"cookie and odd variable", "{type: api_key, in: cookie, name: k, env: \"a'b\"}", []string{"-X", "POST", "https://s.example/p?q=1%272", "-H", "Accept: application/json", "-H", "Content-Type: application/json", "-H", "Cookie: k=", "--data-raw", `{"it":"a'b$c\\\"\n"}`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := mustBuild(t, withAuth(test.auth), `{"it": "a'b$c\\\"\n", "q": "1'2"}`)
			cmd := exec.CommandContext(t.Context(), sh, "-c", `curl() { for a; do printf '%s\0' "$a"; done; }; `+r.Curl())
			cmd.Env = []string{"USEPASO_AUTH_TOKEN=s'$e"}
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(err, r.Curl())
			}
			got := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("arguments (-want +got):\n%s", diff)
			}
		})
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	r := mustBuild(t, withAuth("{type: bearer}"), `{"it": "x", "q": "y"}`)
	want := JSON{
		Method:  "POST",
		URL:     "https://s.example/p?q=y",
		Headers: map[string]string{"Accept": "application/json", "Content-Type": "application/json", "Authorization": "Bearer ***"},
		Body:    []byte(`{"it":"x"}`),
	}
	if diff := cmp.Diff(want, r.JSON()); diff != "" {
		t.Error(diff)
	}
}

// mustBuild builds the request of the first capability.
func mustBuild(t *testing.T, text, args string) *Request {
	t.Helper()
	d := read(text)
	r, problems := build(d, d.Capabilities[0], args, Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return r
}
