package rules

import (
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// YAMLSyntax documents what is reported while the text is read as YAML.
var YAMLSyntax = &Rule{
	Code:     syntax.CodeSyntax,
	Title:    "text is no YAML",
	Severity: diagnostic.Error,
	Doc: doc(
		"The text cannot be read as YAML: a tab in the indentation, a quote or bracket that is never closed, a value that holds `: ` without quotes.",
		"What follows the mistake may mean something else than it seems to. The rest of the file is read as far as possible, so that you see all findings at once.",
		"Repair the place that the message names. When in doubt, put the value in double quotes.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders: newest first
    method: GET
    path: /orders
    permission: read
` + examplePermissions,
	Good: exampleService + `capabilities:
  - name: list_orders
    description: "List recent orders: newest first"
    method: GET
    path: /orders
    permission: read
` + examplePermissions,
}
