package request

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/usepaso/usepaso/analysis/declaration"
)

// FuzzPath: whatever a model passes, scheme, host, port and the number of path
// segments are the template's, or there is no request.
func FuzzPath(f *testing.F) {
	for _, s := range []string{"a", "", ".", "..", "/", "a/b", "%2e%2e", "?x", "#x", "\\", "@evil.example", "{b}", "\x00", "\xff", "é", "a\r\nb", "%"} {
		f.Add(s, "x", "y")
		f.Add(s, s, s)
	}
	d := read(`service: {base_url: "https://h.example:8443/v1"}
capabilities:
  - {name: get, method: GET, path: "/a/{a}/{a}.{b}/c?k={b}#{a}", inputs: {a: {type: string, in: path}, b: {type: string, in: path}, q: {type: string, in: query}}}
`)
	f.Fuzz(func(t *testing.T, a, b, q string) {
		checked, problems := Check(d, d.Capabilities[0], Arguments{"a": a, "b": b, "q": q}, nil)
		if len(problems) > 0 {
			return
		}
		r, problems := Build(d, d.Capabilities[0], checked, Options{})
		if len(problems) > 0 {
			return
		}
		if r.URL != strings.TrimSpace(r.URL) || !utf8.ValidString(r.URL) || strings.Contains(r.URL, "#") {
			t.Fatalf("URL %q", r.URL)
		}
		req, err := r.HTTP(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		u := req.URL
		if u.String() != r.URL {
			t.Fatalf("shown %q, sent %q", r.URL, u)
		}
		if u.Scheme != "https" || u.Host != "h.example:8443" || req.Host != "h.example:8443" || strings.Count(u.EscapedPath(), "/") != 5 {
			t.Fatalf("a=%q b=%q leave the template: %s", a, b, u)
		}
		if got := u.Query(); got.Get("k") != b || got.Get("q") != q || len(got) != 2 {
			t.Fatalf("b=%q q=%q gave the query %q", b, q, u.RawQuery)
		}
		for segment := range strings.SplitSeq(u.EscapedPath(), "/") {
			if s, err := url.PathUnescape(segment); err != nil || s == "." || s == ".." {
				t.Fatalf("segment %q of %s", segment, u)
			}
		}
	})
}

// FuzzArguments: no arguments make it panic, and what passes keeps its digits.
func FuzzArguments(f *testing.F) {
	for _, s := range []string{
		`{}`, `null`, ``, `[]`, `{"n": 9007199254740993}`, `{"n": -0.0, "i": 5.0}`, `{"n": 1e400}`, `{"o": {"a": [1, {"b": null}]}}`,
		`{"n": 1, "n": 2}`, `{"s": "\ud800"}`, `{"l": [1, "2"]}`, `{"p": {"z": 1}}`, strings.Repeat("[", 300), `{"o":` + strings.Repeat(`{"a":`, 300),
	} {
		f.Add([]byte(s))
	}
	d := read(`service: {base_url: "https://h.example"}
capabilities:
  - name: post
    method: POST
    path: /
    inputs:
      n: {type: number, constraints: {max_value: 1e500}}
      i: {type: integer, constraints: {min_value: -5}}
      s: {type: string, constraints: {pattern: "^.*$", max_length: 100}}
      b: {type: boolean}
      e: {type: enum, values: [1, a, null, [1]]}
      l: {type: array, items: {type: integer}, constraints: {max_items: 3}}
      o: {type: object}
      p: {type: object, properties: {z: {type: string, required: true}}}
`)
	c := d.Capabilities[0]
	encodings := []*declaration.Declaration{d, read(strings.Replace(d.Tree.File.Text(), "path: /", "encoding: form\n    path: /", 1)), read(strings.Replace(d.Tree.File.Text(), "path: /", "encoding: multipart\n    path: /", 1))}
	f.Fuzz(func(t *testing.T, raw []byte) {
		args, err := ParseJSON(raw)
		if err != nil {
			return
		}
		checked, problems := Check(d, c, args, nil)
		if len(problems) > 0 {
			return
		}
		for _, d := range encodings {
			r, problems := Build(d, d.Capabilities[0], checked, Options{})
			if len(problems) > 0 {
				t.Fatalf("checked arguments refused: %v", problems)
			}
			_ = r.Text() + r.Curl()
			if r.Encoding == "json" {
				sameDigits(t, checked, r.Body)
			}
		}
	})
}

// sameDigits reads the body back and compares every number by its text.
func sameDigits(t *testing.T, args Arguments, body []byte) {
	if !json.Valid(body) {
		t.Fatalf("body %s", body)
	}
	sent, err := ParseJSON(body)
	if err != nil {
		t.Fatal(err)
	}
	if want, got := string(appendJSON(nil, map[string]any(args))), string(appendJSON(nil, map[string]any(sent))); want != got {
		t.Fatalf("sent %s, want %s", got, want)
	}
}
