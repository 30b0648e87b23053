package main

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/mcp/invoke"
)

// failureText says to a person what went wrong with a call and what to do. What an
// agent is told is in Failure itself.
func failureText(f *invoke.Failure, capability *declaration.Capability) string {
	var b strings.Builder
	b.WriteString(headline(f, capability))
	for _, repair := range repairs(f, capability) {
		fmt.Fprintf(&b, "\n  → %s", printable(repair))
	}
	if f.Body != "" {
		fmt.Fprintf(&b, "\n\n%s", visibleText(pretty(f.Body)))
	}
	return b.String() + "\n"
}

// headline is the failure in one sentence.
func headline(f *invoke.Failure, capability *declaration.Capability) string {
	switch {
	case f.Kind == invoke.ConsentRequired:
		return fmt.Sprintf("%s needs a person's consent, and there is no terminal to ask on. Nothing was sent.", capability.Name.Value)
	case f.Kind == invoke.ConsentDeclined:
		return "Declined. Nothing was sent."
	case f.Kind == invoke.NetworkError && f.Status == 0:
		return "Request failed: " + printable(f.Message)
	case f.Status == 0 || f.Kind == invoke.ResponseTooLarge || f.Status < 300:
		return printable(f.Message)
	}
	text := statusLine(f.Status) + "."
	switch f.Kind {
	case invoke.AuthFailed:
		text = fmt.Sprintf("%d: Authentication failed.", f.Status)
	case invoke.Forbidden:
		text = fmt.Sprintf("%d: Permission denied.", f.Status)
	case invoke.NotFound:
		text = fmt.Sprintf("%d: Not found.", f.Status)
	case invoke.RateLimited:
		text = fmt.Sprintf("%d: Rate limited.", f.Status)
	case invoke.ServerError:
		text = fmt.Sprintf("%d: Server error from the API.", f.Status)
	}
	return "Error " + text
}

// repairs are the next steps for a person.
func repairs(f *invoke.Failure, capability *declaration.Capability) []string {
	switch {
	case f.Kind == invoke.AuthFailed && f.Status == 0:
		return []string{"Run usepaso secret set to store the key."}
	case f.Kind == invoke.AuthFailed:
		return []string{"The API refused the key. Check that it is whole and still valid, and that service.auth says how the API wants it.", "Run usepaso secret set to store another one."}
	case f.Kind == invoke.Forbidden && f.Status != 0:
		return []string{fmt.Sprintf("The key may not do this. Give it the permission that %s %s needs.", capability.Method.Value, capability.Path.Value)}
	case f.Kind == invoke.NotFound && f.Status != 0:
		return []string{f.RequestURL, "Check the arguments, and path and base_url in the declaration."}
	case f.Kind == invoke.RateLimited:
		return []string{waitText(f)}
	case f.Kind == invoke.ServerError:
		return []string{"The API has a problem of its own. Try again later."}
	case f.Kind == invoke.NetworkError:
		return []string{f.Hint}
	case f.Status >= 300 && f.Status < 400:
		return []string{"A redirect to another place is not followed. Put its address into base_url or path."}
	}
	return nil
}

func waitText(f *invoke.Failure) string {
	if f.RetryAfter <= 0 {
		return "Wait a while before you try again."
	}
	return "Retry after " + counted(int(f.RetryAfter.Seconds()+0.999), "second") + "."
}

// statusLine is an HTTP status as people know it: "404 Not Found".
func statusLine(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}
