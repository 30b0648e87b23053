package main

import (
	"errors"
	"net"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/mcp"
)

const serveHelp = `Serve the declaration to an agent over the Model Context Protocol.

A client starts this command itself; usepaso connect tells it how. Standard input
and output carry the protocol, everything for people goes to standard error.

Calls that need consent wait for a person. Where the client can show a question,
the server asks through it; otherwise --consent decides.

While it runs, a changed declaration is taken up as far as it restricts the agent
further; the rest waits for a restart.`

const serveExample = `  usepaso serve
  usepaso serve --permission read
  usepaso serve --mock
  usepaso serve --http 127.0.0.1:8080`

// serveOptions are the flags of serve.
type serveOptions struct {
	filters        decide.Filters
	env            string
	baseURL        string
	mock           bool
	http, tokenEnv string
	reload         string
	consentTimeout string
	maxResult      string
	strict, watch  bool
	verbose        bool
}

func (c *Command) serve() *cobra.Command { return c.serveWith(&serveOptions{}) }

// serveWith is serve with its flags in o.
func (c *Command) serveWith(o *serveOptions) *cobra.Command {
	command := &cobra.Command{
		Use:     "serve",
		Short:   "Serve the declaration to an agent (MCP)",
		Long:    serveHelp,
		Example: serveExample,
		Args:    arguments(0, 0, ""),
		RunE: func(command *cobra.Command, _ []string) error {
			return c.runServe(o, command.Flags().Changed("consent"))
		},
	}
	c.addFilters(command, &o.filters)
	flags := command.Flags()
	flags.StringVar(&o.consentTimeout, "consent-timeout", "5m", "how long a question to a person stays open: a `time` in seconds or as in 5m")
	flags.StringVar(&o.env, "env", "", "read the key from this `file` instead of .env beside the declaration")
	flags.StringVar(&o.baseURL, "base-url", "", "another `origin` for the requests and the key: scheme, host and port")
	flags.BoolVar(&o.mock, "mock", false, "answer from the declared output and send nothing")
	flags.StringVar(&o.maxResult, "max-result", "100kB", "cut answers to the agent to this `size`")
	flags.StringVar(&o.http, "http", "", "serve Streamable HTTP on this `address` instead of standard input and output")
	flags.StringVar(&o.tokenEnv, "http-token-env", "", "the `variable` with the bearer token that HTTP clients must send (needed beyond this machine)")
	flags.StringVar(&o.reload, "reload", mcp.ReloadTightening, "the `changes` of the file that are taken up: tighten, all (while you edit it) or off")
	flags.BoolVarP(&o.verbose, "verbose", "v", false, "print a line for each call")
	flags.BoolVar(&o.strict, "strict", false, "the same as --consent=ask, the default")
	flags.BoolVarP(&o.watch, "watch", "w", false, "accepted for older entries; changes are taken up anyway")
	complete(command, "reload", reloads...)
	return command
}

var reloads = []string{mcp.ReloadTightening, mcp.ReloadAll, mcp.ReloadOff}

// check refuses what contradicts or cannot be read, and returns what was read.
func (o *serveOptions) check(consentGiven bool) (served mcp.Options, err error) {
	switch {
	case o.strict && consentGiven && o.filters.Consent != decide.ConsentAsk:
		return served, wrongUsage("--strict means --consent=ask and contradicts --consent=%s.", printable(o.filters.Consent))
	case !slices.Contains(reloads, o.reload):
		return served, wrongUsage("Unknown value %q of --reload.%s Expected tighten, all or off.", printable(o.reload), didYouMean(o.reload, reloads))
	case o.tokenEnv != "" && o.http == "":
		return served, wrongUsage("--http-token-env needs --http.")
	}
	if served.ConsentTimeout, err = parseTime("consent-timeout", o.consentTimeout); err != nil {
		return served, err
	}
	if served.MaxResult, err = parseSize("max-result", o.maxResult); err != nil {
		return served, err
	}
	served.Filters, served.Reload, served.Verbose = o.filters, o.reload, o.verbose
	return served, checkOrigin(o.baseURL)
}

func (c *Command) runServe(o *serveOptions, consentGiven bool) error {
	served, err := o.check(consentGiven)
	if err != nil {
		return err
	}
	if served.HTTP, err = c.httpOptions(o); err != nil {
		return err
	}
	if c.file == stdinName && served.HTTP == nil {
		return wrongUsage("serve speaks the protocol on standard input. Name a file with --file.")
	}
	served.Ready, served.Busy = c.beBrief(), c.busy
	s, err := c.load()
	if err != nil {
		return err
	}
	if err := checkFilters(o.filters, s.Declaration); err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	if err := c.wire(ctx, &served, s, wiring{env: o.env, baseURL: o.baseURL, mock: o.mock}); err != nil {
		return err
	}
	served.Guide = isTerminal(c.Stdin) && isTerminal(c.Stderr)
	served.Stdin, served.Stdout = c.Stdin, c.Stdout
	return serveError(mcp.Serve(ctx, served))
}

// serveError tells apart what the person can mend on the command line.
func serveError(err error) error {
	var op *net.OpError
	var address *net.AddrError
	switch {
	case errors.Is(err, mcp.ErrNotLoopback):
		return wrongUsage("Serving other machines needs --http-token-env: without a token only loopback addresses are served.")
	case errors.As(err, &op) && op.Op == "listen", errors.As(err, &address):
		return failed("Failed to start: %v.", err)
	}
	return err
}

var portOnly = regexp.MustCompile(`^[0-9]+$`)

// httpOptions returns where to serve HTTP, nil for not at all.
func (c *Command) httpOptions(o *serveOptions) (*mcp.HTTPOptions, error) {
	if o.http == "" {
		return nil, nil
	}
	h := &mcp.HTTPOptions{Addr: o.http}
	if portOnly.MatchString(h.Addr) {
		h.Addr = ":" + h.Addr
	}
	if _, _, err := net.SplitHostPort(h.Addr); err != nil {
		return nil, wrongUsage("--http must be an address such as 127.0.0.1:8080, got %q.", printable(o.http))
	}
	if o.tokenEnv != "" {
		if h.Token = strings.TrimSpace(c.env(o.tokenEnv)); h.Token == "" {
			return nil, failed("%s, which --http-token-env names, is not set. Put the token that clients must send into it.", printable(o.tokenEnv))
		}
	}
	return h, nil
}

// reader returns a function that reads the declaration as it is now. The first
// call does not analyse again what was just analysed.
func (c *Command) reader(s *analysis.Snapshot) func() (*analysis.Snapshot, error) {
	name := c.declarationFile()
	return func() (*analysis.Snapshot, error) {
		if name == stdinName {
			return s, nil
		}
		text, err := c.read(name)
		if err != nil {
			return nil, err
		}
		if s != nil && s.File.Text() == text {
			return s, nil
		}
		s = nil
		return analysis.Analyze(displayName(name), text), nil
	}
}
