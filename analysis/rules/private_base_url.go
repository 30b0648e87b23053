package rules

import (
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// PrivateBaseURL reports a base_url inside a private network.
var PrivateBaseURL = &Rule{
	Code:     "private-base-url",
	Title:    "base_url is a private address",
	Severity: diagnostic.Warning,
	Doc: doc(
		"`service.base_url` points into a private network: `10.0.0.0/8`, `192.168.0.0/16`, `100.64.0.0/10`, `*.internal`, a name without a dot and the like. This machine itself (`localhost`) is fine.",
		"A file from somebody else could use an agent to reach services that only your network can see.",
		"Where the file is your own and the address is meant, keep it with `# usepaso: ignore[private-base-url] our own service` above the line.",
	),
	Bad: `version: "1.0"
service:
  name: Shop
  description: Orders of an online shop
  base_url: https://10.0.12.7/v1
` + exampleCapabilities + examplePermissions,
	Good: exampleService + exampleCapabilities + examplePermissions,
	File: func(p *Pass) {
		if host, place := baseHost(p); host != "" && declaration.HostReach(host) == declaration.Private {
			p.Report(place, "service.base_url",
				"base_url points to a private/internal address. If this YAML was shared with you, verify the URL before running usepaso serve.")
		}
	},
}
