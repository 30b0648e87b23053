package lsp

import (
	"go.lsp.dev/protocol"

	"github.com/usepaso/usepaso/analysis/ide"
)

func foldingRange(r *request, p *protocol.FoldingRangeParams) (any, error) {
	list := []protocol.FoldingRange{}
	d := r.document(p.TextDocument)
	if d == nil {
		return list, nil
	}
	for _, f := range ide.Folds(d.Snapshot()) {
		kind := protocol.FoldingRangeKindRegion
		if f.Comment {
			kind = protocol.FoldingRangeKindComment
		}
		list = append(list, protocol.FoldingRange{StartLine: uint32(f.First), EndLine: uint32(f.Last), Kind: kind})
	}
	return list, nil
}
