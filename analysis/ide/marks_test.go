package ide

import (
	"fmt"
	"strings"
	"testing"

	"github.com/usepaso/usepaso/analysis/source"
)

func (f fixture) whole() source.Span { return source.Range(0, f.File.Len()) }

func TestHints(t *testing.T) {
	t.Parallel()
	fixtures(t, "hints", func(f fixture) string {
		var b strings.Builder
		for _, h := range Hints(f.Snapshot, f.whole()) {
			fmt.Fprintf(&b, "%s ⟨%s⟩\n", strings.TrimSpace(f.File.Text()[f.File.Line(f.File.Position(h.Offset).Line-1).Start:h.Offset]), h.Text)
		}
		return b.String()
	})
}

func TestTokens(t *testing.T) {
	t.Parallel()
	kinds := []string{"capability", "input", "method", "tier", "type", "value"}
	fixtures(t, "tokens", func(f fixture) string {
		var b strings.Builder
		for _, token := range Tokens(f.Snapshot, f.whole()) {
			p := f.File.Position(int(token.Span.Start))
			fmt.Fprintf(&b, "%d:%d %s %s", p.Line, p.Column, f.File.Slice(token.Span), kinds[token.Kind])
			if token.Declaration {
				b.WriteString(" declared")
			}
			if token.Forbidden {
				b.WriteString(" forbidden")
			}
			b.WriteString("\n")
		}
		return b.String()
	})
}

func TestLensesAndExposure(t *testing.T) {
	t.Parallel()
	fixtures(t, "lens", func(f fixture) string {
		var b strings.Builder
		e := Expose(f.Snapshot, nil)
		for _, l := range Lenses(f.Snapshot) {
			p := f.File.Position(int(l.Span.Start))
			switch l.Kind {
			case ExposureLens:
				fmt.Fprintf(&b, "%d: %s\n", p.Line, e.Title())
			case DryRunLens:
				fmt.Fprintf(&b, "%d: dry run %s\n", p.Line, l.Capability)
			case AgentViewLens:
				fmt.Fprintf(&b, "%d: agent %s\n", p.Line, l.Capability)
			}
		}
		if again := Expose(f.Snapshot.Edit(source.Edit{}), e); again.Title() != e.Title() {
			t.Errorf("counting again gives %s", again.Title())
		}
		return b.String() + "\n" + e.Page(f.Snapshot)
	})
}

func TestDryRun(t *testing.T) {
	t.Parallel()
	fixtures(t, "dryrun", func(f fixture) string {
		args, err := arguments(f.parameter("arguments"))
		if err != nil {
			return err.Error()
		}
		r, err := DryRun(f.Snapshot, f.parameter("capability"), args)
		if err != nil {
			return err.Error()
		}
		view, err := AgentView(f.Snapshot, f.parameter("capability"))
		if err != nil {
			return err.Error()
		}
		return r.Page() + "\n" + r.Curl + "\n\n" + view.Page()
	})
}
