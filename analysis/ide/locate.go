package ide

import (
	"sort"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/declaration"
)

// capabilityAt returns the capability that an offset lies in or directly behind,
// which is where its next line is typed; nil in front of the first.
func capabilityAt(s *analysis.Snapshot, offset int) *declaration.Capability {
	list := s.Declaration.Capabilities
	line := s.File.Position(offset).Line
	i := sort.Search(len(list), func(i int) bool {
		return s.File.Position(int(s.Tree.Place(list[i].Node.Span).Start)).Line > line
	}) - 1
	if i < 0 {
		return nil
	}
	return list[i]
}

// CapabilityAt returns the name of the capability that a byte offset lies in.
func CapabilityAt(s *analysis.Snapshot, offset int) (name string, ok bool) {
	c := capabilityAt(s, offset)
	if c == nil || !c.Name.Valid || !s.Tree.Place(c.Node.Span).Contains(offset) {
		return "", false
	}
	return c.Name.Value, true
}
