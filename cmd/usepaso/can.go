package main

import (
	"net/http"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/schema"
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

// otherMethods are those of HTTP that no declaration can have. Any other word is a
// slip, to which "no" would be an answer that a check in CI believes.
var otherMethods = []string{http.MethodHead, http.MethodOptions, http.MethodTrace, http.MethodConnect}

// checkQuestion refuses a question about no method, or about a method alone.
func checkQuestion(args []string) error {
	known := schema.Capability.Key("method").Enum
	method := strings.ToUpper(args[0])
	isMethod := slices.Contains(known, method) || slices.Contains(otherMethods, method)
	switch {
	case len(args) == 2 && !isMethod:
		return wrongUsage("Unknown method %q.%s Expected %s.", printable(args[0]), didYouMean(method, known), strings.Join(known, ", "))
	case len(args) == 1 && isMethod && args[0] == method:
		return wrongUsage("The path is missing, as in usepaso can %s /customers/cus_123.", method)
	}
	return nil
}

func (c *Command) runCan(o *canOptions, args []string) error {
	if err := checkQuestion(args); err != nil {
		return err
	}
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
	if allowed {
		return nil
	}
	if near := didYouMean(args[0], namesOf(s.Declaration)); len(args) == 1 && near != "" && s.Declaration.Capability(args[0]) == nil {
		c.say("%s\n", strings.TrimSpace(near))
	}
	return errFailed
}
