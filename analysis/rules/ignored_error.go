package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// IgnoredError reports an ignore comment for a finding that cannot be ignored.
var IgnoredError = &Rule{
	Code:     "ignored-error",
	Title:    "errors cannot be ignored",
	Severity: diagnostic.Warning,
	Doc: doc(
		"A `# usepaso: ignore[…]` comment names an error. Errors cannot be ignored, but for a text that only looks like a secret.",
		"A file with errors is unusable or unsafe; a comment does not change that.",
		"Repair the error and remove the comment.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    # usepaso: ignore[misspelt-key] we like it so
    path: /orders
    permission: read
` + examplePermissions,
	Good: exampleService + exampleCapabilities + examplePermissions,
}
