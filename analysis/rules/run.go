package rules

import (
	"slices"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/openapi"
	"github.com/usepaso/usepaso/analysis/parallel"
	"github.com/usepaso/usepaso/analysis/source"
)

// Operations finds the linked document's operation for a capability; a nil
// function, like a nil result, means unknown.
type Operations func(*declaration.Capability) *openapi.Operation

// Results are the findings on one declaration. They are immutable.
type Results struct {
	declaration  *declaration.Declaration
	capabilities []*capabilityResult     // as declaration.Capabilities, nil where there is nothing to tell; nil for nothing at all
	file         []diagnostic.Diagnostic // of the File checks
	routes       routes
	shared       []diagnostic.Diagnostic // of the Routes checks
}

type capabilityResult struct {
	operation *openapi.Operation
	found     []diagnostic.Diagnostic // spans of any piece, paths relative to the capability
}

// capabilityStep is how many capabilities are worth another goroutine.
const capabilityStep = 64

// Run applies every rule. Findings of previous, which may be nil, are kept where
// nothing they depend on has changed.
func Run(d *declaration.Declaration, ops Operations, previous *Results) *Results {
	if previous == nil {
		previous = &Results{declaration: &declaration.Declaration{}}
	}
	r := &Results{declaration: d}
	from, to := r.unchanged(previous)
	made := make([]*capabilityResult, to-from)
	parallel.For(len(made), capabilityStep, func(i int) { made[i] = runCapability(d, d.Capabilities[from+i], ops) })
	if ops != nil || previous.capabilities != nil || slices.ContainsFunc(made, func(c *capabilityResult) bool { return c != nil }) {
		r.takeOver(previous, from, to, made)
		r.renewOperations(ops)
	}
	r.runAcross(previous, from, to)
	return r
}

// runAcross applies the rules across the file where what they see has changed in the
// capabilities from up to to, or outside of all capabilities.
func (r *Results) runAcross(previous *Results, from, to int) {
	d, old := r.declaration, previous.declaration
	if old.Tree == nil || len(d.Capabilities) != len(old.Capabilities) {
		r.routes = newRoutes(d.Capabilities)
		r.file, r.shared = runFile(d), runRoutes(d, r.routes)
		return
	}
	now, before := d.Capabilities[from:to], old.Capabilities[from:to]
	same := sameSections(d, old) &&
		slices.EqualFunc(now, before, func(a, b *declaration.Capability) bool { return factsOf(a) == factsOf(b) })
	r.file, r.routes, r.shared = previous.file, previous.routes, previous.shared
	if !same || touch(previous.file, before) {
		r.file = runFile(d)
	}
	sameRoutes := slices.EqualFunc(now, before, sameRoute)
	if !sameRoutes {
		r.routes = previous.routes.renewed(d.Capabilities, from, to)
	}
	if !same || !sameRoutes || touch(previous.shared, before) {
		r.shared = runRoutes(d, r.routes)
	}
}

// unchanged returns the range of capabilities between those that stand unchanged at
// the front and at the back.
func (r *Results) unchanged(previous *Results) (from, to int) {
	now := r.declaration.Capabilities
	if r.declaration.Service != previous.declaration.Service {
		return 0, len(now)
	}
	front, back := declaration.Unchanged(now, previous.declaration.Capabilities)
	return front, len(now) - back
}

// takeOver fills r.capabilities with what was made for the capabilities from up to to, and
// with the findings of previous around them.
func (r *Results) takeOver(previous *Results, from, to int, made []*capabilityResult) {
	n := len(r.declaration.Capabilities)
	r.capabilities = make([]*capabilityResult, n)
	copy(r.capabilities[from:to], made)
	if old := previous.capabilities; old != nil {
		copy(r.capabilities[:from], old)
		copy(r.capabilities[to:], old[len(old)-(n-to):])
	}
}

// renewOperations checks the capabilities again whose operation has changed.
func (r *Results) renewOperations(ops Operations) {
	if ops == nil {
		return
	}
	d := r.declaration
	parallel.For(len(d.Capabilities), capabilityStep, func(i int) {
		if ops(d.Capabilities[i]) != r.capabilities[i].op() {
			r.capabilities[i] = runCapability(d, d.Capabilities[i], ops)
		}
	})
}

// op returns the operation that the findings were made with.
func (c *capabilityResult) op() *openapi.Operation {
	if c == nil {
		return nil
	}
	return c.operation
}

// runCapability returns the findings on one capability, nil when there is nothing to tell.
func runCapability(d *declaration.Declaration, c *declaration.Capability, ops Operations) *capabilityResult {
	p := &Pass{Declaration: d}
	if ops != nil {
		p.Operation = ops(c)
	}
	p.shape = capabilityShape(d, c)
	for _, rule := range All {
		if rule.Capability != nil {
			p.rule = rule
			rule.Capability(p, c)
		}
	}
	if p.Operation == nil && len(p.found) == 0 {
		return nil
	}
	return &capabilityResult{p.Operation, p.found}
}

func runFile(d *declaration.Declaration) []diagnostic.Diagnostic {
	index, shape := newIndex(d), fileShape(d)
	found := make([][]diagnostic.Diagnostic, len(All))
	step := 1
	if len(d.Capabilities) < capabilityStep {
		step = len(All)
	}
	parallel.For(len(All), step, func(i int) {
		if rule := All[i]; rule.File != nil {
			p := &Pass{Declaration: d, Index: index, shape: shape, rule: rule}
			rule.File(p)
			found[i] = p.found
		}
	})
	return slices.Concat(found...)
}

func runRoutes(d *declaration.Declaration, all routes) []diagnostic.Diagnostic {
	shared := all.shared(d.Capabilities)
	if len(shared) == 0 {
		return nil
	}
	p := &Pass{Declaration: d, SharedRoutes: shared}
	for _, rule := range All {
		if p.rule = rule; rule.Routes != nil {
			rule.Routes(p)
		}
	}
	return p.found
}

// sameSections reports whether two declarations have the same sections beside the
// capabilities.
func sameSections(d, old *declaration.Declaration) bool {
	return d.Service == old.Service && d.Permissions == old.Permissions && d.Tree.SameSections(old.Tree)
}

// touch reports whether one of the findings has a place in one of the capabilities,
// whose text has given way to another.
func touch(found []diagnostic.Diagnostic, gone []*declaration.Capability) bool {
	return slices.ContainsFunc(gone, func(c *declaration.Capability) bool {
		return slices.ContainsFunc(found, func(f diagnostic.Diagnostic) bool { return touches(f, c.Node.Span.Piece) })
	})
}

// touches reports whether a finding has a place in the piece.
func touches(f diagnostic.Diagnostic, piece source.Piece) bool {
	in := func(s source.Span) bool { return s.Piece == piece }
	return in(f.Span) ||
		slices.ContainsFunc(f.Related, func(r diagnostic.Related) bool { return in(r.Span) }) ||
		slices.ContainsFunc(f.Fixes, func(fix diagnostic.Fix) bool {
			return slices.ContainsFunc(fix.Edits, func(e source.Edit) bool { return in(e.Span) })
		})
}
