package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/ide"
	"github.com/usepaso/usepaso/analysis/syntax"
)

func (c *Command) fmt() *cobra.Command {
	var check, diff bool
	command := &cobra.Command{
		Use:   "fmt [files, folders or -]",
		Short: "Lay out declarations in the usual way",
		Long: `Lay out declarations as editors do: two spaces for each level, lists indented
below their key, one line break at the end. Comments, blank lines and quotes stay, and the
meaning never changes. What is read from standard input is written to standard output.
Text that is no YAML is left alone.`,
		Example: `  usepaso fmt
  usepaso fmt --check .
  usepaso fmt - < usepaso.yaml`,
		RunE: func(_ *cobra.Command, args []string) error { return c.runFmt(args, check, diff) },
	}
	command.Flags().BoolVar(&check, "check", false, "write nothing; list the files that are laid out otherwise and exit 1")
	command.Flags().BoolVar(&diff, "diff", false, "write nothing; show what would change and exit 1")
	return command
}

func (c *Command) runFmt(args []string, check, diff bool) error {
	names, _, err := c.targets(args)
	if err != nil {
		return err
	}
	bad := false
	for _, name := range names {
		text, err := c.read(name)
		if err != nil {
			return err
		}
		s := analysis.Analyze(displayName(name), text)
		formatted := ide.Format(s)
		bad = c.tellUnformatted(s) || bad
		switch {
		case name == stdinName && !check && !diff:
			_, err = fmt.Fprint(c.Stdout, formatted)
		case formatted == text:
		case diff: // says more than --check, which it may stand beside
			bad = true
			err = c.printDiff(displayName(name), text, formatted)
		case check:
			bad = true
			_, err = fmt.Fprintln(c.Stdout, displayName(name))
		default:
			err = replaceFile(c.path(name), formatted)
		}
		if err != nil {
			return err
		}
	}
	if bad {
		return errFailed
	}
	return nil
}

// tellUnformatted says where a text could not be laid out since it is no YAML.
func (c *Command) tellUnformatted(s *analysis.Snapshot) bool {
	for _, d := range s.Diagnostics() {
		if d.Code == syntax.CodeSyntax || d.Code == syntax.CodeUnreadable {
			p := s.File.Position(int(d.Span.Start))
			c.say("%s:%d:%d: %s; the file is left as it is\n", s.File.Name, p.Line, p.Column, d.Message)
			return true
		}
	}
	return false
}
