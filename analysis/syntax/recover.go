package syntax

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// recovery is what could be understood of a text.
type recovery struct {
	root     *yaml.Node // nil where nothing is
	text     string     // as it was understood at last
	repairs  repairs    // what led there
	problems problems   // plain offsets into the original text
	missing  []string   // anchors that are used and not defined
}

// maxRepairs bounds the mistakes told per chunk.
const maxRepairs = 8

// recovered reads a text at which the library gave up. The mistake is told and
// repaired in a copy, and the copy is read, until there is no mistake left.
func recovered(original string, err error) recovery {
	r := recovery{text: original}
	for range attempts(len(original)) {
		if !r.treat(original, err) {
			break
		}
		if r.root, err = decode(r.text); err == nil {
			return r
		}
	}
	r.surrender(original)
	return r
}

// attempts bounds the work on a large chunk.
func attempts(size int) int {
	const budget = 2 << 20
	return max(2, min(maxRepairs+1, budget/max(size, 1)))
}

// treat finds the next mistake, notes and repairs it.
func (r *recovery) treat(original string, err error) bool {
	m := diagnose(r.text, err)
	next, ok := r.repairs.with(m.repair)
	if !ok {
		next, ok = r.repairs.with(blankLine(r.text, m.start))
	}
	text, whole := source.Apply(original, next.edits)
	if !ok || !whole || text == r.text {
		return false
	}
	if m.anchor != "" {
		r.missing = append(r.missing, m.anchor)
	}
	r.note(original, m.problem(r.repairs))
	r.repairs, r.text = next, text
	return true
}

// note adds a problem, unless one has been told of its line.
func (r *recovery) note(original string, d diagnostic.Diagnostic) {
	if !slices.ContainsFunc(r.problems, func(p diagnostic.Diagnostic) bool { return sameLine(original, p.Span, d.Span) }) {
		r.problems.add(d)
	}
}

func sameLine(text string, a, b source.Span) bool {
	from, to := min(a.Start, b.Start), max(a.Start, b.Start)
	return !strings.ContainsAny(text[from:to], "\r\n")
}

// surrender reads what stands before the mistake that could not be repaired.
func (r *recovery) surrender(original string) {
	at := consumed(r.text)
	if len(r.problems) == 0 {
		r.note(original, lineMistake(r.text, at, "").problem(r.repairs))
	}
	for range 4 {
		at = lineStart(r.text, at)
		if root, err := decode(r.text[:at]); err == nil {
			r.root, r.text = root, r.text[:at]
			return
		}
		at /= 2
	}
}
