package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/analysis/declaration"
)

var (
	tierNames    = []string{"read", "write", "admin"}
	consentNames = []string{decide.ConsentAsk, decide.ConsentClient, decide.ConsentDeny}
)

// addFilters gives a command the flags by which an operator narrows what an agent
// may call.
func (c *Command) addFilters(command *cobra.Command, f *decide.Filters) {
	flags := command.Flags()
	flags.StringVar(&f.Tier, "permission", "", "the highest `tier` allowed: read, write or admin (default all)")
	flags.StringSliceVar(&f.Only, "only", nil, "allow only these `capabilities`, separated by commas")
	flags.StringSliceVar(&f.Exclude, "exclude", nil, "leave out these `capabilities`, separated by commas")
	flags.StringVar(&f.Consent, "consent", decide.ConsentAsk, "the `way` of asking for consent: ask (the server asks), client (its own dialog) or deny (such calls are not offered)")
	complete(command, "permission", tierNames...)
	complete(command, "consent", consentNames...)
	completeList(command, "only", c.capabilityNames)
	completeList(command, "exclude", c.capabilityNames)
}

// checkFilters refuses values that mean nothing for the declaration.
func checkFilters(f decide.Filters, d *declaration.Declaration) error {
	if f.Tier != "" && !slices.Contains(tierNames, f.Tier) {
		return wrongUsage("Unknown tier %q in --permission.%s Expected read, write or admin.", f.Tier, didYouMean(f.Tier, tierNames))
	}
	if !slices.Contains(consentNames, f.Consent) {
		return wrongUsage("Unknown value %q of --consent.%s Expected ask, client or deny.", f.Consent, didYouMean(f.Consent, consentNames))
	}
	if unknown := f.Unknown(d); len(unknown) > 0 {
		return wrongUsage("No capability is called %q.%s Available: %s", unknown[0], didYouMean(unknown[0], namesOf(d)), strings.Join(namesOf(d), ", "))
	}
	return nil
}

// namesOf returns the names of all capabilities in file order.
func namesOf(d *declaration.Declaration) []string {
	var names []string
	for _, capability := range d.Capabilities {
		if name := capability.Name.Or(""); name != "" {
			names = append(names, name)
		}
	}
	return names
}
