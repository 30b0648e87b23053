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
		fold := protocol.FoldingRange{StartLine: uint32(f.First), EndLine: uint32(f.Last)}
		if f.Comment { // others have no kind; "region" means marks that people set
			fold.Kind = protocol.FoldingRangeKindComment
		}
		list = append(list, fold)
	}
	return list, nil
}
