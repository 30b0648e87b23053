package ide

import (
	"slices"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/source"
)

// Target is a place to go to.
type Target struct {
	Origin source.Span // the name that was asked about
	Whole  source.Span // the entry that declares it
	Name   source.Span // its name
}

// Definition returns where the capability or input at an offset is declared.
func Definition(s *analysis.Snapshot, offset int) []Target {
	x, origin, ok := symbolAt(s, offset)
	if !ok {
		return nil
	}
	var targets []Target
	for _, o := range x.places(s) {
		if o.definition {
			targets = append(targets, Target{Origin: origin, Whole: x.whole(s, o.span), Name: o.span})
		}
	}
	return targets
}

// whole returns the entry that begins with a declared name.
func (x symbol) whole(s *analysis.Snapshot, name source.Span) source.Span {
	c := capabilityAt(s, int(name.Start))
	if c == nil {
		return name
	}
	if x.input == nil {
		return s.Tree.Place(c.Node.Span)
	}
	if in := c.Input(x.name); in != nil && in.Node != nil {
		if end := s.Tree.Place(in.Node.Span); end.End > name.End {
			return name.To(end)
		}
	}
	return name
}

// References returns every place of the capability or input at an offset, in
// file order.
func References(s *analysis.Snapshot, offset int, declaration bool) []source.Span {
	x, _, ok := symbolAt(s, offset)
	if !ok {
		return nil
	}
	var spans []source.Span
	for _, o := range x.places(s) {
		if declaration || !o.definition {
			spans = append(spans, o.span)
		}
	}
	return spans
}

// Highlight is one place of the name at the cursor.
type Highlight struct {
	Span  source.Span
	Write bool // it is declared here
}

// Highlights returns every place of the name at an offset, in file order.
func Highlights(s *analysis.Snapshot, offset int) []Highlight {
	x, _, ok := symbolAt(s, offset)
	if !ok {
		return nil
	}
	var list []Highlight
	for _, o := range x.places(s) {
		list = append(list, Highlight{o.span, o.definition})
	}
	return list
}

// LinkedRanges returns the places that are to be edited together while somebody
// types: an input and the placeholders of its path.
func LinkedRanges(s *analysis.Snapshot, offset int) []source.Span {
	x, _, ok := symbolAt(s, offset)
	if !ok || x.input == nil {
		return nil
	}
	spans := References(s, offset, true)
	if len(spans) < 2 || slices.ContainsFunc(spans, func(a source.Span) bool { return a.Len() != spans[0].Len() }) {
		return nil
	}
	return spans
}
