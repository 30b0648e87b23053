package lsp

import (
	"go.lsp.dev/protocol"

	"github.com/usepaso/usepaso/analysis/ide"
)

func inlayHint(r *request, p *protocol.InlayHintParams) (any, error) {
	list := []protocol.InlayHint{}
	d := r.document(p.TextDocument)
	if d == nil || !r.settings.of(d.File.Name).InlayHints {
		return list, nil
	}
	m := r.mapper(d)
	for _, h := range ide.Hints(d.Snapshot(), m.RangeSpan(p.Range)) {
		list = append(list, protocol.InlayHint{
			Position: m.OffsetPosition(h.Offset), Label: protocol.String(h.Text), Tooltip: protocol.String(h.Tooltip),
			PaddingLeft: new(true),
		})
	}
	return list, nil
}
