package rules

import (
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// DuplicateKey documents a key that stands twice in one mapping.
var DuplicateKey = &Rule{
	Code:     syntax.CodeDuplicateKey,
	Title:    "key stands twice",
	Severity: diagnostic.Error,
	Doc: doc(
		"The same key stands twice in one mapping.",
		"Only one of them can hold, and readers of YAML differ in which.",
		"Remove one, or rename it.",
	),
	Bad: exampleService + exampleCapabilities + `    path: /orders/all
` + examplePermissions,
	Good: exampleService + exampleCapabilities + examplePermissions,
}
