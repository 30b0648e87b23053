package ide

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/rules"
	"github.com/usepaso/usepaso/analysis/source"
)

// ignoreMark begins a comment that suppresses findings.
const ignoreMark = "usepaso: ignore["

// ignores proposes the codes of rules within "# usepaso: ignore[…]", and the
// comment itself in an empty one.
func (p *completer) ignores() {
	typed := p.line.text[p.line.comment+1 : p.offset-p.line.start]
	open := strings.LastIndex(typed, ignoreMark)
	switch {
	case open < 0:
		// Who begins a comment has not asked for this one.
		if word := strings.TrimLeft(typed, " "); strings.HasPrefix(ignoreMark, word) && p.options.Trigger == "" {
			p.word = source.Range(p.offset-len(word), p.offset)
			p.add(Completion{
				Kind: TemplateCompletion, Label: "usepaso: ignore[…] reason", Insert: ignoreMark + "$1] ${2:reason}", Snippet: true,
				Doc: "Leaves out findings on this line or, alone on a line, on what follows. Errors cannot be left out.",
			})
		}
		return
	case strings.Contains(typed[open:], "]"):
		return
	}
	list := typed[open+len(ignoreMark):]
	word := strings.TrimLeft(list[strings.LastIndexByte(list, ',')+1:], " ")
	p.word = source.Range(p.offset-len(word), p.offset+nameLength(p.rest(p.offset)))
	taken := list[:len(list)-len(word)]
	here := p.codesHere()
	for _, first := range []bool{true, false} {
		for _, r := range rules.All {
			if here[r.Code] == first && !strings.Contains(taken, r.Code) && ignorable(r) {
				p.add(Completion{Kind: RuleCompletion, Label: r.Code, Detail: r.Severity.String(), Doc: r.Title, Insert: r.Code})
			}
		}
	}
}

// ignorable reports whether a comment may leave out the findings of a rule, which
// may be nil.
func ignorable(r *rules.Rule) bool {
	return r != nil && (r.Severity != diagnostic.Error || r.Ignorable)
}

// codesHere returns the codes found on the comment's line and the lines below it,
// but for what is found about the comment itself while it is being written.
func (p *completer) codesHere() map[string]bool {
	line := p.file.Position(p.offset).Line
	found := map[string]bool{}
	for _, d := range p.snapshot.Diagnostics() {
		at, column := p.file.Position(int(d.Span.Start)).Line, int(d.Span.Start)-p.line.start
		if at >= line && at <= line+2 && (at > line || column < p.line.comment) {
			found[d.Code] = true
		}
	}
	return found
}
