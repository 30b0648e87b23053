package ide

import (
	"fmt"
	"strings"
	"testing"

	"github.com/usepaso/usepaso/analysis/source"
)

// shown writes spans as line:column and text; of a long one both ends.
func (f fixture) shown(spans ...source.Span) string {
	var b strings.Builder
	for _, s := range spans {
		p := f.File.Position(int(s.Start))
		text := f.File.Slice(s)
		if len(text) > 100 {
			text = text[:50] + "…" + text[len(text)-40:]
		}
		fmt.Fprintf(&b, "%d:%d %q\n", p.Line, p.Column, text)
	}
	return b.String()
}

func TestDefinition(t *testing.T) {
	t.Parallel()
	fixtures(t, "definition", func(f fixture) string {
		var b strings.Builder
		for _, target := range Definition(f.Snapshot, f.offset) {
			b.WriteString(f.shown(target.Origin, target.Name, target.Whole))
		}
		return b.String()
	})
}

// TestReferences shows references, and that the other questions about a name
// answer with the same places.
func TestReferences(t *testing.T) {
	t.Parallel()
	fixtures(t, "references", func(f fixture) string {
		all := References(f.Snapshot, f.offset, true)
		var highlights []source.Span
		for _, h := range Highlights(f.Snapshot, f.offset) {
			highlights = append(highlights, h.Span)
		}
		if f.shown(highlights...) != f.shown(all...) {
			t.Errorf("highlights %v differ from references %v", highlights, all)
		}
		return f.shown(all...) + "used\n" + f.shown(References(f.Snapshot, f.offset, false)...) +
			"linked\n" + f.shown(LinkedRanges(f.Snapshot, f.offset)...)
	})
}

func TestRename(t *testing.T) {
	t.Parallel()
	fixtures(t, "rename", func(f fixture) string {
		span, name, ok := PrepareRename(f.Snapshot, f.offset)
		if !ok {
			return "nothing to rename"
		}
		edits, err := Rename(f.Snapshot, f.offset, f.parameter("to"))
		if err != nil {
			return f.shown(span) + err.Error()
		}
		text, ok := source.Apply(f.File.Text(), edits)
		if !ok {
			t.Error("edits overlap")
		}
		return f.shown(span) + name + "\n" + text
	})
}
