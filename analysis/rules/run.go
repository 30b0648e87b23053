package rules

import (
	"runtime"
	"slices"
	"sync"

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
	capabilities []capabilityResult // as declaration.Capabilities
	file         []diagnostic.Diagnostic
}

type capabilityResult struct {
	operation *openapi.Operation
	found     []diagnostic.Diagnostic // spans of any piece, paths relative to the capability
}

// Run applies every rule. Findings of previous, which may be nil, are kept where
// nothing they depend on has changed.
func Run(d *declaration.Declaration, ops Operations, previous *Results) *Results {
	if previous == nil {
		previous = &Results{declaration: &declaration.Declaration{}}
	}
	r := &Results{declaration: d, capabilities: make([]capabilityResult, len(d.Capabilities))}
	changed := r.runCapabilities(ops, previous)
	if r.fileUnchanged(previous, changed) {
		r.file = previous.file
	} else {
		r.file = runFile(d)
	}
	return r
}

// runCapabilities fills r.capabilities and returns the indices that were checked anew.
func (r *Results) runCapabilities(ops Operations, previous *Results) []int {
	d, old := r.declaration, previous.declaration
	offset := 0 // how much later an old capability stands now, once the lists differ
	var changed []int
	for i, c := range d.Capabilities {
		var op *openapi.Operation
		if ops != nil {
			op = ops(c)
		}
		j := i
		if j >= len(old.Capabilities) || old.Capabilities[j] != c {
			offset = len(d.Capabilities) - len(old.Capabilities)
			j = i - offset
		}
		if j >= 0 && j < len(old.Capabilities) && old.Capabilities[j] == c && old.Service == d.Service && previous.capabilities[j].operation == op {
			r.capabilities[i] = previous.capabilities[j]
			continue
		}
		r.capabilities[i].operation = op
		changed = append(changed, i)
	}
	inParallel(len(changed), func(k int) {
		res := &r.capabilities[changed[k]]
		res.found = runCapability(d, d.Capabilities[changed[k]], res.operation)
	})
	return changed
}

// inParallel calls f for 0..n-1 on all processors where that is worth the start of goroutines.
func inParallel(n int, f func(int)) {
	const batch = 64
	if n <= batch {
		for i := range n {
			f(i)
		}
		return
	}
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for i := w * n / workers; i < (w+1)*n/workers; i++ {
				f(i)
			}
		})
	}
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
	p := &Pass{Declaration: d, Index: newIndex(d)}
	p.shape = fileShape(d)
	for _, rule := range All {
		if rule.File != nil {
			p.rule = rule
			rule.File(p)
		}
	}
	return p.found
}

// fileUnchanged reports whether the findings across the file still hold: same
// sections, same facts, and none of them points into a capability that was rewritten.
func (r *Results) fileUnchanged(previous *Results, changed []int) bool {
	d, old := r.declaration, previous.declaration
	if old.Tree == nil || len(d.Capabilities) != len(old.Capabilities) || d.Service != old.Service || d.Permissions != old.Permissions ||
		!d.Tree.SameSections(old.Tree) {
		return false
	}
	for _, i := range changed {
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
