package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// WrongType reports a value of the wrong type.
var WrongType = &Rule{
	Code:     codeWrongType,
	Title:    "value has the wrong type",
	Severity: diagnostic.Error,
	Doc: doc(
		"The value is of another type than its key wants: a text where true or false is meant, a mapping where a list is meant, a negative number where calls or characters are counted.",
		"What cannot be understood is not enforced, and must not look as if it were. `yes` and `no` are texts in YAML 1.2.",
		"Write a value of the type that the message names.",
	),
	Bad: exampleService + exampleCapabilities + `    consent_required: "yes"
` + examplePermissions,
	Good: exampleService + exampleCapabilities + `    consent_required: true
` + examplePermissions,
	Capability: capabilityShapes,
	File:       fileShapes,
}
