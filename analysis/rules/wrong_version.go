package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// WrongVersion reports a format version other than the text "1.0".
var WrongVersion = &Rule{
	Code:     codeWrongVersion,
	Title:    "format version is not \"1.0\"",
	Severity: diagnostic.Error,
	Doc: doc(
		"`version` at the top must be the text `\"1.0\"`. It is the version of the declaration format, not of your API.",
		"Another version would mean other rules. A bare `1.0` is a number to YAML, and the next one, `1.10`, would be 1.1.",
		"Write `version: \"1.0\"`. The version of your API goes into `service.version`.",
	),
	Bad: `version: 1.0
service:
  name: Shop
  description: Orders of an online shop
  base_url: https://api.shop.example/v1
` + exampleCapabilities + examplePermissions,
	Good: exampleService + exampleCapabilities + examplePermissions,
	File: fileShapes,
}
