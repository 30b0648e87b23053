package main

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/request"
	"github.com/usepaso/usepaso/mcp/invoke"
)

const testHelp = `Call a capability as an agent would, with the same checks, consent and limits.

With --dry-run the exact request is shown and nothing is sent; with --mock it is
answered from the declared output. Arguments are given with -p, or behind the name.
--all shows the request of every capability that is not forbidden; required
inputs without a default stand as {name} there.`

const testExample = `  usepaso test list_charges -p limit=5
  usepaso test --all --dry-run
  usepaso test list_charges -p limit=5 --dry-run
  usepaso test create_refund --dry-run -p charge=ch_123 -p amount=500
  usepaso test list_charges --dry-run --curl
  usepaso test list_charges --base-url http://localhost:12111
  usepaso test get_balance --mock`

// testOptions are the flags of test.
type testOptions struct {
	params  []string
	dryRun  bool
	all     bool
	json    bool
	curl    bool
	baseURL string
	timeout string
	env     string
	mock    bool
}

func (c *Command) test() *cobra.Command {
	o := &testOptions{}
	command := &cobra.Command{
		Use:     "test [capability] [name=value...]",
		Short:   "Try a capability, or all of them",
		Long:    testHelp,
		Example: testExample,
		RunE: func(_ *cobra.Command, args []string) error {
			return c.runTest(o, args)
		},
		ValidArgsFunction: func(command *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return c.completeInputs(command, args, word)
			}
			return completeArgument(c.capabilityNames)(command, args, word)
		},
	}
	flags := command.Flags()
	flags.StringArrayVarP(&o.params, "param", "p", nil, "one argument, `name=value`; repeatable")
	flags.BoolVar(&o.dryRun, "dry-run", false, "show the request and send nothing")
	flags.BoolVar(&o.all, "all", false, "every capability (needs --dry-run)")
	flags.BoolVar(&o.json, "json", false, "print JSON")
	flags.BoolVar(&o.curl, "curl", false, "print a curl command that makes the request")
	flags.StringVar(&o.baseURL, "base-url", "", "another `origin` for the requests: scheme, host and port")
	flags.StringVar(&o.timeout, "timeout", "30", "how long a call may take: a `time` in seconds or as in 500ms")
	flags.BoolVar(&o.mock, "mock", false, "answer from the declared output and send nothing")
	flags.StringVar(&o.env, "env", "", "read the key from this `file` instead of .env beside the declaration")
	if err := command.RegisterFlagCompletionFunc("param", c.completeInputs); err != nil {
		panic(err) // as in completeWith
	}
	return command
}

// check refuses what contradicts.
func (o *testOptions) check(args []string) error {
	switch {
	case o.json && o.curl:
		return wrongUsage("--json and --curl contradict each other.")
	case o.curl && !o.dryRun:
		return wrongUsage("--curl shows a request and sends nothing. Add --dry-run.")
	case o.mock && o.dryRun:
		return wrongUsage("--mock and --dry-run contradict each other.")
	case o.all && (len(args) > 0 || len(o.params) > 0):
		return wrongUsage("--all takes no capability and no arguments.")
	case o.all && o.curl:
		return wrongUsage("--curl shows one request. Name a capability instead of --all.")
	}
	if _, err := parseTime("timeout", o.timeout); err != nil {
		return err
	}
	return checkOrigin(o.baseURL)
}

// parseTime reads the time that a flag gives in seconds or with a unit.
func parseTime(flag, text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if seconds, e := strconv.ParseFloat(text, 64); e == nil {
		d, err = time.Duration(seconds*float64(time.Second)), nil
	}
	if err != nil || d <= 0 {
		return 0, wrongUsage("--%s must be a time such as 30 (seconds) or 500ms, got %q.", flag, printable(text))
	}
	return d, nil
}

