package rules

import (
	"fmt"
	"slices"

	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// Diagnostics returns all findings with plain spans and full paths, in file
// order, suppressed ones left out.
func (r *Results) Diagnostics() []diagnostic.Diagnostic {
	tree := r.declaration.Tree
	var all []diagnostic.Diagnostic
	for _, f := range slices.Concat(tree.Problems(), r.file) {
		all = append(all, tree.PlaceDiagnostic(f))
	}
	for i, c := range r.capabilities {
		for _, f := range c.found {
			f = tree.PlaceDiagnostic(f)
			f.Path = capabilityPath(i, f.Path)
			all = append(all, f)
		}
	}
	all = suppress(tree, all)
	slices.SortStableFunc(all, diagnostic.Compare)
	return slices.CompactFunc(all, func(a, b diagnostic.Diagnostic) bool { return diagnostic.Compare(a, b) == 0 })
}

func capabilityPath(i int, path string) string {
	if path == "" {
		return fmt.Sprintf("capabilities[%d]", i)
	}
	return fmt.Sprintf("capabilities[%d].%s", i, path)
}
