package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// UnusedIgnore reports an ignore comment that silences nothing.
var UnusedIgnore = &Rule{
	Code:     "unused-ignore",
	Title:    "ignore comment silences nothing",
	Severity: diagnostic.Warning,
	Tags:     []diagnostic.Tag{diagnostic.Unnecessary},
	Doc: doc(
		"A `# usepaso: ignore[…]` comment names a finding that is not there, or no longer.",
		"It would silence the finding the day it comes back, when nobody expects it.",
		"Remove the code from the comment, or the whole comment.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    # usepaso: ignore[query-in-path] the API wants it so
    path: /orders
    permission: read
` + examplePermissions,
	Good: exampleService + exampleCapabilities + examplePermissions,
}
