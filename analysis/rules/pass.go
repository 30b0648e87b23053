package rules

import (
	"fmt"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/openapi"
	"github.com/usepaso/usepaso/analysis/source"
)

// Pass is what a check is given: the declaration and a place to report to.
type Pass struct {
	Declaration *declaration.Declaration
	// Operation is the linked document's operation for the capability at hand; nil means unknown.
	Operation *openapi.Operation
	// Index answers questions across the file; nil in Capability and Routes checks.
	Index *Index
	// SharedRoutes are the groups of capabilities with the same route, as indices into
	// Declaration.Capabilities in file order; nil but in Routes checks.
	SharedRoutes [][]int

	rule  *Rule
	found []diagnostic.Diagnostic
	shape []diagnostic.Diagnostic // what the walk of shape.go found
}

// Report adds a finding of the rule at hand and returns it, so that related places
// and fixes can be added. Path is where the finding stands, in a Capability check
// relative to the capability ("inputs.limit"). The returned pointer is valid until
// the next Report.
func (p *Pass) Report(span source.Span, path, format string, args ...any) *diagnostic.Diagnostic {
	p.found = append(p.found, diagnostic.Diagnostic{
		Code: p.rule.Code, Severity: p.rule.Severity, Span: span, Path: path, Message: fmt.Sprintf(format, args...),
	})
	return &p.found[len(p.found)-1]
}
