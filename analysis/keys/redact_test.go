package keys_test

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"strings"
	"testing"

	"github.com/usepaso/usepaso/analysis/keys"
)

func TestRedact(t *testing.T) {
	t.Parallel()
	const secret = `ab/c+d "e" é=%41`
	std, urlSafe := base64.StdEncoding, base64.URLEncoding
	escaped, err := json.Marshal(secret)
	if err != nil {
		t.Fatal(err)
	}
	for name, hidden := range map[string]string{
		"as it is":                 secret,
		"query":                    url.QueryEscape(secret),
		"path":                     url.PathEscape(secret),
		"query, lower case":        strings.ToLower(url.QueryEscape(secret)),
		"encoded twice":            url.PathEscape(url.PathEscape(secret)),
		"every byte":               percent(secret),
		"JSON":                     strings.Trim(string(escaped), `"`),
		"HTML":                     html.EscapeString(secret),
		"HTML by numbers":          `&#97;b/c&#x2B;d &#34;e&quot; &eacute;=%41`,
		"JSON in ASCII":            `ab\/c\u002bd \"e\" \u00E9=%41`,
		"Base64":                   std.EncodeToString([]byte(secret)),
		"Base64 without padding":   std.WithPadding(base64.NoPadding).EncodeToString([]byte(secret)),
		"Base64 for URLs":          urlSafe.EncodeToString([]byte(secret)),
		"Basic, as the password":   std.EncodeToString([]byte("user:" + secret)),
		"Basic, as the user":       std.EncodeToString([]byte(secret + ":")),
		"within more Base64":       std.EncodeToString([]byte("xy" + secret + "and more")),
		"within more, without one": urlSafe.EncodeToString([]byte("x" + secret + "?")),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := keys.NewRedactor(secret)
			for _, around := range []string{"%s", "<%s>", "a=%s&b=2", `{"key":"%s"}`} {
				text := strings.Replace(around, "%s", hidden, 1)
				want := strings.Replace(around, "%s", "***", 1)
				if got := r.String(text); got != want && !strings.Contains(around, "=%s") {
					t.Errorf("%q became %q, want %q", text, got, want)
				} else if strings.Contains(got, hidden) {
					t.Errorf("%q is still in %q", hidden, got)
				}
			}
		})
	}
}

