package rules

import (
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// suppress leaves out what "# usepaso: ignore[code, …] reason" comments ask for,
// and adds what is wrong with those comments. Linked tells that there is a linked
// document for rules to compare with. All spans are plain.
func suppress(tree *syntax.Tree, all []diagnostic.Diagnostic, linked bool) []diagnostic.Diagnostic {
	ignores, found := readIgnores(tree)
	if len(ignores) == 0 {
		return append(all, found...)
	}
	all = slices.DeleteFunc(all, func(d diagnostic.Diagnostic) bool {
		silent := false
		for _, ig := range ignores {
			silent = ig.covers(d) || silent
		}
		return silent
	})
	for _, ig := range ignores {
		found = append(found, ig.unused(tree, linked)...)
	}
	return append(all, found...)
}

// ignore is one ignore comment.
type ignore struct {
	comment source.Span // plain
	alone   bool
	codes   []ignoredCode
	reason  string
	scope   source.Span // plain; a finding that begins in it is meant
}

// ignoredCode is one code of an ignore comment. Rule is nil when no rule has it.
type ignoredCode struct {
	text string
	span source.Span
	rule *Rule
	used bool
}

// silences reports whether findings of the rule may be left out at all.
func (r *Rule) silences() bool { return r.Severity != diagnostic.Error || r.Ignorable }

// covers reports whether a finding is to be left out, and remembers that it was there.
func (ig *ignore) covers(d diagnostic.Diagnostic) bool {
	if d.Span.Start < ig.scope.Start || d.Span.Start > ig.scope.End {
		return false
	}
	for i := range ig.codes {
		if c := &ig.codes[i]; c.rule != nil && c.rule.Code == d.Code {
			c.used = true
			return c.rule.silences()
		}
	}
	return false
}

// unused reports the codes that silenced nothing. Those of rules that had nothing
// to compare with may silence something elsewhere.
func (ig *ignore) unused(tree *syntax.Tree, linked bool) []diagnostic.Diagnostic {
	var found []diagnostic.Diagnostic
	var kept []string
	for _, c := range ig.codes {
		if c.used || c.rule == nil || !c.rule.silences() || c.rule.Linked && !linked {
			kept = append(kept, c.text)
			continue
		}
		found = append(found, finding(UnusedIgnore, c.span, "ignore comment silences nothing: there is no %s here", quote(c.text)))
	}
	for i := range found {
		title := "remove the comment"
		if len(kept) > 0 {
			title = "remove what silences nothing"
		}
		fix(&found[i], false, title, ig.keep(editor{tree}, kept))
	}
	return found
}

// keep rewrites the comment with only those codes, or removes it when there are none.
func (ig *ignore) keep(e editor, codes []string) source.Edit {
	if len(codes) > 0 {
		list := ig.codes[0].span.To(ig.codes[len(ig.codes)-1].span)
		return source.Edit{Span: list, New: strings.Join(codes, ", ")}
	}
	if ig.alone {
		return source.Edit{Span: e.lines(ig.comment)}
	}
	before := e.before(ig.comment)
	blanks := len(before) - len(strings.TrimRight(before, " \t"))
	return source.Edit{Span: ig.comment.Sub(-blanks, ig.comment.Len())}
}

// finding is one outside any Pass.
func finding(r *Rule, span source.Span, format string, args ...any) diagnostic.Diagnostic {
	p := Pass{rule: r}
	return *p.Report(span, "", format, args...)
}
