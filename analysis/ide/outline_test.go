package ide

import (
	"fmt"
	"strings"
	"testing"
)

func TestSymbols(t *testing.T) {
	t.Parallel()
	fixtures(t, "symbols", func(f fixture) string {
		var b strings.Builder
		f.outline(&b, "", Symbols(f.Snapshot))
		if query := f.parameter("query"); query != "" {
			fmt.Fprintf(&b, "found for %q\n", query)
			f.outline(&b, "", Find(f.Snapshot, query))
		}
		return b.String()
	})
}

func (f fixture) outline(b *strings.Builder, indent string, list []Symbol) {
	for _, s := range list {
		first, last := f.File.Position(int(s.Whole.Start)), f.File.Position(int(s.Whole.End))
		fmt.Fprintf(b, "%s%s (%s) %d lines %d:%d-%d:%d %q\n", indent, s.Name, s.Detail, s.Kind, first.Line, first.Column, last.Line, last.Column, f.File.Slice(s.Selection))
		f.outline(b, indent+"  ", s.Children)
	}
}

func TestFolds(t *testing.T) {
	t.Parallel()
	fixtures(t, "folding", func(f fixture) string {
		var b strings.Builder
		for _, fold := range Folds(f.Snapshot) {
			fmt.Fprintf(&b, "%d-%d %t: %s\n", fold.First+1, fold.Last+1, fold.Comment, f.File.Slice(f.File.Line(fold.First)))
		}
		return b.String()
	})
}

func TestSelections(t *testing.T) {
	t.Parallel()
	fixtures(t, "selection", func(f fixture) string {
		spans := Selections(f.Snapshot, f.offset)
		for i, s := range spans[1:] {
			if !s.Covers(spans[i]) {
				t.Errorf("%v does not hold %v", s, spans[i])
			}
		}
		return f.shown(spans[:len(spans)-1]...)
	})
}

func TestLinks(t *testing.T) {
	t.Parallel()
	fixtures(t, "links", func(f fixture) string {
		var b strings.Builder
		for _, l := range Links(f.Snapshot) {
			fmt.Fprintf(&b, "%s-> %s web=%t\n", f.shown(l.Span), l.Target, l.Web)
		}
		return b.String()
	})
}
