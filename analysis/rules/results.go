package rules

import (
	"fmt"
	"slices"
	"sort"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/keys"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// Diagnostics returns all findings with plain spans and full paths, in file
// order, suppressed ones left out. No text for people among them holds a secret.
func (r *Results) Diagnostics() []diagnostic.Diagnostic {
	tree := r.declaration.Tree
	var all []diagnostic.Diagnostic
	for _, f := range tree.Problems() {
		all = append(all, tree.PlaceDiagnostic(f))
	}
	unread := r.unread(all)
	for _, f := range r.file {
		if len(unread) == 0 || !Lookup(f.Code).Absence {
			all = append(all, tree.PlaceDiagnostic(f))
		}
	}
	linked := false
	for i, c := range r.capabilities {
		linked = linked || c.operation != nil
		for _, f := range c.found {
			if unread[i] && Lookup(f.Code).Absence {
				continue
			}
			f = tree.PlaceDiagnostic(f)
			f.Path = capabilityPath(i, f.Path)
			all = append(all, f)
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

// unread returns the indices of the capabilities in which something could not be
// read as YAML, and -1 for such a place outside them.
func (r *Results) unread(problems []diagnostic.Diagnostic) map[int]bool {
	var at map[int]bool
	for _, p := range problems {
		if p.Code != syntax.CodeSyntax && p.Code != syntax.CodeUnreadable {
			continue
		}
		if at == nil {
			at = map[int]bool{}
		}
		// What could not be read may have been the end of a capability, so each
		// reaches up to the next.
		behind := sort.Search(len(r.capabilities), func(i int) bool {
			return r.declaration.Tree.Place(r.declaration.Capabilities[i].Node.Span).Start > p.Span.Start
		})
		at[behind-1] = true
	}
	return at
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
