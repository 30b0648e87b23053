package lsp

import (
	"slices"

	"go.lsp.dev/protocol"

	"github.com/usepaso/usepaso/analysis/ide"
)

func selectionRange(r *request, p *protocol.SelectionRangeParams) (any, error) {
	list := []protocol.SelectionRange{}
	d := r.document(p.TextDocument)
	if d == nil {
		return list, nil
	}
	m, snapshot := r.mapper(d), d.Snapshot()
	for _, position := range p.Positions {
		var outer *protocol.SelectionRange
		spans := ide.Selections(snapshot, m.PositionOffset(position))
		for _, span := range slices.Backward(spans) {
			outer = &protocol.SelectionRange{Range: m.SpanRange(span), Parent: outer}
		}
		list = append(list, *outer)
	}
	return list, nil
}
