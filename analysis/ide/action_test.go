package ide

import (
	"fmt"
	"strings"
	"testing"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/request"
	"github.com/usepaso/usepaso/analysis/source"
)

func arguments(raw string) (request.Arguments, error) { return request.ParseJSON([]byte(raw)) }

// TestActions shows every action at the cursor with the lines that it changes.
func TestActions(t *testing.T) {
	t.Parallel()
	fixtures(t, "action", func(f fixture) string {
		list := Actions(f.Snapshot, source.Range(f.offset, f.offset))
		if edits := OrganiseEdits(f.Snapshot); len(edits) > 0 {
			list = append(list, Action{Title: "Organise permissions", Edits: edits})
		}
		var b strings.Builder
		for _, a := range list {
			text, ok := source.Apply(f.File.Text(), a.Edits)
			if !ok {
				t.Errorf("%s: edits overlap", a.Title)
			}
			preferred := ""
			if a.Preferred {
				preferred = " (preferred)"
			}
			fmt.Fprintf(&b, "%s%s\n%s", a.Title, preferred, changed(f.File.Text(), text))
		}
		if edit, ok := FixAllEdit(f.Snapshot); ok {
			text, _ := source.Apply(f.File.Text(), []source.Edit{edit})
			fmt.Fprintf(&b, "Fix all\n%s", changed(f.File.Text(), text))
			if Fixable(analysis.Analyze("usepaso.yaml", text)) {
				t.Error("something fixable is left")
			}
		}
		return b.String()
	})
}

// changed shows the lines that differ.
func changed(before, after string) string {
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	var out strings.Builder
	for _, l := range a {
		fmt.Fprintf(&out, "  - %s\n", l)
	}
	for _, l := range b {
		fmt.Fprintf(&out, "  + %s\n", l)
	}
	return out.String()
}
