package syntax

import (
	"slices"

	"github.com/usepaso/usepaso/analysis/diagnostic"
)

func sortDiagnostics(d []diagnostic.Diagnostic) { slices.SortFunc(d, diagnostic.Compare) }
