package main

import (
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/analysis/declaration"
)

const inspectHelp = `Show the tools that an agent gets from the declaration.

--tools prints them exactly as an agent's client receives them in tools/list.
The filters are those of serve and narrow what is shown in the same way.`

const inspectExample = `  usepaso inspect
  usepaso inspect --tools --permission read
  usepaso inspect --tokens
  usepaso inspect --json | jq '.tools[].name'`

// inspectOptions are the flags of inspect.
type inspectOptions struct {
	json, tools, tokens bool
	filters             decide.Filters
}

func (c *Command) inspect() *cobra.Command {
	o := &inspectOptions{}
	command := &cobra.Command{
		Use:     "inspect",
		Short:   "Show the tools that an agent gets",
		Long:    inspectHelp,
		Example: inspectExample,
		Args:    arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			return c.runInspect(o)
		},
	}
	flags := command.Flags()
	flags.BoolVar(&o.json, "json", false, "print a summary as JSON")
	flags.BoolVar(&o.tools, "tools", false, "print the exact tools/list JSON")
	flags.BoolVar(&o.tokens, "tokens", false, "print what each tool costs an agent, in tokens (estimated)")
	c.addFilters(command, &o.filters)
	return command
}

func (c *Command) runInspect(o *inspectOptions) error {
	if o.tools && o.tokens {
		return wrongUsage("--tools and --tokens contradict each other.")
	}
	s, err := c.open()
	if err != nil {
		return c.inspectError(o, err)
	}
	d := s.Declaration
	if err := checkFilters(o.filters, d); err != nil {
		return err
	}
	broken := c.tellFindings(s) // what can be read is shown all the same
	callable := decide.Callable(d, o.filters)
	switch {
	case o.tools:
		err = c.printTools(d, callable)
	case o.tokens:
		err = c.printTokens(o, d, callable)
	case o.json:
		err = c.printJSON(inspection(s, callable))
	default:
		err = c.printInspection(inspection(s, callable))
	}
	if err != nil {
		return err
	}
	return broken
}

// inspectError tells programs, too, why there is nothing to show.
func (c *Command) inspectError(o *inspectOptions, err error) error {
	if !o.json {
		return err
	}
	return errors.Join(err, c.printJSON(struct {
		Error string `json:"error"`
	}{sentence(err)}))
}

// inspected is the declaration as --json shows it.
type inspected struct {
	Service   string          `json:"service"`
	Auth      string          `json:"auth"`
	Tools     []inspectedTool `json:"tools"`
	Forbidden []string        `json:"forbidden"`
	Error     string          `json:"error,omitempty"`
	Errors    []jsonFinding   `json:"errors,omitempty"`
}

type inspectedTool struct {
	Name            string   `json:"name"`
	Permission      string   `json:"permission"`
	Method          string   `json:"method"`
	Path            string   `json:"path"`
	Description     string   `json:"description"`
	ConsentRequired bool     `json:"consent_required"`
	Params          []string `json:"params"`
}

func inspection(s *analysis.Snapshot, callable []*declaration.Capability) inspected {
	d := s.Declaration
	out := inspected{Service: printable(d.Service.Name.Value), Auth: printable(d.Service.Auth.Kind()), Tools: []inspectedTool{}, Forbidden: []string{}}
	for _, capability := range callable {
		t := inspectedTool{
			Name:            printable(capability.Name.Value),
			Permission:      d.Tier(capability),
			Method:          printable(capability.Method.Value),
			Path:            printable(capability.Path.Value),
			Description:     printable(capability.Description.Value),
			ConsentRequired: capability.ConsentRequired.Value,
			Params:          []string{},
		}
		for _, in := range capability.Inputs {
			star := ""
			if in.Required.Value {
				star = "*"
			}
			t.Params = append(t.Params, printable(in.Name+star+": "+in.Type.Value))
		}
		out.Tools = append(out.Tools, t)
	}
	for _, name := range forbidden(d) {
		out.Forbidden = append(out.Forbidden, printable(name))
	}
	if !s.Usable() {
		f := &checkedFile{name: s.File.Name, snapshot: s}
		f.choose(false)
		out.Error, out.Errors = "Validation failed", f.json().Errors
	}
	return out
}

// forbidden returns the names under permissions.forbidden.
func forbidden(d *declaration.Declaration) []string {
	var names []string
	if d.Permissions == nil {
		return nil
	}
	for _, t := range d.Permissions.Tiers {
		for _, n := range t.Names {
			if t.Name == "forbidden" && !slices.Contains(names, n.Value) {
				names = append(names, n.Value)
			}
		}
	}
	return names
}
