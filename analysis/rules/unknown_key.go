package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// UnknownKey reports a key that means nothing here.
var UnknownKey = &Rule{
	Code:     codeUnknownKey,
	Title:    "unknown key",
	Severity: diagnostic.Warning,
	Tags:     []diagnostic.Tag{diagnostic.Unnecessary},
	Doc: doc(
		"The key is not part of the format, and is ignored.",
		"Somebody expects it to do something.",
		"Remove it, or begin its name with `x-`: such keys are yours, and are never looked at.",
	),
	Bad: exampleService + exampleCapabilities + `    owner: payments
` + examplePermissions,
	Good: exampleService + exampleCapabilities + `    x-owner: payments
` + examplePermissions,
	Capability: capabilityShapes,
	File:       fileShapes,
}
