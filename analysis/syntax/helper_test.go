package syntax

import (
	"slices"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

func parse(text string) *Tree { return Parse(source.NewFile("usepaso.yaml", text)) }

func sortDiagnostics(d []diagnostic.Diagnostic) { slices.SortFunc(d, diagnostic.Compare) }
