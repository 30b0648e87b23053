package ide

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// TestTyping types the tutorial's file character by character and asks for
// proposals behind each one. The golden has a line for each run of characters
// that are answered alike.
func TestTyping(t *testing.T) {
	t.Parallel()
	text := example(t, "stripe-tutorial")
	var b strings.Builder
	last, from := "", 0
	flush := func(to int) {
		if last != "" {
			fmt.Fprintf(&b, "%q → %s\n", tail(text[:from]+"‸"+text[from:to]), last)
		}
	}
	for at := 0; at <= len(text); at++ {
		list := Complete(analysis.Analyze("usepaso.yaml", text[:at]), at, CompletionOptions{Snippets: true})
		if labels := checkProposals(t, text[:at], at, list); labels != last {
			flush(at - 1)
			last, from = labels, at
		}
	}
	flush(len(text))
	golden(t, "../../testdata/ide/typing/tutorial.golden", b.String())
}

// tail returns the last line of a text.
func tail(text string) string {
	return text[strings.LastIndexByte(text[:strings.Index(text, "‸")], '\n')+1:]
}

// checkProposals holds proposals to what an editor needs, and returns their labels.
func checkProposals(t *testing.T, text string, at int, list []Completion) string {
	t.Helper()
	var labels []string
	for _, c := range list {
		if !c.Replace.Contains(at) || c.Replace.Start < 0 || int(c.Replace.End) > len(text) {
			t.Errorf("%q: %s replaces %v, not at the cursor", tail(text+"‸"), c.Label, c.Replace)
		}
		if c.Insert == "" || slices.Contains(labels, c.Label) {
			t.Errorf("%q: %s inserts %q", tail(text+"‸"), c.Label, c.Insert)
		}
		labels = append(labels, c.Label)
	}
	return strings.Join(labels, ", ")
}

// TestProposesWhatFollows asks at the beginning of every key and of every value
// with a fixed set of words: what the example goes on with is among the proposals,
// with the rest of the file there and without it.
func TestProposesWhatFollows(t *testing.T) {
	t.Parallel()
	text := example(t, "stripe-tutorial-extended")
	s := analysis.Analyze("usepaso.yaml", text)
	words := 0
	var visit func(n *syntax.Node)
	expect := func(n *syntax.Node) {
		words++
		place := s.Tree.Place(n.Span)
		for name, rest := range map[string]string{"nothing": "", "the rest": text[place.End:]} {
			now := analysis.Analyze("usepaso.yaml", text[:place.Start]+rest)
			list := Complete(now, int(place.Start), CompletionOptions{})
			if !slices.ContainsFunc(list, func(c Completion) bool { return c.Label == n.Value }) {
				t.Errorf("%s is not proposed behind %q with %s behind it: %v", n.Value, tail(text[:place.Start]+"‸"), name, list)
			}
		}
	}
	visit = func(n *syntax.Node) {
		for _, e := range n.Entries {
			_, authors := authorsNames[e.Key.Value]
			expectKey := s.File.Position(int(s.Tree.Place(e.Key.Span).Start)).Column
			if !authors || expectKey != 7 {
				expect(e.Key)
			}
			if fixedWords[e.Key.Value] && e.Value.Kind.IsScalar() {
				expect(e.Value)
			}
			visit(e.Value)
		}
		for _, item := range n.Items {
			visit(item)
		}
	}
	visit(s.Tree.Root)
	if words < 100 {
		t.Errorf("only %d words were asked for", words)
	}
}

// authorsNames are the inputs of the example that no placeholder names.
var authorsNames = map[string]struct{}{"limit": {}, "created_gte": {}, "email": {}, "status": {}, "charge": {}, "amount": {}, "charge_id": {}}

// fixedWords are the keys whose values are proposed.
var fixedWords = map[string]bool{"method": true, "permission": true, "type": true, "in": true, "required": true, "consent_required": true}

func example(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../testdata/examples", name, "usepaso.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// golden compares a text with a file, or writes it.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
