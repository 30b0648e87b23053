package rules

import (
	"strings"
	"unicode/utf8"

	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// LongToolName reports a name that some clients cannot take.
var LongToolName = &Rule{
	Code:     "long-tool-name",
	Title:    "tool name longer than clients take",
	Severity: diagnostic.Warning,
	Doc: doc(
		"A capability's name is longer than an agent's client takes, together with what the client puts before it: mostly 64 characters with the service's name among them.",
		"Such a client leaves the tool out, or refuses the whole server.",
		"Choose a shorter name. Words that the service's name already says can go.",
	),
	Bad: exampleService + `capabilities:
  - name: list_recent_orders_of_the_shop_with_optional_filters_by_status
    description: List recent orders
    method: GET
    path: /orders
    permission: read
permissions:
  read: [list_recent_orders_of_the_shop_with_optional_filters_by_status]
`,
	Good: exampleService + exampleCapabilities + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		name, server := c.Name.Or(""), strings.Join(strings.Fields(p.Declaration.Service.Name.Or("")), "-")
		if len(server) > longService { // reported in its own place
			server = ""
		}
		if len(name)+len(server) < shortName {
			return
		}
		for _, client := range clients.All() {
			n := utf8.RuneCountInString(client.ToolName(server, name))
			if client.NameLimit > 0 && n > client.NameLimit {
				p.Report(c.Name.Span, "name", "%s has %d characters as %s calls it, which takes %d; expected a shorter name", quote(name), n, client.Title, client.NameLimit)
				return
			}
		}
	},
}

const (
	shortName   = 40  // characters of tool and service name that every client takes
	longService = 100 // characters that a service's name may have
)
