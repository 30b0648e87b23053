package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/keys"
	"github.com/usepaso/usepaso/mcp/secret"
)

const secretSetHelp = `Store the API key where usepaso finds it: in .env beside the declaration, readable
by you alone and ignored by git, or in the system's keychain.

The key is typed on the terminal, where it is not shown, or read from standard
input. It is never an argument, since those end up in the shell's history.`

const secretSetExample = `  usepaso secret set
  usepaso secret set --keychain
  pass show stripe/restricted | usepaso secret set`

const secretAllowHelp = `Allow auth.env to name a variable that may belong to something else.

A declaration from somebody else could name any variable of yours. One that is
neither USEPASO_… nor named after the service is sent to an origin only after you
have allowed it, once; secret set allows it as well.`

// maxSecret bounds a key on standard input, in bytes.
const maxSecret = 64 << 10

// secretOptions are the flags of secret set and secret rm.
type secretOptions struct {
	keychain     bool
	env, baseURL string
}

func (c *Command) secret() *cobra.Command {
	command := &cobra.Command{
		Use:   "secret set|rm|allow",
		Short: "Store or remove the API key",
		Args:  cobra.ArbitraryArgs,
		RunE: func(command *cobra.Command, args []string) error {
			if len(args) > 0 {
				return wrongUsage("usepaso secret has set, rm and allow. Run usepaso secret --help for usage.")
			}
			return command.Help()
		},
	}
	for _, child := range []*cobra.Command{c.secretSet(), c.secretRemove(), c.secretAllow()} {
		child.DisableFlagsInUseLine = true
		child.Flags().SortFlags = false
		child.Flags().BoolP("help", "h", false, "print this help")
		command.AddCommand(child)
	}
	return command
}

func (c *Command) secretSet() *cobra.Command {
	o := &secretOptions{}
	command := &cobra.Command{
		Use: "set", Short: "Store the API key in .env or the keychain", Long: secretSetHelp, Example: secretSetExample,
		Args: noSecretArgument,
		RunE: func(*cobra.Command, []string) error { return c.runSecretSet(o) },
	}
	o.flags(command)
	return command
}

func (c *Command) secretRemove() *cobra.Command {
	o := &secretOptions{}
	command := &cobra.Command{
		Use: "rm", Short: "Remove the API key from .env or the keychain",
		Example: "  usepaso secret rm\n  usepaso secret rm --keychain",
		Args:    noSecretArgument,
		RunE:    func(*cobra.Command, []string) error { return c.runSecretRemove(o) },
	}
	o.flags(command)
	return command
}

func (c *Command) secretAllow() *cobra.Command {
	o := &secretOptions{}
	command := &cobra.Command{
		Use: "allow", Short: "Allow auth.env to name a variable that may belong to something else",
		Long:    secretAllowHelp,
		Example: "  usepaso secret allow\n  usepaso secret allow --base-url http://localhost:12111",
		Args:    noSecretArgument,
		RunE:    func(*cobra.Command, []string) error { return c.runSecretAllow(o) },
	}
	command.Flags().StringVar(&o.baseURL, "base-url", "", "for this `origin` instead of that of base_url")
	return command
}

func (o *secretOptions) flags(command *cobra.Command) {
	command.Flags().BoolVar(&o.keychain, "keychain", false, "use the system's keychain instead of .env")
	command.Flags().StringVar(&o.env, "env", "", "use this `file` instead of .env beside the declaration")
}

// noSecretArgument refuses arguments without repeating what may be a key.
func noSecretArgument(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return wrongUsage("A key is no argument: it would stay in the shell's history. Run usepaso secret set and type it, or pipe it in.")
	}
	return nil
}

// secretPlace returns the declaration and where its key is kept.
func (c *Command) secretPlace(o *secretOptions) (*analysis.Snapshot, secret.Options, secret.Place, error) {
	if o.keychain && o.env != "" {
		return nil, secret.Options{}, secret.Place{}, wrongUsage("--keychain and --env contradict each other.")
	}
	if c.file == stdinName {
		return nil, secret.Options{}, secret.Place{}, wrongUsage("The key belongs to a file. Name the declaration with --file.")
	}
	if err := c.needState(); err != nil {
		return nil, secret.Options{}, secret.Place{}, err
	}
	s, err := c.load()
	if err != nil {
		return nil, secret.Options{}, secret.Place{}, err
	}
	options := c.keyOptions(s, o.env)
	if options.Variable == "" {
		return nil, options, secret.Place{}, failed("%s declares no auth, so it needs no key. Declare service.auth first.", c.declarationFile())
	}
	return s, options, secret.Place{Keychain: o.keychain, Locks: c.locks()}, nil
}

func (c *Command) runSecretSet(o *secretOptions) error {
	s, options, place, err := c.secretPlace(o)
	if err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	value, err := c.readSecret(ctx, fmt.Sprintf("%s for %s: ", options.Variable, printable(s.Declaration.Service.Name.Value)))
	if ctx.Err() != nil {
		return failed("Stopped. Nothing was stored.")
	}
	if err != nil {
		return failed("The key could not be read: %v. Nothing was stored.", err)
	}
	stored, err := secret.Store(ctx, options, place, value)
	if err != nil {
		return failed("%s", sentence(err))
	}
	origin := originOf(s, "")
	if !c.mayHave(s, origin) {
		if err := c.allow(ctx, options.Variable, origin); err != nil {
			return err
		}
	}
	kind := ""
	if k := keys.Describe(strings.TrimSpace(value)); k != "" {
		kind = " (" + k + ")"
	}
	verb := "Stored"
	if !stored.Changed {
		verb = "Kept"
	}
	if _, err := fmt.Fprintf(c.Stdout, "%s %s in %s%s.\n", verb, options.Variable, c.shortPath(stored.Source), kind); err != nil {
		return err
	}
	warnings := secret.Guard(ctx, stored.Source)
	for _, warning := range warnings {
		c.say("Warning: %s\n", printable(warning))
	}
	if stored.Ignored != "" && len(warnings) == 0 {
		c.say("Git ignores it now: %s.\n", c.shortPath(stored.Ignored))
	}
	for _, note := range stored.Notes {
		c.say("Note: %s\n", printable(note))
	}
	if advice := restrictedAdvice(value); advice != "" {
		c.say("Note: %s\n", advice)
	}
	return nil
}

func (c *Command) runSecretRemove(o *secretOptions) error {
	_, options, place, err := c.secretPlace(o)
	if err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	removed, err := secret.Remove(ctx, options, place)
	if err != nil {
		return failed("%s", sentence(err))
	}
	text := "Removed %s from %s.\n"
	if !removed.Changed {
		text = "%s is not in %s. Nothing to remove.\n"
	}
	_, err = fmt.Fprintf(c.Stdout, text, options.Variable, c.shortPath(removed.Source))
	return err
}

func (c *Command) runSecretAllow(o *secretOptions) error {
	if err := checkOrigin(o.baseURL); err != nil {
		return err
	}
	s, options, _, err := c.secretPlace(o)
	if err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	origin := originOf(s, o.baseURL)
	if c.mayHave(s, origin) {
		_, err := fmt.Fprintf(c.Stdout, "%s may be sent to %s already.\n", options.Variable, origin)
		return err
	}
	if err := c.allow(ctx, options.Variable, origin); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.Stdout, "%s may be sent to %s from now on.\n", options.Variable, origin)
	return err
}
