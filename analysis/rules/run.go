package rules

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/openapi"
	"github.com/usepaso/usepaso/analysis/source"
)

// Operations finds the linked document's operation for a capability; a nil
// function, like a nil result, means unknown.
type Operations func(*declaration.Capability) *openapi.Operation

// Results are the findings on one declaration. They are immutable.
type Results struct {
	declaration  *declaration.Declaration
	capabilities []*capabilityResult // as declaration.Capabilities; nil where there is nothing to tell
	file         []diagnostic.Diagnostic
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
	r := &Results{declaration: d, capabilities: make([]*capabilityResult, len(d.Capabilities))}
	from, to := r.takeOver(previous)
	r.runCapabilities(ops, from, to)
	if r.fileUnchanged(previous, from, to) {
		r.file = previous.file
	} else {
		r.file = runFile(d)
	}
	return r
}

// takeOver keeps the findings of capabilities that stand unchanged at the front and at
// the back, and returns the range of those between.
func (r *Results) takeOver(previous *Results) (from, to int) {
	now, before := r.declaration.Capabilities, previous.declaration.Capabilities
	if r.declaration.Service != previous.declaration.Service {
		return 0, len(now)
	}
	front, back := declaration.Unchanged(now, before)
	copy(r.capabilities, previous.capabilities[:front])
	copy(r.capabilities[len(now)-back:], previous.capabilities[len(before)-back:])
	return front, len(now) - back
}

// runCapabilities checks the capabilities from up to to, and those whose operation has changed.
func (r *Results) runCapabilities(ops Operations, from, to int) {
	d := r.declaration
	check := func(i int, op *openapi.Operation) {
		r.capabilities[i] = nil
		if found := runCapability(d, d.Capabilities[i], op); op != nil || len(found) > 0 {
			r.capabilities[i] = &capabilityResult{op, found}
		}
	}
	if ops == nil {
		inParallel(to-from, capabilityStep, func(i int) { check(from+i, nil) })
		return
	}
	inParallel(len(d.Capabilities), capabilityStep, func(i int) {
		if op := ops(d.Capabilities[i]); from <= i && i < to || op != r.capabilities[i].op() {
			check(i, op)
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

// inParallel calls f for 0..n-1, on all processors and step by step where there is
// more than one step to do.
func inParallel(n, step int, f func(int)) {
	var next atomic.Int64
	work := func() {
		for {
			from := int(next.Add(int64(step))) - step
			if from >= n {
				return
			}
			for i := from; i < min(from+step, n); i++ {
				f(i)
			}
		}
	}
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+step-1)/step) - 1 {
		wg.Go(work)
	}
	work()
	wg.Wait()
}

func runCapability(d *declaration.Declaration, c *declaration.Capability, op *openapi.Operation) []diagnostic.Diagnostic {
	p := &Pass{Declaration: d, Operation: op}
	p.shape = capabilityShape(d, c)
	for _, rule := range All {
		if rule.Capability != nil {
			p.rule = rule
			rule.Capability(p, c)
		}
	}
	return p.found
}

func runFile(d *declaration.Declaration) []diagnostic.Diagnostic {
	index, shape := newIndex(d), fileShape(d)
	found := make([][]diagnostic.Diagnostic, len(All))
	step := 1
	if len(d.Capabilities) < capabilityStep {
		step = len(All)
	}
	inParallel(len(All), step, func(i int) {
		if rule := All[i]; rule.File != nil {
			p := &Pass{Declaration: d, Index: index, shape: shape, rule: rule}
			rule.File(p)
			found[i] = p.found
		}
	})
	return slices.Concat(found...)
}

// fileUnchanged reports whether the findings across the file still hold: same
// sections, same facts, and none of them points into a capability that was rewritten.
func (r *Results) fileUnchanged(previous *Results, from, to int) bool {
	d, old := r.declaration, previous.declaration
	if old.Tree == nil || len(d.Capabilities) != len(old.Capabilities) || d.Service != old.Service || d.Permissions != old.Permissions ||
		!d.Tree.SameSections(old.Tree) {
		return false
	}
	for i := from; i < to; i++ {
		if factsOf(d.Capabilities[i]) != factsOf(old.Capabilities[i]) {
			return false
		}
		piece := old.Capabilities[i].Node.Span.Piece
		if slices.ContainsFunc(previous.file, func(f diagnostic.Diagnostic) bool { return touches(f, piece) }) {
			return false
		}
	}
	return true
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
