package lsp

import (
	"go.lsp.dev/protocol"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/ide"
	"github.com/usepaso/usepaso/analysis/source"
)

func formatting(r *request, p *protocol.DocumentFormattingParams) (any, error) {
	d := r.document(p.TextDocument)
	if d == nil {
		return nil, nil
	}
	return r.formatted(d, source.Range(0, d.File.Len())), nil
}

func rangeFormatting(r *request, p *protocol.DocumentRangeFormattingParams) (any, error) {
	d := r.document(p.TextDocument)
	if d == nil {
		return nil, nil
	}
	return r.formatted(d, r.mapper(d).RangeSpan(p.Range)), nil
}

func (r *request) formatted(d *analysis.Document, span source.Span) []protocol.TextEdit {
	return r.mapper(d).Edits(ide.FormatEdits(d.Snapshot(), span))
}
