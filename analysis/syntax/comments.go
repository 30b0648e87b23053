package syntax

import (
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/source"
)

// Comments returns the comments of the file in its order. Their spans belong to
// pieces; Place makes them plain.
func (t *Tree) Comments() []Comment {
	var all []Comment
	if t.limit != nil {
		return nil
	}
	for _, s := range t.slots {
		if s.flags&hasComments != 0 {
			all = append(all, s.chunk.allComments()...)
		}
	}
	return all
}

// allComments returns the chunk's comments, which are looked for once.
func (c *chunk) allComments() []Comment {
	c.once.Do(func() { c.comments = commentsIn(c.text, c.piece, opaque(c.root)) })
	return c.comments
}

// opaque returns, in order, the spans of the scalars within which a "#" is text.
func opaque(n *Node) []source.Span {
	var spans []source.Span
	visit(n, func(n *Node) {
		if n.Style != Plain && n.Kind.IsScalar() {
			spans = append(spans, n.Span)
		}
	})
	slices.SortFunc(spans, source.Span.Compare)
	return spans
}

// visit calls f for a node and all that is written within it.
func visit(n *Node, f func(*Node)) {
	if n == nil || n.IsAlias {
		return
	}
	f(n)
	for _, e := range n.Entries {
		if !e.Merged {
			visit(e.Key, f)
			visit(e.Value, f)
		}
	}
	for _, item := range n.Items {
		visit(item, f)
	}
}

// commentsIn finds the comments of a text outside of spans.
func commentsIn(text string, piece source.Piece, spans []source.Span) []Comment {
	var found []Comment
	for at := 0; at < len(text); {
		i := strings.IndexByte(text[at:], '#')
		if i < 0 {
			break
		}
		at += i
		for len(spans) > 0 && int(spans[0].End) <= at {
			spans = spans[1:]
		}
		if len(spans) > 0 && int(spans[0].Start) < at && !inHeader(text, spans[0], at) {
			at = int(spans[0].End)
			continue
		}
		if at > 0 && !isSpace(text[at-1]) {
			at++
			continue
		}
		end, _ := lineEnd(text, at)
		start := lineStart(text, at)
		found = append(found, Comment{
			Span:  source.Span{Piece: piece, Start: int32(at), End: int32(end)},
			Text:  strings.TrimSpace(text[at+1 : end]),
			Alone: skipBlanks(text, start) == at,
		})
		at = end
	}
	return found
}

// inHeader reports whether at stands in the line of a block scalar's indicator.
func inHeader(text string, s source.Span, at int) bool {
	return (text[s.Start] == '|' || text[s.Start] == '>') && lineStart(text, at) <= int(s.Start)
}
