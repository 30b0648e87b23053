package syntax

import (
	"slices"
	"sort"

	"github.com/usepaso/usepaso/analysis/source"
)

// repairs are edits of a text that let the rest of it be understood. Their places
// are offsets into the text as the user wrote it.
type repairs struct {
	edits  []source.Edit // in order, without overlap
	starts []int32       // where each stands in the repaired text
}

// with returns the repairs and more, which are given as offsets into the repaired
// text. It reports false where they touch what was repaired before.
func (r repairs) with(more []source.Edit) (repairs, bool) {
	all := repairs{edits: slices.Clone(r.edits)}
	for _, e := range more {
		if r.touches(e.Span) {
			return repairs{}, false
		}
		all.edits = append(all.edits, source.Edit{Span: r.original(e.Span), New: e.New})
	}
	slices.SortStableFunc(all.edits, func(a, b source.Edit) int { return a.Span.Compare(b.Span) })
	end, shift := int32(0), int32(0)
	for _, e := range all.edits {
		if e.Span.Start < end {
			return repairs{}, false
		}
		all.starts = append(all.starts, e.Span.Start+shift)
		end = e.Span.End
		shift += int32(len(e.New) - e.Span.Len())
	}
	return all, true
}

// touches reports whether a span of the repaired text meets what was put in.
func (r repairs) touches(s source.Span) bool {
	i := sort.Search(len(r.edits), func(i int) bool { return r.starts[i]+int32(len(r.edits[i].New)) > s.Start })
	return i < len(r.edits) && r.starts[i] < s.End
}

// original returns the span of the user's text that a span of the repaired text stands for.
func (r repairs) original(s source.Span) source.Span {
	s.Start, s.End = r.offset(s.Start), r.offset(s.End)
	return s
}

func (r repairs) offset(at int32) int32 {
	i := sort.Search(len(r.edits), func(i int) bool { return r.starts[i] >= at }) - 1
	if i < 0 {
		return at
	}
	e := r.edits[i]
	if within := at - r.starts[i]; within < int32(len(e.New)) {
		return min(e.Span.Start+within, e.Span.End)
	}
	return e.Span.End + at - r.starts[i] - int32(len(e.New))
}

// toOriginal makes everything that was converted from a repaired text speak of
// the text as the user wrote it.
func (c *converter) toOriginal(r repairs, text string) {
	for i := range c.nodes {
		n := &c.nodes[i]
		n.Span = r.original(n.Span)
		if (n.Style == SingleQuoted || n.Style == DoubleQuoted) && !startsWithQuote(text, n.Span) {
			n.Style = Plain // the quotes were ours
		}
	}
	for i := range c.entries {
		c.entries[i].Span = r.original(c.entries[i].Span)
	}
	for _, n := range c.expanded {
		for i := range n.Entries {
			n.Entries[i].Span = r.original(n.Entries[i].Span)
		}
	}
	for i, p := range c.problems {
		c.problems[i].Span = r.original(p.Span)
		for j := range p.Related {
			p.Related[j].Span = r.original(p.Related[j].Span)
		}
	}
}

func startsWithQuote(text string, s source.Span) bool {
	return int(s.Start) < len(text) && (text[s.Start] == '"' || text[s.Start] == '\'')
}
