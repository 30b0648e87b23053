package syntax

import (
	"slices"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

func newFile(text string) *source.File { return source.NewFile("usepaso.yaml", text) }

func parse(text string) *Tree { return Parse(newFile(text)) }

func sortDiagnostics(d []diagnostic.Diagnostic) { slices.SortFunc(d, diagnostic.Compare) }