// checkOrigin refuses a --base-url that is no http or https URL, or says more than
// scheme, host and port.
func checkOrigin(text string) error {
	if text == "" {
		return nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return wrongUsage("--base-url must be an origin such as http://localhost:8080, got %q.", printable(text))
	}
	if rest := strings.TrimPrefix(text, u.Scheme+"://"+u.Host); rest != "" && rest != "/" {
		return wrongUsage("--base-url replaces the origin only, got %q behind it. Write %s://%s.", printable(rest), u.Scheme, u.Host)
	}
	return nil
}

func (c *Command) runTest(o *testOptions, args []string) error {
	if err := o.check(args); err != nil {
		return err
	}
	if o.all && !o.dryRun {
		return failed("--all requires --dry-run. Running all capabilities against a live API is not supported.")
	}
	s, err := c.load()
	if err != nil {
		return err
	}
	if o.baseURL != "" && o.dryRun {
		c.say("Requests are built for %s instead of %s.\n", o.baseURL, printable(s.Declaration.Service.BaseURL.Value))
	}
	if o.all {
		return c.testAll(o, s)
	}
	if len(args) == 0 {
		return c.listCapabilities(s.Declaration)
	}
	capability, kind, why := testable(s, args[0])
	if capability == nil {
		return c.refuseTest(o, args[0], string(kind), why)
	}
	if !o.dryRun {
		return c.live(o, s, capability, append(args[1:], o.params...))
	}
	return c.dryRun(o, s, capability, append(args[1:], o.params...))
}

// testable returns the capability of that name, or why it cannot be tried.
func testable(s *analysis.Snapshot, name string) (capability *declaration.Capability, kind invoke.Kind, why string) {
	d := s.Declaration
	if entry, ok := d.Permissions.Forbidden(name); ok {
		at := d.Tree.Place(entry.Span)
		place := (&checkedFile{name: s.File.Name, snapshot: s}).at(at)
		return nil, invoke.Forbidden, fmt.Sprintf("Capability %q is forbidden by permissions.forbidden (%s). Nothing was sent.", name, place)
	}
	if capability := d.Capability(name); capability != nil {
		return capability, "", ""
	}
	var names []string
	for _, capability := range d.Capabilities {
		names = append(names, capability.Name.Value)
	}
	return nil, invoke.NotFound, fmt.Sprintf("Capability %q not found.%s\nAvailable: %s", name, didYouMean(name, names), strings.Join(names, ", "))
}

// refuseTest ends a test of which nothing was built; with --json it says so there.
func (c *Command) refuseTest(o *testOptions, name, kind, why string) error {
	if !o.json {
		return failed("%s", why)
	}
	if err := c.printJSON(liveResult{Capability: name, DryRun: o.dryRun, Mock: o.mock, Error: &liveFailure{Type: kind, Message: why}}); err != nil {
		return err
	}
	return errFailed
}

// refuseArguments ends a test whose arguments make no request.
func (c *Command) refuseArguments(o *testOptions, capability *declaration.Capability, problems []request.Problem, hint string) error {
	var lines []string
	for _, p := range problems {
		lines = append(lines, printable(p.Message))
	}
	return c.refuseTest(o, capability.Name.Value, problems[0].Type, strings.TrimSuffix(strings.Join(lines, "\n")+"\n"+hint, "\n"))
}

// listCapabilities answers a test without a name.
func (c *Command) listCapabilities(d *declaration.Declaration) error {
	var b strings.Builder
	b.WriteString("Missing capability name. Available capabilities:\n")
	for _, capability := range d.Capabilities {
		about := d.Tier(capability)
		if _, forbidden := d.Permissions.Forbidden(capability.Name.Value); forbidden {
			about += ", forbidden"
		}
		fmt.Fprintf(&b, "  %s (%s)  %s\n", capability.Name.Value, about, printable(capability.Description.Value))
	}
	b.WriteString("Usage: usepaso test <capability> [--param key=value]\n")
	_, err := fmt.Fprint(c.Stdout, b.String())
	return err
}

// buildOptions says how requests are built for a capability.
func (o *testOptions) buildOptions(s *analysis.Snapshot, capability *declaration.Capability) request.Options {
	return request.Options{BaseURL: o.baseURL, Operation: s.Operation(capability), Placeholders: true}
}
