package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/request"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/mcp"
	"github.com/usepaso/usepaso/mcp/invoke"
	"github.com/usepaso/usepaso/mcp/secret"
)

// live carries out one call, the way the server does.
func (c *Command) live(o *testOptions, s *analysis.Snapshot, capability *declaration.Capability, pairs []string) error {
	args, problems := request.ParseText(capability, pairs)
	if len(problems) > 0 {
		return c.refuseArguments(o, capability, problems, "")
	}
	ctx, stop := interruptible()
	defer stop()
	var options mcp.Options
	var err error
	if options.Timeout, err = parseTime("timeout", o.timeout); err != nil {
		return err
	}
	if err := c.mayCall(ctx, o, s); err != nil {
		return err
	}
	if err := c.wire(ctx, &options, s, wiring{env: o.env, baseURL: o.baseURL, mock: o.mock}); err != nil {
		return err
	}
	options.MaxResult = invoke.DefaultMaxBody // a person sees all there is
	c.sayWhere(o, s)
	call := invoke.Call{Name: capability.Name.Value, Arguments: args, Client: "usepaso test"}
	if terminal := c.terminal(); terminal != nil {
		defer terminal.Close() //nolint:errcheck // nothing is kept there
		call.Asker = c.confirmer(terminal)
	}
	if !o.json {
		if _, err := fmt.Fprintf(c.Stdout, "Testing %s...\n", call.Name); err != nil {
			return err
		}
	}
	result, err := mcp.Run(ctx, options, call)
	if err != nil {
		return err
	}
	if err := c.showResult(o, capability, result); err != nil {
		if !o.json && result.Failure != nil && result.Failure.Kind == invoke.InvalidInput {
			c.say("%s", nameHint(capability, pairs))
		}
		return err
	}
	return nil
}

// mayCall refuses a call whose key is there but was not allowed: that there is none,
// as the call itself would find, is not what the person has to mend.
func (c *Command) mayCall(ctx context.Context, o *testOptions, s *analysis.Snapshot) error {
	if o.mock || o.json || c.mayHave(s, originOf(s, o.baseURL)) {
		return nil
	}
	if found, err := secret.Resolve(ctx, c.keyOptions(s, o.env)); err == nil && found.Found() {
		return failed("%s\nNothing was sent.", notAllowed(s, o.baseURL))
	}
	return nil
}

// nameHint says what may have been meant by arguments that the capability does not
// have, "" when there are none.
func nameHint(capability *declaration.Capability, pairs []string) string {
	var known []string
	for _, in := range capability.Inputs {
		known = append(known, in.Name)
	}
	for _, pair := range pairs {
		name, _, _ := strings.Cut(pair, "=")
		switch near := didYouMean(name, known); {
		case slices.Contains(known, name):
			continue
		case near != "":
			return "  → " + strings.TrimSpace(near) + "\n"
		case len(known) == 0:
			return "  → " + capability.Name.Value + " takes no parameters.\n"
		}
		return "  → " + capability.Name.Value + " takes: " + strings.Join(known, ", ") + ".\n"
	}
	return ""
}

// sayWhere tells where the request goes when that is not what the file says.
func (c *Command) sayWhere(o *testOptions, s *analysis.Snapshot) {
	switch {
	case o.mock:
		c.say("Mock: the answer is made up from the declared output. Nothing is sent.\n")
	case o.baseURL != "":
		c.say("The request and the key go to %s instead of %s.\n", o.baseURL, printable(s.Declaration.Service.BaseURL.Value))
	}
}

// confirmer returns what shows a question on the terminal and reads the answer.
func (c *Command) confirmer(terminal io.Writer) mcp.Confirmer {
	return func(ctx context.Context, question string) (bool, error) {
		if _, err := fmt.Fprintf(terminal, "\n%s\n\nSend it? [y/N] ", question); err != nil {
			return false, err
		}
		line, err := c.readLine(ctx)
		if err != nil {
			_, _ = fmt.Fprintln(terminal) // the person pressed Ctrl-C on the question's line
			return false, err
		}
		answer := strings.ToLower(strings.TrimSpace(line))
		return answer == "y" || answer == "yes", nil
	}
}

// showResult prints what came of a call.
func (c *Command) showResult(o *testOptions, capability *declaration.Capability, r *invoke.Result) error {
	if o.json {
		if err := c.printJSON(liveResultOf(capability, r, o.mock)); err != nil {
			return err
		}
	} else if err := c.printExchange(r); err != nil {
		return err
	}
	if r.Failure == nil {
		return nil
	}
	if !o.json {
		c.say("%s", failureText(r.Failure, capability))
	}
	return errFailed
}

// printExchange prints the request that went out and what came back.
func (c *Command) printExchange(r *invoke.Result) error {
	if r.Request == nil || r.Failure != nil && !r.Failure.Sent && r.Failure.Kind != invoke.NetworkError {
		return nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "→ %s %s\n", r.Request.Method, r.ShownURL)
	if len(r.Request.Body) > 0 {
		fmt.Fprintf(&b, "→ Body: %s\n", visibleText(string(r.Request.Body)))
	}
	if r.Status != 0 {
		fmt.Fprintf(&b, "\n← %s (%dms)\n", statusLine(r.Status), r.Duration.Milliseconds())
	}
	if r.Failure == nil {
		fmt.Fprintf(&b, "\n%s\n", visibleText(pretty(r.Text)))
	}
	_, err := io.WriteString(c.Stdout, b.String())
	return err
}

// liveResult is a call as --json prints it.
type liveResult struct {
	Capability string          `json:"capability"`
	DryRun     bool            `json:"dry_run"`
	Mock       bool            `json:"mock"`
	Request    *request.JSON   `json:"request"` // null when none was made
	Sent       bool            `json:"sent"`
	Status     int             `json:"status,omitempty"`
	Millis     int64           `json:"duration_ms"`
	Response   json.RawMessage `json:"response,omitempty"` // JSON as it came, other text as a string
	Error      *liveFailure    `json:"error,omitempty"`
}

type liveFailure struct {
	Type    string `json:"type"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

func liveResultOf(capability *declaration.Capability, r *invoke.Result, mock bool) liveResult {
	out := liveResult{Capability: capability.Name.Value, Mock: mock, Sent: !mock && (r.Failure == nil || r.Failure.Sent), Status: r.Status, Millis: r.Duration.Milliseconds()}
	if r.Request != nil {
		shown := r.Request.JSON()
		out.Request = &shown
	}
	text := r.Text
	if f := r.Failure; f != nil {
		text = f.Body
		out.Error = &liveFailure{string(f.Kind), printable(f.Message), strings.Join(repairs(f, capability), " ")}
	}
	if text != "" {
		out.Response = asJSON(text)
	}
	return out
}

// asJSON returns a text as it is when it is JSON, else as a string.
func asJSON(text string) json.RawMessage {
	if json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	raw, err := json.Marshal(text)
	if err != nil {
		return nil // a string always has a spelling
	}
	return raw
}

// pretty indents JSON, keeping every digit, and leaves other text as it is.
func pretty(text string) string {
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(text), "", "  "); err != nil {
		return text
	}
	return b.String()
}

// visibleText returns text of several lines without what could steer a terminal or
// deceive its reader.
func visibleText(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || source.Invisible(r)) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ReplaceAll(text, "\r\n", "\n"))
}
