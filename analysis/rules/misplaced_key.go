package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// MisplacedKey reports a protecting key that stands where it does nothing.
var MisplacedKey = &Rule{
	Code:     codeMisplaced,
	Title:    "key has no effect here",
	Severity: diagnostic.Error,
	Doc: doc(
		"The key protects something, but not in the place where it stands: a limit directly under an input instead of its `constraints`, `consent_required` under `inputs`, `forbidden` outside `permissions`.",
		"There it is ignored, and the agent may do more than was meant.",
		"Move it to where the message says.",
	),
	Bad: exampleService + exampleCapabilities + `    inputs:
      limit:
        type: integer
        description: Number of orders to return
        max_value: 100
` + examplePermissions,
	Good: exampleService + exampleCapabilities + `    inputs:
      limit:
        type: integer
        description: Number of orders to return
        constraints: {max_value: 100}
` + examplePermissions,
	Capability: capabilityShapes,
	File:       fileShapes,
}
