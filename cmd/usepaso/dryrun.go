package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/keys"
	"github.com/usepaso/usepaso/analysis/request"
)

// dryRun shows the request of one capability. Where only required arguments are
// missing the request is shown with their names, and the check fails all the same.
func (c *Command) dryRun(o *testOptions, s *analysis.Snapshot, capability *declaration.Capability, pairs []string) error {
	d, options := s.Declaration, o.buildOptions(s, capability)
	args, problems := request.ParseText(capability, pairs)
	if len(problems) == 0 {
		args, problems = request.Check(d, capability, args, options.Operation)
	}
	if slices.ContainsFunc(problems, func(p request.Problem) bool { return !missing(capability, args, p) }) {
		return c.refuseArguments(o, capability, problems, nameHint(capability, pairs))
	}
	for _, p := range problems {
		c.say("%s\n", printable(p.Message))
	}
	built, wrong := request.Build(d, capability, args, options)
	if len(wrong) > 0 {
		return c.refuseArguments(o, capability, wrong, "")
	}
	if err := c.showRequest(o, capability, built); err != nil {
		return err
	}
	if len(problems) > 0 {
		return errFailed
	}
	return nil
}

// missing reports whether a problem is that an input has no value.
func missing(capability *declaration.Capability, args request.Arguments, p request.Problem) bool {
	return p.Type == request.InvalidInput && capability.Input(p.Input) != nil && args[p.Input] == nil
}

// shownRequest is one request as --json prints it.
type shownRequest struct {
	Capability string `json:"capability"`
	DryRun     bool   `json:"dry_run"`
	request.JSON
}

// showRequest shows a request. A key that was pasted into the file is masked here as
// everywhere, even where an ignore comment allows it.
func (c *Command) showRequest(o *testOptions, capability *declaration.Capability, r *request.Request) error {
	if o.json {
		raw, err := encodeJSON(shownRequest{capability.Name.Value, true, r.JSON()})
		if err == nil {
			_, err = io.WriteString(c.Stdout, keys.Hide(string(raw)))
		}
		return err
	}
	title, text := "", r.Curl()
	if !o.curl {
		title, text = "--- DRY RUN (no request will be made) ---\n\n", r.Text()
	}
	_, err := fmt.Fprintf(c.Stdout, "%s%s\n", title, keys.Hide(strings.TrimRight(text, "\n")))
	return err
}

// The outcomes of one capability in a dry run of all.
const (
	outcomeOK      = "ok"
	outcomeFailed  = "failed"
	outcomeSkipped = "skipped"
)

// outcome is how one capability fared in a dry run of all.
type outcome struct {
	Name   string `json:"name"`
	Status string `json:"status"`
	Method string `json:"method,omitempty"`
	URL    string `json:"url,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// testAll builds the request of every capability.
func (c *Command) testAll(o *testOptions, s *analysis.Snapshot) error {
	var all []outcome
	passed, wrong := 0, 0
	for _, capability := range s.Declaration.Capabilities {
		out := preview(o, s, capability)
		switch out.Status {
		case outcomeOK:
			passed++
		case outcomeFailed:
			wrong++
		}
		if err := c.printOutcome(o, out); err != nil {
			return err
		}
		all = append(all, out)
	}
	if err := c.summarizeAll(o, all, passed, wrong); err != nil {
		return err
	}
	if wrong > 0 {
		return errFailed
	}
	return nil
}

func preview(o *testOptions, s *analysis.Snapshot, capability *declaration.Capability) outcome {
	d := s.Declaration
	out := outcome{Name: capability.Name.Value, Status: outcomeOK}
	if _, forbidden := d.Permissions.Forbidden(out.Name); forbidden {
		out.Status, out.Reason = outcomeSkipped, "forbidden"
		return out
	}
	built, problems := request.Preview(d, capability, o.buildOptions(s, capability))
	if len(problems) > 0 {
		out.Status, out.Reason = outcomeFailed, printable(problems[0].Message)
		return out
	}
	out.Method, out.URL = built.Method, keys.Hide(built.ShownURL())
	return out
}

func (c *Command) printOutcome(o *testOptions, out outcome) error {
	if o.json {
		return nil
	}
	var err error
	switch out.Status {
	case outcomeOK:
		_, err = fmt.Fprintf(c.Stdout, "%s %s %s %s\n", c.palette(c.Stdout).good.Sprint("ok"), out.Name, out.Method, out.URL)
	case outcomeSkipped:
		_, err = fmt.Fprintf(c.Stdout, "skip %s %s\n", out.Name, out.Reason)
	default:
		c.say("%s %s: %s\n", c.palette(c.Stderr).bad.Sprint("FAIL"), out.Name, out.Reason)
	}
	return err
}

func (c *Command) summarizeAll(o *testOptions, all []outcome, passed, wrong int) error {
	if o.json {
		return c.printJSON(struct {
			Passed       int       `json:"passed"`
			Failed       int       `json:"failed"`
			Total        int       `json:"total"`
			DryRun       bool      `json:"dry_run"`
			Capabilities []outcome `json:"capabilities"`
		}{passed, wrong, len(all), true, append([]outcome{}, all...)})
	}
	summary := fmt.Sprintf("\n%d passed", passed)
	if wrong > 0 {
		summary += fmt.Sprintf(", %d failed", wrong)
	}
	summary += fmt.Sprintf(". %d capabilities total.\n", len(all))
	if wrong == 0 {
		summary += "All requests build correctly. No API calls were made.\n"
	}
	_, err := fmt.Fprint(c.Stdout, summary)
	return err
}

// printJSON writes a value as one line of JSON to standard output.
func (c *Command) printJSON(value any) error {
	raw, err := encodeJSON(value)
	if err == nil {
		_, err = c.Stdout.Write(raw)
	}
	return err
}

// encodeJSON returns a value as one line of JSON, characters of HTML as they are.
func encodeJSON(value any) ([]byte, error) {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	err := out.Encode(value)
	return b.Bytes(), err
}
