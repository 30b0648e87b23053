package ide

import (
	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/source"
)

// LensKind is what a code lens does.
type LensKind uint8

// The kinds of lenses.
const (
	ExposureLens LensKind = iota + 1 // the summary at the top; its title is Exposure.Title
	DryRunLens
	AgentViewLens
)

// Lens is a line above the text that can be clicked.
type Lens struct {
	Span       source.Span
	Kind       LensKind
	Capability string // "" for the summary
}

// Lenses returns the lenses of a file: the summary at its top, and two above each
// capability that has a name of its own.
func Lenses(s *analysis.Snapshot) []Lens {
	d := s.Declaration
	if len(d.Capabilities) == 0 {
		return nil
	}
	list := []Lens{{Span: source.Range(0, 0), Kind: ExposureLens}}
	seen := make(map[string]bool, len(d.Capabilities))
	for _, c := range d.Capabilities {
		if !c.Name.Valid || c.Name.Value == "" || seen[c.Name.Value] {
			continue
		}
		seen[c.Name.Value] = true
		span := s.Tree.Place(c.Name.Span)
		if whole := s.Tree.Place(c.Node.Span); s.File.Position(int(whole.Start)).Line != s.File.Position(int(span.Start)).Line {
			span = whole.Head() // above the capability, not in its middle
		}
		list = append(list, Lens{span, DryRunLens, c.Name.Value}, Lens{span, AgentViewLens, c.Name.Value})
	}
	return list
}
