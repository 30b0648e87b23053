package keys_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/analysis/keys"
)

// body is the random part of the invented keys below. Prefixes are joined to it
// at run time, so that scanners for leaked keys see none here.
const body = "4eC39HqLyjWDarjtT1zdp7dc"

func TestDescribe(t *testing.T) {
	t.Parallel()
	for secret, want := range map[string]string{
		"sk_test_" + body:    "TEST, full",
		"sk_live_" + body:    "LIVE, full",
		"rk_live_" + body:    "LIVE, restricted",
		"rk_test_x":          "TEST, restricted",
		"github_pat_" + body: "restricted",
		"ghp_" + body:        "",
		"something":          "",
		"":                   "",
	} {
		if got := keys.Describe(secret); got != want {
			t.Errorf("Describe(%s) = %q, want %q", keys.Mask(secret), got, want)
		}
	}
}

func TestMask(t *testing.T) {
	t.Parallel()
	for secret, want := range map[string]string{
		"sk_test_" + body: "sk_t… (32 characters)",
		"short":           "… (5 characters)",
		"":                "… (0 characters)",
	} {
		if got := keys.Mask(secret); got != want {
			t.Errorf("Mask = %q, want %q", got, want)
		}
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	hex32 := "0123456789abcdef0123456789abcdef"
	for _, tc := range []struct{ name, text, want string }{
		{"bare", "sk_test_" + body, "<Stripe>"},
		{"in a sentence", "use sk_test_" + body + ".", "use <Stripe>."},
		{"quoted", `token: "xoxb-` + "123456789012-1234567890123-" + body + `"`, `token: "<Slack>"`},
		{"two", "ghp_" + body + "abcdefghijkl and glpat-" + body, "<GitHub> and <GitLab>"},
		{"jwt", "Bearer eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4f", "Bearer <JWT>"},
		{"twilio", "SK" + hex32, "<Twilio>"},
		{"sendgrid at the end of a sentence", "SG." + strings.Repeat("aB3", 22) + ".", ""},
		{"sendgrid", "SG." + body[:22] + "." + body + body[:19] + ".", "<SendGrid>."},
		{"mentioned", "keys start with sk_live_ or rk_live_.", ""},
		{"placeholder", "sk_live_" + "xxxxxxxxxxxxxxxxxxxxxxxxxxxx", ""},
		{"within a word", "task_test_" + body, ""},
		{"a name that starts alike", "re_send_invoices_to_the_customers_", ""},
		{"too short", "ghp_abc123", ""},
		{"jwt of two parts", "eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0In0", ""},
		{"empty", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			want := tc.want
			if want == "" {
				want = tc.text
			}
			var b strings.Builder
			at := 0
			for _, m := range keys.Find(tc.text) {
				b.WriteString(tc.text[at:m.Start] + "<" + m.Kind.Service + ">")
				at = m.End
			}
			b.WriteString(tc.text[at:])
			if diff := cmp.Diff(want, b.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHide(t *testing.T) {
	t.Parallel()
	got := keys.Hide(`{"a": "sk_live_` + body + `", "b": 1}`)
	if want := `{"a": "sk_l… (32 characters)", "b": 1}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("sk_test_" + body)
	f.Add("eyJ.eyJ.")
	f.Add("SG.SG.SG.")
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, m := range keys.Find(text) {
			if m.Start < at || m.End <= m.Start || m.End > len(text) {
				t.Fatalf("match %d..%d after %d in %q", m.Start, m.End, at, text)
			}
			at = m.End
		}
	})
}
