package rules

import (
	"fmt"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/keys"
	"github.com/usepaso/usepaso/analysis/source"
)

// SecretLiteral reports an API key that was pasted into the file.
var SecretLiteral = &Rule{
	Code:      "secret-literal",
	Title:     "pasted secret",
	Severity:  diagnostic.Error,
	Ignorable: true,
	Doc: doc(
		"Something in the file, a comment perhaps, has the shape of a whole API key: `sk_live_…`, `ghp_…`, `xoxb-…`, a JSON Web Token and the like.",
		"The file is meant to be shared and committed, and parts of it are shown to agents. Whoever sees the key can use it.",
		"Revoke the key if it is real and the file has left your machine. Put the new one into the environment or `.env` with `usepaso secret set`. Where it only looks like a key, keep it with an ignore comment.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
    inputs:
      token: {type: string, description: The token, in: header, as: X-Token, default: ` + exampleKey + `}
` + examplePermissions,
	Good: exampleService + exampleCapabilities + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		reportSecrets(p, c.Node.Span, "")
	},
	File: func(p *Pass) {
		for _, e := range p.Declaration.Tree.Root.Entries {
			reportSecrets(p, e.Key.Span, e.Key.Value)
			if e.Key.Value != "capabilities" {
				reportSecrets(p, e.Value.Span, e.Key.Value)
			}
		}
	},
}

// exampleKey has the shape of a key and is none: a token that nobody has signed.
const exampleKey = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJleGFtcGxlIn0.bm90LWEtc2lnbmF0dXJl"

// reportSecrets looks through the text of a span, comments within it included.
func reportSecrets(p *Pass, s source.Span, path string) {
	text := p.edit().tree.Text(s)
	if !mayHoldKey(text) {
		return
	}
	for _, m := range keys.Find(text) {
		p.Report(s.Sub(m.Start, m.End), path, "%s", secretMessage(p.Declaration, m, text))
	}
}

// commentSecrets looks through the comments, also where they stand in no value.
func commentSecrets(d *declaration.Declaration) []diagnostic.Diagnostic {
	var found []diagnostic.Diagnostic
	for _, c := range d.Tree.Comments() {
		text := d.Tree.Text(c.Span)
		if !mayHoldKey(text) {
			continue
		}
		for _, m := range keys.Find(text) {
			found = append(found, diagnostic.Diagnostic{
				Code: SecretLiteral.Code, Severity: SecretLiteral.Severity,
				Span: d.Tree.Place(c.Span.Sub(m.Start, m.End)), Message: secretMessage(d, m, text),
			})
		}
	}
	return found
}

func secretMessage(d *declaration.Declaration, m keys.Match, text string) string {
	what := m.Kind.Service + " key"
	if m.Kind.Service == "JWT" {
		what = "JSON Web Token"
	}
	return fmt.Sprintf("this looks like a %s: %s; expected no secret in the file, revoke it and keep the new one in %s",
		what, keys.Mask(text[m.Start:m.End]), variable(d))
}

// shortestKey is how many characters every whole key has at least.
const shortestKey = 16

// mayHoldKey reports whether a text has a long word that begins as keys do. It
// spares most texts the look at every kind of key.
func mayHoldKey(text string) bool {
	start := 0 // of the word at hand
	for i := 0; i <= len(text); i++ {
		if i < len(text) && inKey(text[i]) {
			continue
		}
		for at := start; i-at >= shortestKey; at++ {
			if at > start && inWord(text[at-1]) {
				continue
			}
			if _, known := keys.Lookup(text[at:i]); known || strings.HasPrefix(text[at:i], "eyJ") {
				return true
			}
		}
		start = i + 1
	}
	return false
}

// inKey reports whether some kind of key has the character, inWord whether no key
// can begin behind it.
func inKey(c byte) bool {
	return inWord(c) || c == '-' || c == '.' || c == '+' || c == '/' || c == '='
}

func inWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// variable is where the secret of a service belongs.
func variable(d *declaration.Declaration) string {
	if name := d.Service.Auth.Variable(); isVariable(name) && len(keys.Find(name)) == 0 {
		return name
	}
	return declaration.DefaultEnv
}
