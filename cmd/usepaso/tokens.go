package main

import (
	"fmt"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/tool"
)

// codeTokens is the code of the finding that --max-tokens makes.
const codeTokens = "too-many-tokens"

// limitTokens adds an error where the tools of the file would cost an agent more
// than most tokens; 0 is no limit.
func (f *checkedFile) limitTokens(most int) {
	if most == 0 || f.snapshot == nil {
		return
	}
	d := f.snapshot.Declaration
	total := 0
	for _, t := range tool.List(d, nil) {
		total += tokens(t)
	}
	if total <= most {
		return
	}
	f.findings = append(f.findings, diagnostic.Diagnostic{
		Code: codeTokens, Severity: diagnostic.Error, Path: "capabilities",
		Span:    d.Tree.Place(d.CapabilitiesKey.Key),
		Message: fmt.Sprintf("the tools cost an agent about %d tokens, more than the %d of --max-tokens", total, most),
	})
}

// tokens estimates what one tool costs an agent in every conversation.
func tokens(t *tool.Tool) int {
	text, err := t.MarshalJSON()
	if err != nil {
		panic(err) // a tool is made of what was JSON before
	}
	return tool.Tokens(text)
}
