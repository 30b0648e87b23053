package lsp

import (
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/ide"
	"github.com/usepaso/usepaso/analysis/source"
)

func prepareRename(r *request, p *protocol.PrepareRenameParams) (any, error) {
	d := r.document(p.TextDocument)
	if d == nil {
		return nil, nil
	}
	m := r.mapper(d)
	span, name, ok := ide.PrepareRename(d.Snapshot(), m.PositionOffset(p.Position))
	if !ok {
		return nil, nil
	}
	return &protocol.PrepareRenamePlaceholder{Range: m.SpanRange(span), Placeholder: name}, nil
}

func rename(r *request, p *protocol.RenameParams) (any, error) {
	d := r.document(p.TextDocument)
	if d == nil {
		return nil, nil
	}
	edits, err := ide.Rename(d.Snapshot(), r.mapper(d).PositionOffset(p.Position), p.NewName)
	if err != nil {
		return nil, err
	}
	return r.workspaceEdit(d, edits), nil
}

// workspaceEdit returns edits of one document, bound to its version where the
// editor can check that.
func (s *server) workspaceEdit(d *analysis.Document, edits []source.Edit) *protocol.WorkspaceEdit {
	m, name := s.mapper(d), s.spellings.of(d.File.Name)
	if !s.abilities.versionedEdits {
		return &protocol.WorkspaceEdit{Changes: map[uri.URI][]protocol.TextEdit{name: m.Edits(edits)}}
	}
	change := &protocol.TextDocumentEdit{TextDocument: protocol.OptionalVersionedTextDocumentIdentifier{
		TextDocumentIdentifier: protocol.TextDocumentIdentifier{URI: name}, Version: new(int32(d.Version)),
	}}
	for _, e := range m.Edits(edits) {
		change.Edits = append(change.Edits, &e)
	}
	return &protocol.WorkspaceEdit{DocumentChanges: []protocol.DocumentChange{change}}
}
