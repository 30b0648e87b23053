package ide

import (
	"slices"
	"strings"
	"testing"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/rules"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// TestAccepting takes every proposal at every place of texts in all styles of
// YAML: none makes a text that is no YAML of one that is.
func TestAccepting(t *testing.T) {
	t.Parallel()
	taken := 0
	for _, text := range styles {
		a := acceptor{t, analysis.Analyze("usepaso.yaml", text), map[string]bool{}}
		for offset := range len(text) + 1 {
			for _, snippets := range []bool{true, false} {
				for _, c := range Complete(a.Snapshot, offset, CompletionOptions{Snippets: snippets}) {
					a.proposal(offset, c)
				}
			}
		}
		taken += len(a.seen)
	}
	if taken < 400 {
		t.Errorf("only %d different texts came of it", taken)
	}
}

// TestActing takes every action at every place of the same texts, and of those of
// the rules' examples.
func TestActing(t *testing.T) {
	t.Parallel()
	texts := slices.Clone(styles)
	for _, r := range rules.All {
		texts = append(texts, r.Bad)
	}
	taken := 0
	for _, text := range texts {
		a := acceptor{t, analysis.Analyze("usepaso.yaml", text), map[string]bool{}}
		for offset := range len(text) + 1 {
			for _, action := range Actions(a.Snapshot, source.Range(offset, offset)) {
				a.take(offset, action.Title, action.Edits)
			}
		}
		taken += len(a.seen)
	}
	if taken < 100 {
		t.Errorf("only %d different texts came of it", taken)
	}
}

// TestRenaming renames every name from every place that it stands in: whatever was
// found before is found afterwards, and nothing else.
func TestRenaming(t *testing.T) {
	t.Parallel()
	texts := append(slices.Clone(styles), example(t, "stripe-tutorial-extended"), example(t, "github"), example(t, "twilio"))
	for _, text := range texts {
		s := analysis.Analyze("usepaso.yaml", text)
		names := map[source.Span]bool{}
		for offset := range len(text) + 1 {
			span, name, ok := PrepareRename(s, offset)
			if !ok || names[span] {
				continue
			}
			names[span] = true
			edits, err := Rename(s, offset, "renamed_"+name)
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			after, _ := source.Apply(text, edits)
			if before, now := codes(s), codes(analysis.Analyze("usepaso.yaml", after)); !slices.Equal(before, now) {
				t.Errorf("renaming %s changes the findings from %v to %v:\n%s", name, before, now, changed(text, after))
			}
		}
		if len(names) == 0 {
			t.Error("no names")
		}
	}
}

func codes(s *analysis.Snapshot) []string {
	var list []string
	for _, d := range s.Diagnostics() {
		list = append(list, d.Code)
	}
	slices.Sort(list)
	return list
}

// acceptor applies what a feature offers for a text, each result once.
type acceptor struct {
	t *testing.T
	*analysis.Snapshot
	seen map[string]bool
}

// proposal takes a proposal as editors do, which indent further lines of a snippet
// like the line of the cursor.
func (a *acceptor) proposal(offset int, c Completion) {
	a.t.Helper()
	insert := c.Insert
	if c.Snippet {
		l := lineOf(a.Snapshot, offset)
		insert = strings.ReplaceAll(plain(insert), "\n", "\n"+l.text[:l.indent])
	}
	a.take(offset, c.Label, []source.Edit{{Span: c.Replace, New: insert}})
}

func (a *acceptor) take(offset int, what string, edits []source.Edit) {
	a.t.Helper()
	after, ok := source.Apply(a.File.Text(), edits)
	if !ok {
		a.t.Errorf("the edits of %q overlap", what)
	}
	if a.seen[after] {
		return
	}
	a.seen[after] = true
	now := syntax.Parse(source.NewFile("usepaso.yaml", after)).Problems()
	if before := a.Tree.Problems(); len(now) > len(before) {
		l := lineOf(a.Snapshot, offset)
		a.t.Errorf("%s at %q gives %s:\n%s", what, l.text[:offset-l.start]+"‸"+l.text[offset-l.start:], now[0].Message, changed(a.File.Text(), after))
	}
}

// styles are declarations as people write them.
var styles = []string{
	// Lists without indentation, brackets, an anchor and a merge.
	`version: "1.0"
service: {name: S, description: "d 🎉", base_url: https://x.y, auth: {type: bearer}}
capabilities:
- name: a # first
  description: 'it''s'
  method: GET
  path: /a/{id}
  permission: read
  inputs: &in
    id: {type: string, required: true, in: path}
  constraints:
  - max_per_hour: 5
    description: "x: y # z"
- <<: {name: b}
  inputs: *in
permissions: {read: [a,
  b], forbidden: []}
`,
	// Keys in quotes, wide indentation, dashes on lines of their own, empty values.
	`"version": '1.0'
"service":
    "name": "S"
    "auth":
        'type': "bearer"
"capabilities":
    -
        "name": "a"
        "inputs":

            # a comment
            "id":
                "type": "enum"
                "values": ["x", 'y']
                "default":
        "constraints": {"max_per_hour": 5}
    -   name: b
        output:
        permission:
permissions:
    read: ["a"]
    write:
`,
	// JSON.
	`{"version": "1.0", "service": {"name": "S", "auth": {"type": "bearer"}},
 "capabilities": [
  {"name": "a", "method": "GET", "path": "/a/{id}",
   "inputs": {"id": {"type": "string", "in": "path"}}, "constraints": [{"max_per_hour": 5}]}
 ],
 "permissions": {"read": ["a"]}}
`,
}
