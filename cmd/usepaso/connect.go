package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/mcp/connect"
	"github.com/usepaso/usepaso/mcp/safefile"
)

const connectHelp = `Enter the declaration into the settings of an MCP client.

One entry is written; everything else in the settings stays as it is. The key is
never written there. Afterwards the entry is started once, as the client would, to
prove that it works. What follows -- are flags for serve.`

const connectExample = `  usepaso connect claude-desktop
  usepaso connect cursor --dry-run
  usepaso connect vscode --ask
  usepaso connect windsurf --name "Stripe test" -f test.usepaso.yaml
  usepaso connect claude-code -- --permission read
  usepaso connect zed --print`

// connectOptions are the flags of connect.
type connectOptions struct {
	name   string
	config string
	env    string
	dryRun bool
	print  bool
	force  bool
	ask    bool
	serve  []string     // flags for serve
	served serveOptions // what they say
}

func (c *Command) connect() *cobra.Command {
	o := &connectOptions{}
	command := &cobra.Command{
		Use:               "connect client [-- flags of serve]",
		Short:             "Enter the declaration into the settings of a client",
		Long:              connectHelp + "\n\nClients: " + strings.Join(clients.IDs(), ", ") + ".",
		Example:           connectExample,
		Args:              c.connectArguments(o),
		ValidArgsFunction: completeArgument(clientNames),
		RunE: func(_ *cobra.Command, args []string) error {
			return c.runConnect(o, args[0])
		},
	}
	flags := command.Flags()
	flags.BoolVar(&o.dryRun, "dry-run", false, "show the change of the settings and write nothing")
	flags.BoolVar(&o.print, "print", false, "print the entry, for pasting, and write nothing")
	flags.StringVar(&o.name, "name", "", "the entry's `name` (default: the service's)")
	flags.BoolVar(&o.force, "force", false, "replace another entry of that name")
	flags.StringVar(&o.config, "config", "", "write to this `file` instead of the client's settings")
	flags.StringVar(&o.env, "env", "", "have the server read the key from this `file` instead of .env beside the declaration")
	flags.BoolVar(&o.ask, "ask", false, "have the client ask for the key (vscode)")
	return command
}

// connectArguments takes the client, and behind -- flags that serve must know.
func (c *Command) connectArguments(o *connectOptions) cobra.PositionalArgs {
	client := arguments(1, 1, "The client")
	return func(command *cobra.Command, args []string) error {
		dash := command.ArgsLenAtDash()
		if dash < 0 {
			return client(command, args)
		}
		o.serve = args[dash:]
		if err := c.serveFlags(o); err != nil {
			return err
		}
		return client(command, args[:dash])
	}
}

// serveFlags refuses flags that serve would refuse when the client starts it, and
// those that mean nothing in an entry.
func (c *Command) serveFlags(o *connectOptions) error {
	serve := c.serveWith(&o.served)
	if err := serve.ParseFlags(o.serve); errors.Is(err, pflag.ErrHelp) {
		return wrongUsage("What follows -- are flags for the entry. Run usepaso serve --help for them.")
	} else if err != nil {
		return wrongUsage("serve does not take what follows --: %v. Run usepaso serve --help for its flags.", err)
	}
	if rest := serve.Flags().Args(); len(rest) > 0 {
		return wrongUsage("serve takes no argument %q. Run usepaso serve --help for its flags.", printable(rest[0]))
	}
	switch {
	case o.served.http != "":
		return wrongUsage("--http has no place in an entry: the client talks to serve over standard input and output.")
	case o.served.env != "":
		return wrongUsage("The client starts serve in another folder. Write --env before --, and its path is made absolute.")
	}
	_, err := o.served.check(serve.Flags().Changed("consent"))
	return err
}

// clientNames lists the clients for completion.
func clientNames() []string {
	var names []string
	for _, client := range clients.All() {
		names = append(names, client.ID+"\t"+client.Title)
	}
	return names
}

// findClient returns the client that the user named.
func findClient(id string) (clients.Client, error) {
	client, ok := clients.Find(id)
	if !ok {
		return client, wrongUsage("Unknown client: %q.%s Supported clients: %s", printable(id), didYouMean(id, clients.IDs()), strings.Join(clients.IDs(), ", "))
	}
	return client, nil
}

