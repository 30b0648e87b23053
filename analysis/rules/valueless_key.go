package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// ValuelessKey reports an optional key with nothing behind it.
var ValuelessKey = &Rule{
	Code:     codeValueless,
	Title:    "key has no value",
	Severity: diagnostic.Warning,
	Absence:  true,
	Doc: doc(
		"An optional key is there, but nothing stands behind it.",
		"It does nothing, although somebody wrote it for a reason.",
		"Write the value, or remove the key.",
	),
	Bad: exampleService + exampleCapabilities + `    inputs:
` + examplePermissions,
	Good:       exampleService + exampleCapabilities + examplePermissions,
	Capability: capabilityShapes,
	File:       fileShapes,
}
