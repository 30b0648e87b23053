package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// TooLong reports a text longer than its key allows.
var TooLong = &Rule{
	Code:     codeTooLong,
	Title:    "text is too long",
	Severity: diagnostic.Error,
	Doc: doc(
		"The text is longer than its key allows: 100 characters for names, 500 for descriptions, 2000 for addresses and paths.",
		"Names become tool names, which clients cut or refuse, and descriptions are sent to the agent with every conversation.",
		"Shorten it.",
	),
	Bad: `version: "1.0"
service:
  name: The shop of the company that sells everything to everybody everywhere at any time of the day and of the year
  description: Orders of an online shop
  base_url: https://api.shop.example/v1
` + exampleCapabilities + examplePermissions,
	Good:       exampleService + exampleCapabilities + examplePermissions,
	Capability: capabilityShapes,
	File:       fileShapes,
}
