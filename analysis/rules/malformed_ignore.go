package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// MalformedIgnore reports a comment that looks like an ignore comment and is none.
var MalformedIgnore = &Rule{
	Code:     "malformed-ignore",
	Title:    "ignore comment cannot be read",
	Severity: diagnostic.Warning,
	Doc: doc(
		"A comment begins with `usepaso:` but is not of the form `# usepaso: ignore[code, code] reason`.",
		"It silences nothing.",
		"Write the codes in brackets and the reason behind them.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    # usepaso: ignore unknown-key
    path: /orders
    permission: read
` + examplePermissions,
	Good: exampleService + exampleCapabilities + examplePermissions,
}
