package connect

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/analysis/keys"
)

// Text says what happened, for standard output. Home is shortened to ~ in paths.
func (r Result) Text(home string) string {
	config := Tilde(r.Config, home)
	var first string
	switch r.Action {
	case NoFile:
		return fmt.Sprintf("No config file found at %s. Nothing to remove.\n", config)
	case Absent:
		return fmt.Sprintf("Entry %q not found in %s config. Nothing to remove.\n", r.Slug, r.Client.Title)
	case Unchanged:
		return fmt.Sprintf("%q is already in %s config.\n  Config: %s\n", r.Title, r.Client.Title, config)
	case Updated:
		first = "Updated %q in %s config."
	case Removed:
		first = "Removed %q from %s config."
	default:
		first = "Added %q in %s config."
	}
	return fmt.Sprintf(first+"\n  Config: %s\n\n%s\n", r.Title, r.Client.Title, config, r.Client.Hint)
}

// Tilde shortens the home folder at the start of a path to ~.
func Tilde(path, home string) string {
	rest, ok := strings.CutPrefix(path, home)
	if home == "" || !ok || rest != "" && rest[0] != '/' && rest[0] != '\\' {
		return path
	}
	return "~" + rest
}

// Diff returns the change as a unified diff, "" when there is none. Keys in the
// settings of other servers are masked.
func (r Result) Diff(home string) string {
	name := Tilde(r.Config, home)
	before, after := hide(string(r.Before)), hide(string(r.After))
	return udiff.Unified(name, name, before, after)
}

// named is a string in JSON or TOML whose name says that it is secret.
var named = regexp.MustCompile(`(?i)("?[\w-]*(?:token|secret|key|passw|auth|credential)[\w-]*"?\s*[:=]\s*)"(?:[^"\\]|\\.)*"`)

// hide masks what looks like a key and every string whose name says that it is one.
func hide(text string) string {
	return named.ReplaceAllString(keys.Hide(text), `$1"***"`)
}

// Print returns the entry as it stands in the client's settings, for copying.
func Print(c clients.Client, slug string, e Entry) string {
	text, _, err := Plan(c, slug, e, nil, false)
	if err != nil {
		// Nothing can stand in the way of an entry in empty settings.
		return ""
	}
	return string(text)
}

// ConsentNote is what a person must know when consent is left to the client's dialog.
func ConsentNote(c clients.Client) string {
	return fmt.Sprintf("Consent relies on %s's dialog; do not choose Always allow.", c.Title)
}

// RefusalNote is what a person must know when the server asks for consent and the
// client cannot show the question.
func RefusalNote(c clients.Client) string {
	return fmt.Sprintf("%s is not known to show usepaso's question: calls that need consent are refused there. Where its own dialog asks you, connect with -- --consent=client.", c.Title)
}

// KeyNote says where the client will find the API key that the variable holds, or
// what to do so that it does. Source is where the secret is now, as people call it,
// "" when there is none; exported says that only this terminal's variables hold it.
func KeyNote(c clients.Client, variable, source string, exported bool) string {
	switch {
	case source == "" && c.Inputs:
		return fmt.Sprintf("Note: No auth token found. Run usepaso secret set to put %s into .env, where %s will find it, or let %s ask for it.", variable, c.Title, c.Title)
	case source == "":
		return fmt.Sprintf("Note: No auth token found. Run usepaso secret set to put %s into .env, where %s will find it.", variable, c.Title)
	case !exported:
		return fmt.Sprintf("Key: %s will find %s in %s.", c.Title, variable, source)
	case c.Shell:
		return fmt.Sprintf("Key: %s will find %s only when it is started in a terminal that exports it. Run usepaso secret set to keep it in .env.", c.Title, variable)
	}
	return fmt.Sprintf("Note: %s is set in this terminal, which %s does not see. Run usepaso secret set to put it into .env, where %s will find it.", variable, c.Title, c.Title)
}
