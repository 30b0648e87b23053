package ide

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/source"
)

// FuzzFeatures asks every question at any place of any text. Nothing panics, and
// every place in the answers lies in the text.
func FuzzFeatures(f *testing.F) {
	paths, _ := filepath.Glob("../../testdata/ide/*/*.txtar")
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range txtar.Parse(raw).Files[:1] {
			before, after, _ := strings.Cut(string(file.Data), mark)
			f.Add(before+after, len(before))
		}
	}
	f.Fuzz(func(t *testing.T, text string, offset int) {
		s := analysis.Analyze("usepaso.yaml", text)
		askEverything(t, s, min(max(offset, 0), len(text)))
	})
}

func askEverything(t *testing.T, s *analysis.Snapshot, offset int) {
	t.Helper()
	c := placeChecker{t, len(s.File.Text())}
	for _, snippets := range []bool{true, false} {
		for _, p := range Complete(s, offset, CompletionOptions{Snippets: snippets}) {
			c.spans(p.Replace)
			if !p.Replace.Contains(offset) {
				t.Errorf("the proposal %q replaces %v, far from %d", p.Label, p.Replace, offset)
			}
		}
	}
	if h, ok := Hover(s, offset); ok {
		c.spans(h.Span)
		PlainText(h.Markdown)
	}
	for _, d := range Definition(s, offset) {
		c.spans(d.Origin, d.Name, d.Whole)
	}
	c.spans(References(s, offset, true)...)
	c.spans(LinkedRanges(s, offset)...)
	if _, name, ok := PrepareRename(s, offset); ok {
		edits, err := Rename(s, offset, name+"_x")
		if err == nil {
			c.edits(edits)
		}
	}
	c.symbols(Symbols(s), source.Range(0, c.size))
	for _, fold := range Folds(s) {
		if fold.First >= fold.Last || fold.Last >= s.File.Lines() {
			t.Errorf("fold %+v of %d lines", fold, s.File.Lines())
		}
	}
	c.spans(Selections(s, offset)...)
	for _, l := range Links(s) {
		c.spans(l.Span)
	}
	c.offers(s, offset)
}

func (c placeChecker) offers(s *analysis.Snapshot, offset int) {
	c.t.Helper()
	for _, a := range Actions(s, source.Range(offset, offset)) {
		c.edits(a.Edits)
	}
	c.edits(OrganiseEdits(s))
	whole := source.Range(0, c.size)
	last := source.Span{}
	for _, token := range Tokens(s, whole) {
		c.spans(token.Span)
		if token.Span.Start < last.End || strings.ContainsAny(s.File.Slice(token.Span), "\r\n") {
			c.t.Errorf("token %v behind %v", token.Span, last)
		}
		last = token.Span
	}
	for _, h := range Hints(s, whole) {
		c.spans(source.Range(h.Offset, h.Offset))
	}
	for _, l := range Lenses(s) {
		c.spans(l.Span)
		if _, err := DryRun(s, l.Capability, nil); err != nil && l.Kind != ExposureLens {
			c.t.Error(err)
		}
	}
	_ = Expose(s, nil).Title()
}

// placeChecker holds answers to the text they are about.
type placeChecker struct {
	t    *testing.T
	size int
}

func (c placeChecker) spans(list ...source.Span) {
	c.t.Helper()
	for _, s := range list {
		if s.Piece != 0 || s.Start < 0 || s.End < s.Start || int(s.End) > c.size {
			c.t.Errorf("%v is no place in %d bytes", s, c.size)
		}
	}
}

func (c placeChecker) edits(list []source.Edit) {
	c.t.Helper()
	for _, e := range list {
		c.spans(e.Span)
	}
}

func (c placeChecker) symbols(list []Symbol, outer source.Span) {
	c.t.Helper()
	for _, s := range list {
		if s.Name == "" || !outer.Covers(s.Whole) || !s.Whole.Covers(s.Selection) {
			c.t.Errorf("symbol %+v in %v", s, outer)
		}
		c.symbols(s.Children, s.Whole)
	}
}
