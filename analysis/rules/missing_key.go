package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// MissingKey reports a required key that is not there.
var MissingKey = &Rule{
	Code:     codeMissingKey,
	Title:    "required key is missing",
	Severity: diagnostic.Error,
	Absence:  true,
	Doc: doc(
		"A key that every declaration needs is not there: `version`, `service` and `capabilities`; a service's `name`, `description` and `base_url`; a capability's `name`, `description`, `method`, `path` and `permission`; the `type` of auth, inputs and outputs.",
		"Without it no request can be built, or nobody can tell what an agent may do.",
		"Write the key. Where the value is known or can be guessed, a fix offers it; check guesses.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
` + examplePermissions,
	Good:       exampleService + exampleCapabilities + examplePermissions,
	Capability: capabilityShapes,
	File:       fileShapes,
}
