package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// IgnoreWithoutReason reports an ignore comment that gives no reason.
var IgnoreWithoutReason = &Rule{
	Code:     "ignore-without-reason",
	Title:    "ignore comment has no reason",
	Severity: diagnostic.Warning,
	Doc: doc(
		"A `# usepaso: ignore[…]` comment says what to ignore, but not why.",
		"Whoever reads the file next cannot tell whether it still holds.",
		"Write the reason behind the bracket: `# usepaso: ignore[private-base-url] our own staging system`.",
	),
	Bad: exampleService + exampleCapabilities + `    owner: payments # usepaso: ignore[unknown-key]
` + examplePermissions,
	Good: exampleService + exampleCapabilities + `    owner: payments # usepaso: ignore[unknown-key] for our own records
` + examplePermissions,
}
