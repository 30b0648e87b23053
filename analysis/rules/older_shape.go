package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// OlderShape reports what older documents of the format showed in another shape.
var OlderShape = &Rule{
	Code:     codeOlderShape,
	Title:    "older shape of the format",
	Severity: diagnostic.Warning,
	Tags:     []diagnostic.Tag{diagnostic.Deprecated},
	Doc: doc(
		"Older documents of the format put `name` and `base_url` at the top level, wrote `inputs` as a list of items with a `name`, or gave `forbidden` a mapping of `paths` and `methods`.",
		"None of these is read: the service has no address, the inputs are not offered, and nothing is forbidden.",
		"Let the fix convert it. A converted `forbidden` names the capabilities that the paths and methods meant; what is not declared cannot be called anyway.",
	),
	Bad: exampleService + exampleCapabilities + `    inputs:
      - name: limit
        type: integer
        description: Number of orders to return
` + examplePermissions,
	Good: exampleService + exampleCapabilities + `    inputs:
      limit:
        type: integer
        description: Number of orders to return
` + examplePermissions,
	Capability: capabilityShapes,
	File:       fileShapes,
}
