package rules

import (
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// MultipleDocuments documents a second YAML document in the file.
var MultipleDocuments = &Rule{
	Code:     syntax.CodeMultipleDocuments,
	Title:    "more than one document",
	Severity: diagnostic.Error,
	Doc: doc(
		"A line with `---` begins a second YAML document. A declaration is exactly one.",
		"Only the first would be read, and what the second forbids would be allowed.",
		"Put the second document into a file of its own, such as `billing.usepaso.yaml`.",
	),
	Bad: exampleService + exampleCapabilities + examplePermissions + `---
version: "1.0"
`,
	Good: exampleService + exampleCapabilities + examplePermissions,
}
