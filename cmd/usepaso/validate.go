package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/analysis/diagnostic"
)

const validateHelp = `Check declarations and report what is wrong with them, where, and how to repair it.

Files may be named, folders are searched for usepaso.yaml, usepaso.yml,
*.usepaso.yaml and *.usepaso.yml, and - reads standard input. Without any,
usepaso.yaml of the current folder is checked.

The exit code is 1 on any error, with --strict on any finding.`

const validateExample = `  usepaso validate
  usepaso validate --strict services/ billing.usepaso.yaml
  usepaso validate --fix
  usepaso validate --format sarif > usepaso.sarif
  usepaso validate --output junit=report.xml --output github=-
  git show HEAD:usepaso.yaml | usepaso validate -`

// validateOptions are the flags of validate.
type validateOptions struct {
	strict        bool
	json          bool
	format        string
	outputs       []string
	failLevel     string
	fix           bool
	unsafeFixes   bool
	diff          bool
	baseline      string
	writeBaseline string
	since         string
	maxTokens     int
}

func (c *Command) validate() *cobra.Command {
	o := &validateOptions{}
	command := &cobra.Command{
		Use:     "validate [files, folders or -]",
		Short:   "Check declarations and report what is wrong",
		Long:    validateHelp,
		Example: validateExample,
		RunE: func(_ *cobra.Command, args []string) error {
			return c.runValidate(o, args)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	flags := command.Flags()
	flags.BoolVar(&o.strict, "strict", false, "report best practice too, and fail on any finding")
	flags.BoolVar(&o.json, "json", false, "the same as --format json")
	flags.StringVar(&o.format, "format", "text", "how findings are printed, a `format` of: "+strings.Join(formatNames(), ", "))
	flags.StringArrayVar(&o.outputs, "output", nil, "write findings to a file as well: `format=path`, repeatable, - for standard output")
	flags.StringVar(&o.failLevel, "fail-level", "", "the mildest `level` that fails: error (the default), warning, information or regret")
	flags.BoolVar(&o.fix, "fix", false, "repair what can be repaired safely")
	flags.BoolVar(&o.unsafeFixes, "unsafe-fixes", false, "also apply fixes that may change what is allowed or sent (implies --fix)")
	flags.BoolVar(&o.diff, "diff", false, "print what --fix would change, and change nothing")
	flags.StringVar(&o.baseline, "baseline", "", "report only findings that are not recorded in this `file`")
	flags.StringVar(&o.writeBaseline, "write-baseline", "", "record the findings in this `file` and succeed")
	flags.StringVar(&o.since, "since", "", "report only findings on lines that changed since this git `revision`")
	flags.IntVar(&o.maxTokens, "max-tokens", 0, "fail when the tools of a file would cost an agent more than `n` tokens (estimated)")
	complete(command, "format", formatNames()...)
	complete(command, "fail-level", levelNames...)
	return command
}

var levelNames = []string{"error", "warning", "information", "regret"}

// check completes the options from one another and refuses what contradicts.
func (o *validateOptions) check() error {
	if o.json {
		if o.format != "text" && o.format != "json" {
			return wrongUsage("--json and --format %s contradict each other.", o.format)
		}
		o.format = "json"
	}
	if formatNamed(o.format) == nil {
		return wrongUsage("Unknown format %q.%s Expected one of: %s.", o.format, didYouMean(o.format, formatNames()), strings.Join(formatNames(), ", "))
	}
	if _, ok := diagnostic.ParseSeverity(o.failLevel); o.failLevel != "" && !ok {
		return wrongUsage("Unknown level %q.%s Expected one of: %s.", o.failLevel, didYouMean(o.failLevel, levelNames), strings.Join(levelNames, ", "))
	}
	if o.maxTokens < 0 {
		return wrongUsage("--max-tokens must not be negative, got %d.", o.maxTokens)
	}
	if o.baseline != "" && o.writeBaseline != "" {
		return wrongUsage("--baseline and --write-baseline contradict each other.")
	}
	o.fix = o.fix || o.unsafeFixes
	return nil
}

// level returns the mildest severity that fails.
func (o *validateOptions) level() diagnostic.Severity {
	if s, ok := diagnostic.ParseSeverity(o.failLevel); ok {
		return s
	}
	if o.strict {
		return diagnostic.Regret
	}
	return diagnostic.Error
}

// regrets reports whether best practice is reported.
func (o *validateOptions) regrets() bool { return o.strict || o.failLevel == "regret" }

func (c *Command) runValidate(o *validateOptions, args []string) error {
	if err := o.check(); err != nil {
		return err
	}
	outputs, err := parseOutputs(o.outputs)
	if err != nil {
		return err
	}
	c.beBrief()
	names, several, err := c.targets(args)
	if err != nil {
		return err
	}
	r := &report{several: several, colors: c.palette(c.Stdout), summary: c.Stderr}
	for _, name := range names {
		checked, err := c.checkFile(o, name)
		if err != nil {
			return err
		}
		r.files = append(r.files, checked)
	}
	if o.writeBaseline != "" {
		return c.recordBaseline(r, o.writeBaseline)
	}
	if err := c.narrow(o, r); err != nil {
		return err
	}
	if err := c.print(o, r, outputs); err != nil {
		return err
	}
	if r.failed() || o.diff && r.changed() {
		return errFailed
	}
	return nil
}

// checkFile reads one file and finds what is wrong with it, after repairing it
// when asked to. What is no readable declaration counts as a failed file.
func (c *Command) checkFile(o *validateOptions, name string) (*checkedFile, error) {
	f := &checkedFile{name: displayName(name), level: o.level()}
	text, err := c.read(name)
	if err != nil {
		return f, f.refuse(err)
	}
	f.analyze(text)
	if o.fix || o.diff {
		if err := c.fixFile(o, name, f); err != nil {
			return nil, err
		}
	}
	f.choose(o.regrets())
	f.limitTokens(o.maxTokens)
	return f, nil
}

// print writes the report to standard output, unless that shows a diff, and to
// the files of --output.
func (c *Command) print(o *validateOptions, r *report, outputs []output) error {
	if !o.diff {
		if err := formatNamed(o.format).print(c.Stdout, r); err != nil {
			return fmt.Errorf("cannot write the report: %w", err)
		}
	}
	for _, out := range outputs {
		if err := c.writeOutput(out, r); err != nil {
			return fmt.Errorf("cannot write the %s report: %w", out.format.name, err)
		}
	}
	return nil
}
