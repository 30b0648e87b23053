package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// UnknownValue reports a text that is none of the values a key takes.
var UnknownValue = &Rule{
	Code:     codeUnknownValue,
	Title:    "value is none of those allowed",
	Severity: diagnostic.Error,
	Doc: doc(
		"The key takes one of a few values, and this is none of them.",
		"Values are compared exactly: methods are upper case, everything else is lower case.",
		"Write one of the values that the message lists.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: get
    path: /orders
    permission: read
` + examplePermissions,
	Good:       exampleService + exampleCapabilities + examplePermissions,
	Capability: capabilityShapes,
	File:       fileShapes,
}
