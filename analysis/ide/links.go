package ide

import (
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/source"
)

// Link is a text that leads elsewhere.
type Link struct {
	Span   source.Span
	Target string // an https URL, or a path relative to the declaration
	Web    bool   // Target is a URL
}

// Links returns the linked OpenAPI document.
func Links(s *analysis.Snapshot) []Link {
	l := s.Declaration.Service.OpenAPI
	span, ok := bare(s.Tree, l.Span, l.Value)
	if !l.Valid || !ok {
		return nil
	}
	web := strings.HasPrefix(l.Value, "https://")
	if !web && strings.Contains(l.Value, "://") {
		return nil
	}
	return []Link{{span, l.Value, web}}
}
