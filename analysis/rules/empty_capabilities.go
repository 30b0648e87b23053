package rules

import "github.com/usepaso/usepaso/analysis/diagnostic"

// EmptyCapabilities reports a declaration that offers agents nothing.
var EmptyCapabilities = &Rule{
	Code:     "empty-capabilities",
	Title:    "no capabilities",
	Severity: diagnostic.Warning,
	Absence:  true,
	Doc: doc(
		"The list of `capabilities` has no items.",
		"Agents get no tools from this file.",
		"Add a capability with a name, a description, a method, a path and a permission.",
	),
	Bad: exampleService + `capabilities: []
permissions:
  forbidden: [delete_order]
`,
	Good: exampleService + exampleCapabilities + examplePermissions,
	File: func(p *Pass) {
		list := p.Declaration.CapabilitiesKey
		if list.Valid && len(list.Value.Items) == 0 {
			p.Report(list.Span, "capabilities", "capabilities array is empty. MCP server will have no tools")
		}
	},
}
