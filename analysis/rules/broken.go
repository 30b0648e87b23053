package rules

import (
	"sort"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// broken knows where a file could not be read as YAML, so that one mistake there
// does not show as several: what is on such a line was perhaps meant otherwise,
// and what is missing is perhaps there.
type broken struct {
	file         *source.File
	lines        map[int]bool
	capabilities map[int]bool // in which there is such a place, by index
}

// broken finds the places among the problems of the tree, whose spans are plain.
func (r *Results) broken(problems []diagnostic.Diagnostic) *broken {
	b := &broken{file: r.declaration.Tree.File, lines: map[int]bool{}, capabilities: map[int]bool{}}
	for _, p := range problems {
		if p.Code != syntax.CodeSyntax && p.Code != syntax.CodeUnreadable {
			continue
		}
		b.lines[b.line(p)] = true
		// It may have been the end of a capability, so each reaches up to the next.
		behind := sort.Search(len(r.declaration.Capabilities), func(i int) bool {
			return r.declaration.Tree.Place(r.declaration.Capabilities[i].Node.Span).Start > p.Span.Start
		})
		b.capabilities[behind-1] = true
	}
	return b
}

func (b *broken) line(d diagnostic.Diagnostic) int { return b.file.Position(int(d.Span.Start)).Line }

// hides reports whether a finding may come from such a place alone. It is one of
// the capability of that index, or across the file where that is -1.
func (b *broken) hides(d diagnostic.Diagnostic, capability int) bool {
	if len(b.lines) == 0 {
		return false
	}
	rule := Lookup(d.Code)
	if rule.Absence && (capability < 0 || b.capabilities[capability]) {
		return true
	}
	return !rule.Ignorable && b.lines[b.line(d)]
}

// distrusts reports whether a finding stands where keys may have come under the
// wrong mapping, so that no fix there may be applied unasked.
func (b *broken) distrusts(capability int) bool {
	return len(b.lines) > 0 && (capability < 0 || b.capabilities[capability])
}