// TestRedactEscapedBase64: what Base64 has beside letters and digits is escaped by
// some JSON writers and in every query.
func TestRedactEscapedBase64(t *testing.T) {
	t.Parallel()
	const secret = "user:p~~~ss>>>w?rd???"
	encoded := base64.StdEncoding.EncodeToString([]byte(secret + "+"))
	for _, escape := range []func(string) string{
		func(s string) string { return s },
		func(s string) string { return strings.NewReplacer("/", `\/`, "+", `\u002b`).Replace(s) },
		url.QueryEscape,
		func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
	} {
		text := escape(encoded)
		if !strings.ContainsAny(encoded, "+/") {
			t.Fatal("nothing to escape")
		}
		if got := keys.NewRedactor(secret).String("Basic " + text); strings.Contains(got, text[:12]) || !strings.Contains(got, "***") {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// TestRedactTorn: wherever a text breaks off, no more than three bytes of the secret
// are left at its end.
func TestRedactTorn(t *testing.T) {
	t.Parallel()
	const secret = `ab/c+d "e" é=%41`
	escaped, err := json.Marshal(secret)
	if err != nil {
		t.Fatal(err)
	}
	r := keys.NewRedactor(secret)
	for _, form := range []string{
		secret, url.PathEscape(secret), percent(secret), strings.Trim(string(escaped), `"`), `\u0061\u0062\u002f\u0063\u002b`,
	} {
		for n := range len(form) {
			got := string(r.Torn([]byte("key: " + form[:n])))
			if shown := strings.TrimPrefix(got, "key: "); len(shown) > 3*len(`\u0061`)+5 || shown != "***" && len(form[:n]) > 24 {
				t.Errorf("%q became %q", form[:n], got)
			}
		}
	}
	encoded := base64.StdEncoding.EncodeToString([]byte("Bearer " + secret))
	for n := 22; n < len(encoded); n++ {
		if got := string(r.Torn([]byte(encoded[:n]))); strings.Contains(got, encoded[12:22]) {
			t.Errorf("%q became %q", encoded[:n], got)
		}
	}
	for _, whole := range []string{"", "a", "nothing ab", "ab/", "key: ab/c-"} {
		if got := string(r.Torn([]byte(whole))); got != whole {
			t.Errorf("%q became %q", whole, got)
		}
	}
}

func percent(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteString("%" + string("0123456789ABCDEF"[s[i]>>4]) + string("0123456789ABCDEF"[s[i]&15]))
	}
	return b.String()
}

func TestRedactCorners(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		secrets []string
		text    string
		want    string
	}{
		{"nothing to hide", []string{"secret"}, "public", "public"},
		{"no secrets", nil, "public", "public"},
		{"empty secret", []string{""}, "public", "public"},
		{"several times", []string{"pass"}, "pass pass passport", "*** *** ***port"},
		{"two secrets", []string{"alpha", "beta"}, "beta, alpha", "***, ***"},
		{"the longer of two", []string{"alpha", "alphabet"}, "alphabet", "***"},
		{"short stands alone", []string{"ab"}, "ab cab ab1 (ab)", "*** cab ab1 (***)"},
		{"mask would spell it", []string{"**a*"}, "***a**a*", "*███*a*"},
		{"emoji as surrogates", []string{"k🔑ey"}, `"k\ud83d\udd11ey"`, `"***"`},
		{"emoji by bytes", []string{"k🔑ey"}, `k%F0%9F%94%91ey`, `***`},
		{"invalid UTF-8", []string{"k\xff\xfey1"}, "a k\xff\xfey1 b", "a *** b"},
		{"escape at the end", []string{"abc%"}, `abc%2`, `***2`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := keys.NewRedactor(tc.secrets...)
			if got := r.String(tc.text); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
			if got := string(r.Bytes([]byte(tc.text))); got != tc.want {
				t.Errorf("Bytes gave %q, want %q", got, tc.want)
			}
		})
	}
	var none *keys.Redactor
	if got := none.String("text"); got != "text" {
		t.Errorf("a nil Redactor changed the text to %q", got)
	}
}

func FuzzRedact(f *testing.F) {
	f.Add("sk_test_secret", "before ", " after", "more")
	f.Add("****", "*", "*", "**")
	f.Add("a%41b", "%61", "%2541b", "")
	f.Add(`ab\c`, `\`, `\`, `\\c`)
	f.Fuzz(func(t *testing.T, secret, before, after, other string) {
		if len(secret) < 4 || len(secret)+len(before)+len(after) > 4000 {
			return
		}
		r := keys.NewRedactor(secret, other)
		for _, form := range []string{
			secret, url.QueryEscape(secret), url.PathEscape(secret), percent(secret), html.EscapeString(secret),
			base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)),
		} {
			got := r.String(before + form + after)
			if strings.Contains(got, secret) {
				t.Errorf("%q is still in %q", secret, got)
			}
			if strings.Contains(got, form) {
				t.Errorf("%q is still in %q as %q", secret, got, form)
			}
		}
		pair := base64.StdEncoding.EncodeToString([]byte(before + secret + after))
		if got := r.String("Basic " + pair); len(secret) >= 8 && strings.Contains(got, pair) {
			t.Errorf("%q is still in %q", secret, got)
		}
	})
}

func BenchmarkRedact(b *testing.B) {
	r := keys.NewRedactor("sk_test_" + body)
	text := strings.Repeat(`{"id":"ch_123","object":"charge","url":"https:\/\/api.stripe.com\/v1","sk":"s%20s"},`, 1200)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		r.String(text)
	}
}
