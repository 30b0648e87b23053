package ide

import (
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// Fold is a range of 0-based lines that can be folded away behind the first.
type Fold struct {
	First, Last int
	Comment     bool
}

// Folds returns what can be folded: every entry and item that spans lines, and
// blocks of comments, in file order.
func Folds(s *analysis.Snapshot) []Fold {
	f := folder{snapshot: s}
	f.node(s.Tree.Root)
	return append(f.folds, commentFolds(s)...)
}

type folder struct {
	snapshot *analysis.Snapshot
	folds    []Fold
}

func (f *folder) node(n *syntax.Node) {
	if n.IsAlias {
		return // its text stands elsewhere
	}
	for _, e := range n.Entries {
		if !e.Merged {
			f.span(e.Key, e.Value)
			f.node(e.Value)
		}
	}
	for _, item := range n.Items {
		if !item.Kind.IsScalar() {
			f.span(item, item)
		}
		f.node(item)
	}
}

// span folds the lines from the start of one node to the end of another.
func (f *folder) span(from, to *syntax.Node) {
	file, tree := f.snapshot.File, f.snapshot.Tree
	first := file.Position(int(tree.Place(from.Span).Start)).Line - 1
	end := tree.Place(to.Span).End
	last := file.Position(int(end)).Line - 1
	for last > first && strings.TrimSpace(file.Slice(file.Line(last))) == "" {
		last--
	}
	if last > first && (len(f.folds) == 0 || f.folds[len(f.folds)-1] != Fold{First: first, Last: last}) {
		f.folds = append(f.folds, Fold{First: first, Last: last})
	}
}

func commentFolds(s *analysis.Snapshot) []Fold {
	var folds []Fold
	first := -1
	for n := 0; n <= s.File.Lines(); n++ {
		comment := n < s.File.Lines() && strings.HasPrefix(strings.TrimLeft(s.File.Slice(s.File.Line(n)), " \t"), "#")
		switch {
		case comment && first < 0:
			first = n
		case !comment && first >= 0:
			if n-1 > first {
				folds = append(folds, Fold{first, n - 1, true})
			}
			first = -1
		}
	}
	return folds
}
