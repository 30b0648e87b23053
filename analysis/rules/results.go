package rules

import (
	"fmt"
	"slices"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/keys"
)

// Diagnostics returns all findings with plain spans and full paths, in file
// order, suppressed ones left out. No text for people among them holds a secret.
func (r *Results) Diagnostics() []diagnostic.Diagnostic {
	tree := r.declaration.Tree
	var all []diagnostic.Diagnostic
	for _, f := range tree.Problems() {
		all = append(all, tree.PlaceDiagnostic(f))
	}
	broken := r.broken(all)
	add := func(f diagnostic.Diagnostic, capability int) {
		if f = tree.PlaceDiagnostic(f); broken.hides(f, capability) {
			return
		}
		for i := range f.Fixes {
			f.Fixes[i].Unsafe = f.Fixes[i].Unsafe || broken.distrusts(capability)
		}
		if capability >= 0 {
			f.Path = capabilityPath(capability, f.Path)
		}
		all = append(all, f)
	}
	for _, f := range slices.Concat(r.file, r.shared) {
		add(f, -1)
	}
	linked := false
	for i, c := range r.capabilities {
		if c == nil {
			continue
		}
		linked = linked || c.operation != nil
		for _, f := range c.found {
			add(f, i)
		}
	}
	all = append(all, commentSecrets(r.declaration)...)
	all = suppress(tree, all, linked)
	for i := range all {
		hideSecrets(&all[i])
	}
	slices.SortStableFunc(all, diagnostic.Compare)
	return slices.CompactFunc(all, func(a, b diagnostic.Diagnostic) bool { return diagnostic.Compare(a, b) == 0 })
}

func capabilityPath(i int, path string) string {
	if path == "" {
		return fmt.Sprintf("capabilities[%d]", i)
	}
	return fmt.Sprintf("capabilities[%d].%s", i, path)
}

// hideSecrets masks whole keys in what people and logs get to see. The edits of
// fixes stay: they may have to carry a secret from one place of the file to another.
func hideSecrets(d *diagnostic.Diagnostic) {
	d.Message, d.Path = keys.Hide(d.Message), keys.Hide(d.Path)
	for i := range d.Related { // a copy of its own, see Tree.PlaceDiagnostic
		d.Related[i].Message = keys.Hide(d.Related[i].Message)
	}
	for i := range d.Fixes {
		d.Fixes[i].Title = keys.Hide(d.Fixes[i].Title)
	}
}
