package rules

import (
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// UnreadableFile documents a file that is not read at all.
var UnreadableFile = &Rule{
	Code:     syntax.CodeUnreadable,
	Title:    "file cannot be read",
	Severity: diagnostic.Error,
	Doc: doc(
		"The file is larger than 8 MB, is not UTF-8, holds a NUL character, is nested too deeply, or repeats itself through aliases without end.",
		"Such a file is damaged, not a text, or made to make programs fall over.",
		"Save it as UTF-8 and keep it within the limits that the message names.",
	),
	Bad:  exampleService + exampleCapabilities + examplePermissions + "# \x00\n",
	Good: exampleService + exampleCapabilities + examplePermissions + "# \n",
}
