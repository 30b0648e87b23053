package syntax

import (
	"slices"

	"github.com/usepaso/usepaso/analysis/source"
)

// repairs are edits of a text that let the rest of it be understood, in order and
// without overlap, as plain offsets into the text as the user wrote it.
type repairs []source.Edit

// with returns the repairs after more edits, given as offsets into the repaired
// text. It reports false where they touch what was repaired before.
func (r repairs) with(edits []source.Edit) (repairs, bool) {
	all := slices.Clone(r)
	for _, e := range edits {
		if r.touches(e.Span) {
			return nil, false
		}
		all = append(all, source.Edit{Span: r.original(e.Span), New: e.New})
	}
	slices.SortStableFunc(all, func(a, b source.Edit) int { return a.Span.Compare(b.Span) })
	for i := 1; i < len(all); i++ {
		if all[i].Span.Start < all[i-1].Span.End {
			return nil, false
		}
	}
	return all, true
}

// touches reports whether a span of the repaired text meets what was put in.
func (r repairs) touches(s source.Span) bool {
	shift := int32(0)
	for _, e := range r {
		start := e.Span.Start + shift
		if s.Start < start+int32(len(e.New)) && start < s.End {
			return true
		}
		shift += int32(len(e.New)) - int32(e.Span.Len())
	}
	return false
}

// original returns the span of the user's text that a span of the repaired text stands for.
func (r repairs) original(s source.Span) source.Span {
	s.Start, s.End = r.offset(s.Start), r.offset(s.End)
	return s
}

func (r repairs) offset(at int32) int32 {
	shift := int32(0)
	for _, e := range r {
		start := e.Span.Start + shift
		if at <= start {
			break
		}
		if at < start+int32(len(e.New)) {
			return min(e.Span.Start+at-start, e.Span.End)
		}
		shift += int32(len(e.New)) - int32(e.Span.Len())
	}
	return at - shift
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
