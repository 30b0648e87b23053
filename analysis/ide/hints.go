package ide

import (
	"fmt"
	"sort"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/tool"
)

// Hint is a short remark in the text that is not part of it.
type Hint struct {
	Offset  int // byte offset that it stands behind
	Text    string
	Tooltip string
}

// Hints returns what a plain span leaves unsaid: what each tool costs, the tier of
// a capability that names none, and where inputs travel that do not say so.
func Hints(s *analysis.Snapshot, span source.Span) []Hint {
	d := s.Declaration
	first := sort.Search(len(d.Capabilities), func(i int) bool {
		return s.Tree.Place(d.Capabilities[i].Node.Span).End >= span.Start
	})
	var list []Hint
	for _, c := range d.Capabilities[first:] {
		if s.Tree.Place(c.Node.Span).Start > span.End {
			break
		}
		list = append(list, capabilityHints(s, c)...)
	}
	inside := list[:0]
	for _, h := range list {
		if span.Contains(h.Offset) {
			inside = append(inside, h)
		}
	}
	return inside
}

func capabilityHints(s *analysis.Snapshot, c *declaration.Capability) []Hint {
	var list []Hint
	if c.Name.Valid && c.Name.Value != "" {
		h := Hint{
			Offset: int(s.Tree.Place(c.Name.Span).End), Text: fmt.Sprintf("≈%d tokens", tokens(tool.New(s.Declaration, c))),
			Tooltip: "What the tool costs a model for as long as it is offered: a quarter of its bytes in tools/list.",
		}
		if tier := s.Declaration.Tier(c); tier != c.Permission.Value {
			h.Text = "tier " + tier + ", " + h.Text
		}
		list = append(list, h)
	}
	for _, in := range c.Inputs {
		if !in.In.Present && in.Node != nil {
			list = append(list, Hint{
				Offset: int(s.Tree.Place(in.Key).End), Text: "in " + c.Location(in),
				Tooltip: "Where the value travels. Inputs of POST, PUT and PATCH go into the body, others into the query, unless `in` says otherwise.",
			})
		}
	}
	return list
}
