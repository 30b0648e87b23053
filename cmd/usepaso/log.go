package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/mcp/audit"
)

const logHelp = `Show the audit log: every call of every server on this computer, with what became
of it. Arguments stand in it as a fingerprint only, keys not at all.

--since takes a time such as 30m, 12h or 7d, a date, or a moment as the log has it.`

const logExample = `  usepaso log
  usepaso log --follow
  usepaso log --tool 'create_*' --since 24h
  usepaso log --decision consent_declined --json`

// logOptions are the flags of log.
type logOptions struct {
	follow, json                   bool
	tool, decision, service, since string
}

func (c *Command) log() *cobra.Command {
	o := &logOptions{}
	command := &cobra.Command{
		Use:     "log",
		Short:   "Show the audit log of all calls",
		Long:    logHelp,
		Example: logExample,
		Args:    arguments(0, 0, ""),
		RunE:    func(*cobra.Command, []string) error { return c.runLog(o) },
	}
	flags := command.Flags()
	flags.BoolVar(&o.follow, "follow", false, "go on as calls are made")
	flags.BoolVar(&o.json, "json", false, "print JSON, a line for each call")
	flags.StringVar(&o.tool, "tool", "", "only calls of this tool: a `name`, or a pattern such as create_*")
	flags.StringVar(&o.decision, "decision", "", "only calls with this `outcome`: allowed, consent_declined, forbidden …")
	flags.StringVar(&o.service, "service", "", "only calls of the service of this `name`")
	flags.StringVar(&o.since, "since", "", "only calls since this `time`")
	completeWith(command, "tool", c.capabilityNames)
	complete(command, "decision", decisions...)
	return command
}

// decisions are the outcomes that a call in the log can have.
var decisions = []string{
	"allowed", "auth_failed", "consent_declined", "consent_required", "constraint_violated",
	"forbidden", "invalid_input", "log_resumed", "network_error", "not_found", "rate_limited",
}

func (c *Command) runLog(o *logOptions) error {
	filter := audit.Filter{Tool: o.tool, Decision: o.decision, Service: o.service}
	var err error
	if filter.Since, err = parseSince(o.since, time.Now()); err != nil {
		return err
	}
	if o.decision != "" && !slices.Contains(decisions, o.decision) {
		return wrongUsage("Unknown outcome %q in --decision.%s Expected one of: %s.", printable(o.decision), didYouMean(o.decision, decisions), strings.Join(decisions, ", "))
	}
	if err := filter.Check(); err != nil {
		return wrongUsage("--tool must be a name or a pattern such as create_*, got %q.", printable(o.tool))
	}
	ctx, stop := interruptible()
	defer stop()
	show := c.printEntry
	if o.json {
		show = func(e audit.Entry) error { return c.printJSON(e) }
	}
	if o.follow {
		return c.auditLog().Follow(ctx, filter, show)
	}
	entries, unreadable, err := c.auditLog().Read(ctx, filter)
	if err != nil {
		return err
	}
	// Reads are written a moment later than writes, so that they do not wait.
	slices.SortStableFunc(entries, func(a, b audit.Entry) int { return a.Time.Compare(b.Time) })
	for _, e := range entries {
		if err := show(e); err != nil {
			return err
		}
	}
	if unreadable > 0 {
		c.say("%d lines of %s cannot be read.\n", unreadable, c.auditLog().Path())
	}
	if len(entries) == 0 && !o.json {
		c.say("No such call. The log is %s.\n", c.shortPath(c.auditLog().Path()))
	}
	return nil
}

// printEntry prints a call as one line.
func (c *Command) printEntry(e audit.Entry) error {
	paint := c.palette(c.Stdout)
	decision := paint.bad.Sprintf("%-19s", printable(e.Decision))
	if e.Decision == "allowed" {
		decision = paint.good.Sprintf("%-19s", "allowed")
	}
	status := "-"
	if e.Status != 0 {
		status = strconv.Itoa(e.Status)
	}
	line := fmt.Sprintf("%s  %s %-3s %5d ms  %s", e.Time.Local().Format("2006-01-02 15:04:05"), decision, status, e.Millis, printable(e.Service+": "+e.Tool))
	var about []string
	for _, text := range []string{e.Client, e.Key} {
		if text != "" {
			about = append(about, printable(text))
		}
	}
	if len(about) > 0 {
		line += paint.faint.Sprint("  (" + strings.Join(about, "; ") + ")")
	}
	_, err := fmt.Fprintln(c.Stdout, line)
	return err
}

// parseSince reads a moment: so long ago, a date or a time of the log.
func parseSince(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n >= 0 {
			return now.AddDate(0, 0, -n), nil
		}
	}
	if d, err := time.ParseDuration(text); err == nil && d >= 0 {
		return now.Add(-d), nil
	}
	for _, layout := range []string{time.RFC3339Nano, time.DateTime, "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, text, time.Local); err == nil {
			return t, nil
		}
	}
	return time.Time{}, wrongUsage("--since must be a time such as 12h or 7d, or a date such as 2026-01-31, got %q.", printable(text))
}
