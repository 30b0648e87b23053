package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// QueryInPath reports a path that goes on behind "?" or "#".
var QueryInPath = &Rule{
	Code:     "query-in-path",
	Title:    "? or # in a path",
	Severity: diagnostic.Warning,
	Doc: doc(
		"The `path` has a `?` or a `#` in it.",
		"A query written here is sent with every call, as it stands. A fragment is never sent at all. Mostly an input was meant.",
		"Declare an input with `in: query`, with a default where the value never changes.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders?status=open
    permission: read
` + examplePermissions,
	Good: exampleService + exampleCapabilities + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		i := strings.IndexAny(c.Path.Value, "?#")
		if !c.Path.Valid || i < 0 {
			return
		}
		place, _ := p.edit().part(c.Path.Span, c.Path.Value, i, len(c.Path.Value))
		if c.Path.Value[i] == '#' {
			p.Report(place, "path", "path has a fragment %s, which is never sent", quote(c.Path.Value[i:]))
			return
		}
		p.Report(place, "path", "path has a fixed query %s, sent with every call; expected an input with in: query", quote(c.Path.Value[i:]))
	},
}
