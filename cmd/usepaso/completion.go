package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/analysis/rules"
)

var shells = []string{"bash", "zsh", "fish", "powershell"}

func (c *Command) completion() *cobra.Command {
	var shell string
	command := &cobra.Command{
		Use:   "completion [bash|zsh|fish|powershell]",
		Short: "Print a script that completes commands, flags, capability names and rule codes",
		Example: `  source <(usepaso completion bash)
  usepaso completion zsh > "${fpath[1]}/_usepaso"
  usepaso completion fish > ~/.config/fish/completions/usepaso.fish
  usepaso completion powershell | Out-String | Invoke-Expression`,
		Args:      arguments(0, 1, "The shell"),
		ValidArgs: shells,
		RunE: func(command *cobra.Command, args []string) error {
			if len(args) > 0 {
				shell = args[0]
			}
			return c.runCompletion(command.Root(), shell)
		},
	}
	command.Flags().StringVar(&shell, "shell", "bash", "the `shell`, as an alternative to the argument")
	complete(command, "shell", shells...)
	return command
}

func (c *Command) runCompletion(root *cobra.Command, shell string) error {
	switch shell {
	case "bash":
		return writeBashCompletion(c.Stdout, root)
	case "zsh":
		return root.GenZshCompletion(c.Stdout)
	case "fish":
		return root.GenFishCompletion(c.Stdout, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(c.Stdout)
	}
	return wrongUsage("Unknown shell %q. Expected bash, zsh, fish or powershell.", shell)
}

// complete offers fixed values for a flag.
func complete(command *cobra.Command, flag string, values ...string) {
	completeWith(command, flag, func() []string { return values })
}

// completeWith offers values for a flag that are found out when asked for.
func completeWith(command *cobra.Command, flag string, values func() []string) {
	err := command.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return values(), cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(err) // the flag does not exist, or was registered twice
	}
}

// completeList offers values for a flag that takes several, separated by commas.
func completeList(command *cobra.Command, flag string, values func() []string) {
	err := command.RegisterFlagCompletionFunc(flag, func(_ *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
		begun := word[:strings.LastIndexByte(word, ',')+1]
		offers := values()
		for i := range offers {
			offers[i] = begun + offers[i]
		}
		return offers, cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(err) // as in completeWith
	}
}

// completeInputs offers, behind the name of a capability, its inputs as name=.
func (c *Command) completeInputs(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	s, err := c.open()
	if err != nil || len(args) == 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	if capability := s.Declaration.Capability(args[0]); capability != nil {
		for _, in := range capability.Inputs {
			names = append(names, in.Name+"=\t"+in.Description.Or(""))
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// completeArgument offers values for the first positional argument.
func completeArgument(values func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return values(), cobra.ShellCompDirectiveNoFileComp
	}
}

func ruleCodes() []string {
	var codes []string
	for _, r := range rules.All {
		codes = append(codes, r.Code+"\t"+r.Title)
	}
	return codes
}

// capabilityNames lists the capabilities of the declaration at hand, none when it
// cannot be read.
func (c *Command) capabilityNames() []string {
	s, err := c.open()
	if err != nil {
		return nil
	}
	var names []string
	for _, capability := range s.Declaration.Capabilities {
		if name := capability.Name.Or(""); name != "" && !slices.Contains(names, name) {
			names = append(names, name+"\t"+capability.Description.Or(""))
		}
	}
	return names
}
