package keys

// kinds is the one table of key shapes, as the services documented them in
// November 2026. A longer prefix stands before a shorter one that it begins with.
//
// A prefix alone decides what Lookup says; a literal in a file is reported only
// when the rest has the shape of a whole key, so that documentation which merely
// mentions sk_live_ is left alone.
var kinds = []Kind{
	{Prefix: "sk_test_", Service: "Stripe", Mode: Test, Scope: Full, class: alnum, min: 16, max: 247},
	{Prefix: "sk_live_", Service: "Stripe", Mode: Live, Scope: Full, class: alnum, min: 16, max: 247},
	{Prefix: "rk_test_", Service: "Stripe", Mode: Test, Scope: Restricted, class: alnum, min: 16, max: 247},
	{Prefix: "rk_live_", Service: "Stripe", Mode: Live, Scope: Restricted, class: alnum, min: 16, max: 247},
	{Prefix: "whsec_", Service: "Stripe", class: alnum, min: 24, max: 64},

	{Prefix: "github_pat_", Service: "GitHub", Scope: Restricted, class: word, min: 60, max: 100},
	{Prefix: "ghp_", Service: "GitHub", class: alnum, min: 36, max: 255},
	{Prefix: "gho_", Service: "GitHub", class: alnum, min: 36, max: 255},
	{Prefix: "ghu_", Service: "GitHub", class: alnum, min: 36, max: 255},
	{Prefix: "ghs_", Service: "GitHub", class: alnum, min: 36, max: 255},
	{Prefix: "ghr_", Service: "GitHub", class: alnum, min: 36, max: 255},
	{Prefix: "glpat-", Service: "GitLab", class: dashed, min: 20, max: 64},

	{Prefix: "xoxb-", Service: "Slack", class: dashed, min: 30, max: 120},
	{Prefix: "xoxp-", Service: "Slack", class: dashed, min: 30, max: 120},
	{Prefix: "xoxa-", Service: "Slack", class: dashed, min: 30, max: 120},
	{Prefix: "xapp-", Service: "Slack", class: dashed, min: 30, max: 160},

	{Prefix: "sk-ant-", Service: "Anthropic", class: dashed, min: 32, max: 160},
	{Prefix: "sk-proj-", Service: "OpenAI", class: dashed, min: 40, max: 220},
	{Prefix: "sk-svcacct-", Service: "OpenAI", class: dashed, min: 40, max: 220},

	{Prefix: "SG.", Service: "SendGrid", class: dotted, min: 66, max: 66},
	{Prefix: "re_", Service: "Resend", class: word, min: 33, max: 33},
	{Prefix: "SK", Service: "Twilio", class: hex, min: 32, max: 32},
	{Prefix: "ntn_", Service: "Notion", class: alnum, min: 40, max: 60},
	{Prefix: "secret_", Service: "Notion", class: alnum, min: 43, max: 43},
	{Prefix: "sntrys_", Service: "Sentry", class: token, min: 40, max: 400},
	{Prefix: "sntryu_", Service: "Sentry", class: hex, min: 64, max: 64},
	{Prefix: "lin_api_", Service: "Linear", class: alnum, min: 32, max: 64},
	{Prefix: "lin_oauth_", Service: "Linear", class: alnum, min: 32, max: 80},

	{Prefix: "dop_v1_", Service: "DigitalOcean", class: hex, min: 64, max: 64},
	{Prefix: "shpat_", Service: "Shopify", class: hex, min: 32, max: 32},
	{Prefix: "AIza", Service: "Google", class: dashed, min: 35, max: 35},
	{Prefix: "AKIA", Service: "AWS", class: upper, min: 16, max: 16},
	{Prefix: "npm_", Service: "npm", class: alnum, min: 36, max: 36},
	{Prefix: "pypi-", Service: "PyPI", class: dashed, min: 85, max: 260},
	{Prefix: "hf_", Service: "Hugging Face", class: alnum, min: 34, max: 40},
	{Prefix: "rdme_", Service: "ReadMe", class: alnum, min: 48, max: 80},
}

// jwt is what Find calls a JSON Web Token, whose shape is its own.
var jwt = Kind{Prefix: "eyJ", Service: "JWT", class: dashed, min: 8}

// class is a set of ASCII characters.
type class uint8

const (
	alnum  class = iota // letters and digits
	word                // and _
	dashed              // and -
	dotted              // and .
	token               // and + / =
	hex                 // 0-9 a-f
	upper               // A-Z 0-9
)

// has reports whether c belongs to the class.
func (k class) has(c byte) bool {
	digit, low, high := c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z'
	switch k {
	case hex:
		return digit || c >= 'a' && c <= 'f'
	case upper:
		return digit || high
	case alnum:
		return digit || low || high
	case word:
		return digit || low || high || c == '_'
	case dashed:
		return digit || low || high || c == '_' || c == '-'
	case dotted:
		return digit || low || high || c == '_' || c == '-' || c == '.'
	}
	return digit || low || high || c == '_' || c == '-' || c == '.' || c == '+' || c == '/' || c == '='
}