func (c *Command) runConnect(o *connectOptions, id string) error {
	client, err := findClient(id)
	if err != nil {
		return err
	}
	if o.print && o.dryRun {
		return wrongUsage("--print and --dry-run contradict each other.")
	}
	if c.file == stdinName {
		return wrongUsage("The client needs a file to start. Name the declaration with --file.")
	}
	s, err := c.load()
	if err != nil {
		return err
	}
	if len(o.serve) > 0 {
		if err := checkFilters(o.served.filters, s.Declaration); err != nil {
			return err
		}
	}
	ctx, stop := interruptible()
	defer stop()
	request, err := c.connection(o, client, s)
	if err != nil {
		return err
	}
	notes, err := c.keyNotes(ctx, o, client, s)
	if err != nil {
		return err
	}
	if o.print {
		c.sayNotes(append([]string{o.consentNote(client, request.Entry, s)}, notes...)...)
		_, err := io.WriteString(c.Stdout, connect.Print(client, request.Slug, request.Entry))
		return err
	}
	if err := c.needState(); err != nil {
		return err
	}
	result, err := connect.Connect(ctx, request)
	if onlyMoved(ctx, request, err) {
		request.Force = true
		result, err = connect.Connect(ctx, request)
	}
	if err != nil {
		return connectError(err)
	}
	if o.dryRun {
		return c.printChange(result)
	}
	if _, err := io.WriteString(c.Stdout, result.Text(c.home())); err != nil {
		return err
	}
	if asksForKey(result, s) {
		notes = nil
	}
	c.sayNotes(append([]string{c.droppedNote(result), o.consentNote(client, request.Entry, s)}, notes...)...)
	if result.Probe != nil {
		return failed("The entry is written but does not start: %v\nRun usepaso doctor --as %s after repairing it.", result.Probe, client.ID)
	}
	return nil
}

// asksForKey reports whether the client asks the person for the key, as an entry
// made with --ask has it also when connect is run again without.
func asksForKey(r connect.Result, s *analysis.Snapshot) bool {
	entry, _ := connect.Lookup(r.Client, r.After, r.Slug)
	return strings.Contains(entry.Env[s.Declaration.Service.Auth.Variable()], "${input:")
}

// onlyMoved reports whether the entry in the way is ours to the last word, but for
// its program, which is not there any more: after an update, or another way of
// installing. Nobody needs to be asked before such an entry works again.
func onlyMoved(ctx context.Context, r connect.Request, err error) bool {
	if exists, ok := errors.AsType[*connect.ExistsError](err); !ok || !exists.Ours {
		return false
	}
	r.Force, r.DryRun = true, true
	would, err := connect.Connect(ctx, r)
	old, ok := connect.Lookup(r.Client, would.Before, r.Slug)
	return err == nil && ok && len(would.Dropped) == 0 && slices.Equal(old.Args, r.Entry.Args) && commandProblem(old) != ""
}

// droppedNote tells what a replaced entry had beyond how the server is started.
func (c *Command) droppedNote(r connect.Result) string {
	if len(r.Dropped) == 0 {
		return ""
	}
	return fmt.Sprintf("Note: the entry that was replaced also had %s. The settings as they were lie in %s.",
		printable(strings.Join(r.Dropped, ", ")), c.shortPath(r.Config+safefile.BackupSuffix))
}

// consentNote is what a person must know when the entry leaves consent to the
// client's own dialog.
// Where nobody would ask, calls that need consent are refused, which looks like a
// fault unless it is told.
func (o *connectOptions) consentNote(client clients.Client, entry connect.Entry, s *analysis.Snapshot) string {
	mode := decide.ConsentAsk
	if len(o.serve) > 0 {
		mode = o.served.filters.Consent
	}
	if slices.Contains(entry.Args, "--consent="+decide.ConsentClient) {
		mode = decide.ConsentClient
	}
	switch asks := func(c *declaration.Capability) bool { return c.ConsentRequired.Value }; {
	case mode == decide.ConsentClient:
		return connect.ConsentNote(client)
	case mode == decide.ConsentAsk && !client.Elicits && slices.ContainsFunc(s.Declaration.Capabilities, asks):
		return connect.RefusalNote(client)
	}
	return ""
}

func (c *Command) sayNotes(notes ...string) {
	for _, note := range notes {
		if note != "" {
			c.say("%s\n", note)
		}
	}
}

// connectError turns what stands in the way into what to do about it.
func connectError(err error) error {
	if exists, ok := errors.AsType[*connect.ExistsError](err); ok {
		return failed("%s\n%s", exists.Error(), printable(exists.Hint()))
	}
	if settings, ok := errors.AsType[*connect.SettingsError](err); ok {
		return failed("%s", settings.Error())
	}
	return fmt.Errorf("cannot edit the settings: %w", err)
}

// printChange shows what a dry run would change.
func (c *Command) printChange(r connect.Result) error {
	text := r.Diff(c.home())
	if text == "" {
		text = "Nothing would change.\n"
	}
	_, err := io.WriteString(c.Stdout, text)
	return err
}
