package ide

import (
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// sameMeaning reports whether a text says the same as a snapshot: the same values
// in the same order, written in the same styles, with the same comments.
func sameMeaning(s *analysis.Snapshot, text string) bool {
	if text == s.File.Text() {
		return true
	}
	other := syntax.Parse(source.NewFile(s.File.Name, text))
	return equal(s.Tree.Root, other.Root) && len(s.Tree.Problems()) == len(other.Problems()) &&
		slices.EqualFunc(s.Tree.Comments(), other.Comments(), func(a, b syntax.Comment) bool {
			return strings.TrimRight(a.Text, " \t") == strings.TrimRight(b.Text, " \t") && a.Alone == b.Alone
		})
}

func equal(a, b *syntax.Node) bool {
	if a.Kind != b.Kind || a.Style != b.Style || a.Value != b.Value || a.Anchor != b.Anchor || a.IsAlias != b.IsAlias {
		return false
	}
	if a.IsAlias {
		return true // the anchor is compared where it stands
	}
	return slices.EqualFunc(a.Items, b.Items, equal) && slices.EqualFunc(a.Entries, b.Entries, func(x, y syntax.Entry) bool {
		return x.Merged == y.Merged && equal(x.Key, y.Key) && (x.Merged || equal(x.Value, y.Value))
	})
}

func notDuplicate(d diagnostic.Diagnostic) bool { return d.Code != syntax.CodeDuplicateKey }

// innerLines returns the lines that lie within a text or within brackets and so
// have no structure of their own.
func innerLines(s *analysis.Snapshot) map[int]bool {
	inner := map[int]bool{}
	var visit func(n *syntax.Node)
	visit = func(n *syntax.Node) {
		if n.IsAlias {
			return
		}
		if n.Kind.IsScalar() || n.Style == syntax.Flow {
			place := s.Tree.Place(n.Span)
			first, last := s.File.Position(int(place.Start)).Line, s.File.Position(int(place.End)).Line
			for l := first; l < last; l++ {
				inner[l] = true
			}
			return
		}
		for _, e := range n.Entries {
			if !e.Merged {
				visit(e.Key)
				visit(e.Value)
			}
		}
		for _, item := range n.Items {
			visit(item)
		}
	}
	visit(s.Tree.Root)
	return inner
}
