package rules

import (
	"slices"
	"sort"
	"strings"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// readIgnores returns the ignore comments of a file and what is wrong with them
// as they stand.
func readIgnores(tree *syntax.Tree) ([]*ignore, []diagnostic.Diagnostic) {
	var ignores []*ignore
	var found []diagnostic.Diagnostic
	for _, c := range tree.Comments() {
		if !looksLikeIgnore(c.Text) {
			continue
		}
		ig := readIgnore(tree, c)
		if ig == nil {
			found = append(found, finding(MalformedIgnore, tree.Place(c.Span), `ignore comment cannot be read; expected "# usepaso: ignore[code, code] reason"`))
			continue
		}
		ignores = append(ignores, ig)
		found = append(found, ig.check()...)
	}
	return ignores, found
}

// verbs are the words by which people ask for silence.
var verbs = []string{"ignore", "disable", "suppress", "allow", "noqa", "nolint"}

// looksLikeIgnore reports whether a comment was meant to be an ignore comment.
func looksLikeIgnore(text string) bool {
	rest, ok := strings.CutPrefix(text, "usepaso")
	rest = strings.TrimLeft(strings.TrimPrefix(rest, ":"), " \t")
	return ok && slices.ContainsFunc(verbs, func(v string) bool {
		after, found := strings.CutPrefix(rest, v)
		return found && (after == "" || strings.ContainsAny(after[:1], " \t[:("))
	})
}

// readIgnore reads a comment of the one form that is understood, or returns nil.
func readIgnore(tree *syntax.Tree, c syntax.Comment) *ignore {
	span := tree.Place(c.Span)
	raw := tree.File.Slice(span)
	rest, ok := strings.CutPrefix(c.Text, "usepaso:")
	if rest = strings.TrimLeft(rest, " \t"); !ok || !strings.HasPrefix(rest, "ignore[") {
		return nil
	}
	list, reason, ok := strings.Cut(rest[len("ignore["):], "]")
	if !ok || strings.TrimSpace(list) == "" {
		return nil
	}
	ig := &ignore{comment: span, alone: c.Alone, reason: strings.TrimSpace(reason), scope: scope(tree, c)}
	at := strings.IndexByte(raw, '[') + 1
	for part := range strings.SplitSeq(list, ",") {
		code := strings.TrimSpace(part)
		start := at + strings.Index(part, code)
		at += len(part) + 1
		if code != "" {
			ig.codes = append(ig.codes, ignoredCode{text: code, span: span.Sub(start, start+len(code)), rule: meantRule(code)})
		}
	}
	if len(ig.codes) == 0 {
		return nil
	}
	return ig
}

// meantRule returns the rule of that code, or of the code it nearly is.
func meantRule(code string) *Rule {
	if r := Lookup(code); r != nil {
		return r
	}
	codes := make([]string, len(All))
	for i, r := range All {
		codes[i] = r.Code
	}
	near, _ := source.Nearest(code, codes)
	return Lookup(near)
}

// check reports what is wrong with the comment itself.
func (ig *ignore) check() []diagnostic.Diagnostic {
	var found []diagnostic.Diagnostic
	if ig.reason == "" {
		found = append(found, finding(IgnoreWithoutReason, ig.comment, "ignore comment gives no reason; expected one behind the bracket"))
	}
	for _, c := range ig.codes {
		switch {
		case c.rule == nil:
			found = append(found, finding(UnknownIgnore, c.span, "unknown code %s; usepaso explain lists all codes", quote(c.text)))
		case c.rule.Code != c.text:
			d := finding(UnknownIgnore, c.span, "unknown code %s. Did you mean %s?", quote(c.text), quote(c.rule.Code))
			fix(&d, false, "change to "+quote(c.rule.Code), source.Edit{Span: c.span, New: c.rule.Code})
			found = append(found, d)
		case !c.rule.silences():
			found = append(found, finding(IgnoredError, c.span, "%s is an error; errors cannot be ignored", quote(c.text)))
		}
	}
	return found
}

// scope is the place whose findings a comment is about: its line or, where it
// stands alone on it, the whole entry or item that comes next.
func scope(tree *syntax.Tree, c syntax.Comment) source.Span {
	span := tree.Place(c.Span)
	if c.Alone {
		if next, ok := nextNode(tree, tree.Root, span.End); ok {
			return next
		}
		return source.Span{Start: span.End, End: span.End - 1} // nothing
	}
	return tree.File.Line(tree.File.Position(int(span.Start)).Line - 1)
}

// nextNode returns the place of the outermost entry or item below n that begins at
// or behind an offset, the first in the file.
func nextNode(tree *syntax.Tree, n *syntax.Node, offset int32) (source.Span, bool) {
	if n.IsAlias {
		return source.Span{}, false
	}
	for _, e := range n.Entries {
		place := tree.Place(e.Span)
		switch {
		case e.Merged:
		case place.Start >= offset:
			return place, true
		case place.End > offset:
			if next, ok := nextNode(tree, e.Value, offset); ok {
				return next, true
			}
		}
	}
	first := sort.Search(len(n.Items), func(i int) bool { return tree.Place(n.Items[i].Span).End > offset })
	for _, item := range n.Items[first:] {
		if place := tree.Place(item.Span); place.Start >= offset {
			return place, true
		}
		if next, ok := nextNode(tree, item, offset); ok {
			return next, true
		}
	}
	return source.Span{}, false
}
