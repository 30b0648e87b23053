package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/schema"
)

const rootHelp = `Make your API agent-ready in minutes.

usepaso.yaml declares what an agent may do with an HTTP API: which calls, with
which inputs and limits, and which of them need a person's consent. usepaso
checks the file, shows the requests it stands for and what an agent sees of it,
and serves it to agents.`

const rootExample = `  usepaso demo                       see an agent work, with nothing set up
  usepaso init                       write a first usepaso.yaml
  usepaso validate --strict          check it
  usepaso test --all --dry-run       see the requests it makes
  usepaso inspect                    see what an agent sees
  usepaso connect claude-desktop     give it to an agent`

// root builds the command tree.
func (c *Command) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "usepaso",
		Short:         "Make your API agent-ready in minutes",
		Long:          rootHelp,
		Example:       rootExample,
		Version:       programVersion(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs, // unknown commands are told about below
		RunE:          c.runRoot,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(flagError)
	root.PersistentFlags().StringVarP(&c.file, "file", "f", "", "the declaration's `path` (default usepaso.yaml, then usepaso.yml)")
	root.PersistentFlags().BoolVar(&c.noColor, "no-color", false, "print without colours")
	root.PersistentFlags().SortFlags = false
	root.Flags().BoolP("version", "V", false, "print the version")
	root.Flags().BoolP("help", "h", false, "print this help")
	for _, g := range c.groups() {
		root.AddGroup(&cobra.Group{ID: g.id, Title: g.title})
		for _, command := range g.commands {
			command.GroupID = g.id
			command.DisableFlagsInUseLine = true
			command.Flags().SortFlags = false
			command.Flags().BoolP("help", "h", false, "print this help")
			root.AddCommand(command)
		}
	}
	root.SetHelpCommand(c.help(root))
	root.SetHelpCommandGroupID("about")
	return root
}

// group is a part of the help.
type group struct {
	id, title string
	commands  []*cobra.Command
}

// groups lists the commands in the groups in which the help shows them; within a
// group it sorts them by name.
func (c *Command) groups() []group {
	return []group{
		{"check", "Write and check a declaration:", []*cobra.Command{c.init(), c.validate(), c.fmt(), c.explain(), c.schema(), c.guide()}},
		{"try", "See what it allows and sends:", []*cobra.Command{c.demo(), c.inspect(), c.can(), c.test()}},
		{"serve", "Give it to an agent:", []*cobra.Command{c.secret(), c.connect(), c.disconnect(), c.serve(), c.doctor(), c.log(), c.bundle()}},
		{"about", "About usepaso itself:", []*cobra.Command{c.lsp(), c.completion(), c.version()}},
	}
}

// runRoot is what happens without a command.
func (c *Command) runRoot(root *cobra.Command, args []string) error {
	if len(args) > 0 {
		return unknownCommand(root, args[0])
	}
	root.SetOut(c.Stderr)
	if err := root.Help(); err != nil {
		return err
	}
	return &exitError{code: ExitUsage}
}

func unknownCommand(root *cobra.Command, name string) error {
	var names []string
	for _, command := range root.Commands() {
		names = append(names, command.Name())
	}
	return wrongUsage("Unknown command %q.%s Run usepaso --help for the commands.", name, didYouMean(name, names))
}

// didYouMean suggests the known word that is nearest to one, or the first that
// begins with it.
func didYouMean(word string, known []string) string {
	near, _ := source.Nearest(word, known)
	if i := slices.IndexFunc(known, func(k string) bool { return strings.HasPrefix(k, word) }); near == "" && i >= 0 {
		near = known[i]
	}
	if near == "" {
		return ""
	}
	return fmt.Sprintf(" Did you mean %s?", near)
}

// flagError says what is wrong with a flag, and which one may have been meant.
func flagError(command *cobra.Command, err error) error {
	if errors.Is(err, pflag.ErrHelp) {
		return err
	}
	text := strings.ToUpper(err.Error()[:1]) + err.Error()[1:]
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		f := invalid.GetFlag()
		text = fmt.Sprintf("--%s must be %s, got %q", f.Name, valueKind(f), printable(invalid.GetValue()))
	}
	hint := ""
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		hint = didYouMean("--"+unknown.GetSpecifiedName(), flagNames(command))
	}
	return wrongUsage("%s.%s Run %s --help for usage.", text, hint, command.CommandPath())
}

// valueKind says what the value of a flag must be.
func valueKind(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "bool":
		return "true or false, or stand alone"
	case "int":
		return "a whole number"
	}
	return "a " + f.Value.Type()
}

func flagNames(command *cobra.Command) []string {
	var names []string
	command.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return names
}

// arguments returns a check that allows between least and most positional
// arguments; what names them in the message.
func arguments(least, most int, what string) cobra.PositionalArgs {
	return func(command *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return wrongUsage("%s is missing. Run %s --help for usage.", what, command.CommandPath())
		case len(args) > most:
			return wrongUsage("%s takes no argument %q. Run %s --help for usage.", command.CommandPath(), args[most], command.CommandPath())
		}
		return nil
	}
}

// help prints the help of a command.
func (c *Command) help(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [command]",
		Short: "Help about a command",
		RunE: func(_ *cobra.Command, args []string) error {
			command, rest, err := root.Find(args)
			if err != nil || command == root && len(rest) > 0 {
				return unknownCommand(root, args[0])
			}
			command.InitDefaultHelpFlag()
			return command.Help()
		},
		ValidArgsFunction: func(_ *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, command := range root.Commands() {
				names = append(names, command.Name()+"\t"+command.Short)
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

// ruleURL is where a rule is explained on the web.
func ruleURL(code string) string { return schema.Home + "/blob/main/analysis/rules/README.md#" + code }
