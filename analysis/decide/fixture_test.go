package decide

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/usepaso/usepaso/analysis/analysistest"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

var _ = flag.Bool("update", false, "rewrite the goldens")

func read(text string) *declaration.Declaration {
	return declaration.Read(syntax.Parse(source.NewFile("usepaso.yaml", text)), nil)
}

// TestFixtures answers every line of "questions" in testdata/decide: a name, or a
// method and a path, behind filters such as tier=read, only=a,b, exclude=c and
// consent=deny. "callable" lists what may be called.
func TestFixtures(t *testing.T) {
	t.Parallel()
	analysistest.Golden(t, "../../testdata/decide", "answers", func(_ *testing.T, files map[string]string) string {
		d := read(files["usepaso.yaml"])
		var got strings.Builder
		for line := range strings.Lines(files["questions"]) {
			fmt.Fprintf(&got, "> %s%s\n", line, answer(d, strings.Fields(line)))
		}
		return got.String()
	})
}

func answer(d *declaration.Declaration, words []string) string {
	var f Filters
	for len(words) > 0 && strings.Contains(words[0], "=") {
		key, value, _ := strings.Cut(words[0], "=")
		switch key {
		case "tier":
			f.Tier = value
		case "only":
			f.Only = strings.Split(value, ",")
		case "exclude":
			f.Exclude = strings.Split(value, ",")
		case "consent":
			f.Consent = value
		}
		words = words[1:]
	}
	if words[0] == "callable" {
		var names []string
		for _, c := range Callable(d, f) {
			names = append(names, c.Name.Value)
		}
		return fmt.Sprintln(strings.Join(names, " "), "unknown:", f.Unknown(d))
	}
	decisions := []Decision{}
	if len(words) == 1 {
		decisions = append(decisions, Name(d, words[0], f))
	} else {
		decisions = Route(d, words[0], words[1], f)
	}
	var b strings.Builder
	for _, decision := range decisions {
		fmt.Fprintf(&b, "%q allowed=%t consent=%t tier=%s\n", decision.Name, decision.Allowed, decision.AsksConsent, decision.Tier)
		for _, s := range decision.Steps {
			mark := " "
			if s == decision.Reason {
				mark = "*"
			}
			fmt.Fprintf(&b, " %s%s %s %s: %s\n", mark, place(d, s.Span), s.Rule, s.Outcome, s.Text)
		}
	}
	return b.String()
}

func place(d *declaration.Declaration, span source.Span) string {
	if span.IsZero() {
		return "-"
	}
	p := d.Tree.File.Position(int(d.Tree.Place(span).Start))
	return fmt.Sprintf("%d:%d", p.Line, p.Column)
}
