package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/analysis/rules"
)

func (c *Command) explain() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [code]",
		Short: "Explain a finding, or list all there are",
		Long: `Explain what a finding means, why it matters and how to repair it, with an
example of the mistake and of its repair. Without a code all rules are listed.`,
		Example: `  usepaso explain
  usepaso explain duplicate-capability`,
		Args:              arguments(0, 1, "The code"),
		ValidArgsFunction: completeArgument(ruleCodes),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return c.listRules()
			}
			return c.explainRule(args[0])
		},
	}
}

func (c *Command) explainRule(code string) error {
	rule := rules.Lookup(code)
	if rule == nil {
		return wrongUsage("No rule has the code %q.%s Run usepaso explain for the list.", code, didYouMean(code, allCodes()))
	}
	_, err := fmt.Fprintln(c.Stdout, strings.TrimRight(rules.Explain(rule), "\n"))
	return err
}

func allCodes() []string {
	var codes []string
	for _, r := range rules.All {
		codes = append(codes, r.Code)
	}
	return codes
}

// listRules prints one line for each rule.
func (c *Command) listRules() error {
	paint := c.palette(c.Stdout)
	var b strings.Builder
	for _, r := range rules.All {
		fmt.Fprintf(&b, "%s %-11s %s\n", paint.bold.Sprintf("%-28s", r.Code), r.Severity, r.Title)
	}
	_, err := fmt.Fprint(c.Stdout, b.String())
	return err
}
