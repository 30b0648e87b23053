package lsp

import (
	"go.lsp.dev/protocol"

	"github.com/usepaso/usepaso/analysis/ide"
)

func hover(r *request, p *protocol.HoverParams) (any, error) {
	d := r.document(p.TextDocument)
	if d == nil {
		return nil, nil
	}
	m := r.mapper(d)
	h, ok := ide.Hover(d.Snapshot(), m.PositionOffset(p.Position))
	if !ok {
		return nil, nil
	}
	return &protocol.Hover{Contents: r.markup(h.Markdown, r.abilities.markdownHover), Range: new(m.SpanRange(h.Span))}, nil
}
