package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// MissingValue reports a required key with nothing behind it.
var MissingValue = &Rule{
	Code:     codeMissingValue,
	Title:    "required value is missing",
	Severity: diagnostic.Error,
	Absence:  true,
	Doc: doc(
		"A required key is there, but its value is empty. The same goes for keys that keep an agent from doing something, such as `consent_required` and the limits of a constraint: with nothing behind them they would silently do nothing.",
		"An empty value would be sent, shown or enforced as if it were meant.",
		"Write the value, or remove an optional key altogether.",
	),
	Bad: `version: "1.0"
service:
  name: Shop
  description: ""
  base_url: https://api.shop.example/v1
` + exampleCapabilities + examplePermissions,
	Good:       exampleService + exampleCapabilities + examplePermissions,
	Capability: capabilityShapes,
	File:       fileShapes,
}
