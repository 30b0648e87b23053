package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// MisspeltKey reports a key that is nearly a known one.
var MisspeltKey = &Rule{
	Code:     codeMisspelt,
	Title:    "misspelt key",
	Severity: diagnostic.Error,
	Doc: doc(
		"The key is not part of the format, but nearly is: a slip away from a known key, in another spelling (`consentRequired`), or a common other word for a key that protects something (`confirm`, `maximum`).",
		"An unknown key is ignored. A misspelt `consent_required` would silently let an agent act without asking.",
		"Rename it. Where it is meant for something else, begin it with `x-`.",
	),
	Bad: exampleService + exampleCapabilities + `    consent_requird: true
` + examplePermissions,
	Good: exampleService + exampleCapabilities + `    consent_required: true
` + examplePermissions,
	Capability: capabilityShapes,
	File:       fileShapes,
}
