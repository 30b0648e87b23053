package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/analysis/decide"
)

const canHelp = `Answer whether an agent may do something, and show the line that decides.

The question is the name of a capability, or a method and a path: a template or
a real path such as /customers/cus_123, with or without the prefix of base_url.

The exit code is 0 for yes and 1 for no.`

const canExample = `  usepaso can create_refund
  usepaso can DELETE /customers/cus_123
  usepaso can POST /refunds --permission read
  usepaso can DELETE /customers/{id} && exit 1   # in CI: fail when it ever may`

// canOptions are the flags of can.
type canOptions struct {
	json    bool
	filters decide.Filters
}

func (c *Command) can() *cobra.Command {
	o := &canOptions{}
	command := &cobra.Command{
		Use:               "can METHOD PATH | can name",
		Short:             "Answer whether an agent may do something, and why",
		Long:              canHelp,
		Example:           canExample,
		Args:              arguments(1, 2, "The name of a capability, or a method and a path,"),
		ValidArgsFunction: completeArgument(c.capabilityNames),
		RunE: func(_ *cobra.Command, args []string) error {
			return c.runCan(o, args)
		},
	}
	command.Flags().BoolVar(&o.json, "json", false, "print JSON")
	c.addFilters(command, &o.filters)
	return command
}

func (c *Command) runCan(o *canOptions, args []string) error {
	s, err := c.load()
	if err != nil {
		return err
	}
	if err := checkFilters(o.filters, s.Declaration); err != nil {
		return err
	}
	var decisions []decide.Decision
	if len(args) == 1 {
		decisions = []decide.Decision{decide.Name(s.Declaration, args[0], o.filters)}
	} else {
		decisions = decide.Route(s.Declaration, strings.ToUpper(args[0]), args[1], o.filters)
	}
	allowed := slices.ContainsFunc(decisions, func(d decide.Decision) bool { return d.Allowed })
	if o.json {
		err = c.printJSON(verdictOf(s, allowed, decisions))
	} else {
		err = c.printVerdict(s, strings.Join(args, " "), decisions)
	}
	if err != nil {
		return err
	}
	if !allowed {
		return errFailed
	}
	return nil
}
