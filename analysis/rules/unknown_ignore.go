package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// UnknownIgnore reports a code in an ignore comment that no rule has.
var UnknownIgnore = &Rule{
	Code:     "unknown-ignore",
	Title:    "ignore comment names an unknown code",
	Severity: diagnostic.Warning,
	Doc: doc(
		"A `# usepaso: ignore[…]` comment names a code that does not exist.",
		"It silences nothing.",
		"Write one of the codes of `usepaso explain`.",
	),
	Bad: exampleService + exampleCapabilities + `    owner: payments # usepaso: ignore[unknown-kee] for our own records
` + examplePermissions,
	Good: exampleService + exampleCapabilities + `    owner: payments # usepaso: ignore[unknown-key] for our own records
` + examplePermissions,
}
