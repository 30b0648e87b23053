package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// UnquotedText reports a number or a boolean where a text is wanted.
var UnquotedText = &Rule{
	Code:     codeUnquoted,
	Title:    "text needs quotes",
	Severity: diagnostic.Error,
	Doc: doc(
		"A bare number, `true` or `false` stands where a text is wanted.",
		"YAML reads `2.10` as the number 2.1 and `1e3` as 1000: what you wrote and what is meant may differ.",
		"Put the value in quotes.",
	),
	Bad: `version: "1.0"
service:
  name: Shop
  description: Orders of an online shop
  base_url: https://api.shop.example/v1
  version: 2.10
` + exampleCapabilities + examplePermissions,
	Good: `version: "1.0"
service:
  name: Shop
  description: Orders of an online shop
  base_url: https://api.shop.example/v1
  version: "2.10"
` + exampleCapabilities + examplePermissions,
	Capability: capabilityShapes,
	File:       fileShapes,
}
