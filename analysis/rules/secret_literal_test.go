package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// pasted are texts in the shape of whole keys, put together so that nothing that
// looks for real ones stops at them.
func pasted() map[string]string {
	x := strings.Repeat
	return map[string]string{
		"stripe": "sk_" + "live_" + x("4eC39HqL", 3),
		"github": "ghp" + "_" + x("aB3dE6gH9", 4),
		"slack":  "xoxb" + "-" + x("1234567890-", 3) + x("aBcD", 6),
		"aws":    "AKIA" + x("ABCD1234", 2),
		"twilio": "SK" + x("0123456789abcdef", 2),
		"jwt":    "eyJ" + x("hbGciOiJ", 2) + ".eyJ" + x("zdWIiOiI", 2) + "." + x("c2lnbmF0", 2),
	}
}

// places are declarations with a key somewhere in them.
var places = map[string]string{
	"prefix":      "service: {name: Shop, description: Orders, base_url: https://a.example, auth: {type: bearer, prefix: KEY}}\ncapabilities: []\n",
	"env":         "service:\n  auth:\n    type: bearer\n    env: KEY\n",
	"base_url":    "service:\n  base_url: https://KEY@api.shop.example?key=KEY\n",
	"unknown key": "service:\n  KEY: 1\n",
	"comment":     "# export KEY\nversion: \"1.0\"\n",
	"name":        "capabilities:\n  - name: KEY\n    method: KEY\n    permission: KEY\n",
	"path":        "capabilities:\n  - name: a\n    method: GET\n    path: /a/{KEY}?key=KEY\n  - name: b\n    method: GET\n    path: /a/{KEY}?key=KEY\n",
	"input":       "capabilities:\n  - name: a\n    inputs:\n      KEY: {type: KEY, in: header, as: KEY, default: KEY}\n",
	"default":     "capabilities:\n  - name: a\n    inputs:\n      a: {type: integer, default: \"KEY\"}\n      b: {type: enum, values: [KEY, KEY], default: z}\n",
	"constraint":  "capabilities:\n  - name: a\n    inputs:\n      a: {type: enum, values: [KEY], constraints: {allowed_values: [b], pattern: \"KEY(\"}}\n    constraints:\n      - input: KEY\n        requires_field: KEY\n",
	"permissions": "permissions:\n  read: [KEY, KEY]\n  write: [KEY]\n  forbidden: [KEY]\n",
}

func TestSecretsAreFoundAndNeverRepeated(t *testing.T) {
	t.Parallel()
	for kind, key := range pasted() {
		for place, template := range places {
			t.Run(kind+" in "+place, func(t *testing.T) {
				t.Parallel()
				found := false
				for _, d := range check(strings.ReplaceAll(template, "KEY", key)) {
					found = found || d.Code == "secret-literal"
					if said := everythingSaid(d); strings.Contains(said, key) {
						t.Errorf("%s repeats the key:\n%s", d.Code, said)
					}
				}
				if !found {
					t.Error("not found")
				}
			})
		}
	}
}

// everythingSaid is all that people get to read of a finding.
func everythingSaid(d diagnostic.Diagnostic) string {
	said := fmt.Sprintln(d.Path, d.Message)
	for _, r := range d.Related {
		said += fmt.Sprintln(r.Message)
	}
	for _, f := range d.Fixes {
		said += fmt.Sprintln(f.Title)
	}
	return said
}

func TestMentionsOfKeysAreNoSecrets(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Use sk_live_ keys", "sk_live_…", "ghp_", "the token begins with xoxb-", "eyJ", "a sk-learn-like_name_of_some_length"} {
		for _, d := range check("service:\n  description: " + text + "\n") {
			if d.Code == "secret-literal" {
				t.Errorf("%s: %s", text, d.Message)
			}
		}
	}
}
