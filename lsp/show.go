package lsp

import (
	"context"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// pageScheme names the documents that exist only here.
const pageScheme = "usepaso"

// show puts a page before the person: as a document where the editor asks servers
// for the texts of documents and opens them, otherwise as a message.
func (s *server) show(name, page string) {
	if !s.abilities.showDocument || !s.abilities.virtualDocuments {
		s.background("showing "+name, func(ctx context.Context) {
			if err := s.client.ShowMessage(ctx, &protocol.ShowMessageParams{Type: protocol.MessageTypeInfo, Message: page}); err != nil && ctx.Err() == nil {
				s.log.printf("showing %s: %v", name, err)
			}
		})
		return
	}
	address, err := uri.From(uri.Components{Scheme: pageScheme, Path: "/" + name + ".txt"})
	if err != nil {
		s.log.printf("showing %s: %v", name, err)
		return
	}
	_, known := s.pages.get(string(address))
	s.pages.set(string(address), page)
	s.background("showing "+name, func(ctx context.Context) {
		if known { // it may still be open with its last text
			s.asking(func(ctx context.Context) error {
				return s.client.TextDocumentContentRefresh(ctx, &protocol.TextDocumentContentRefreshParams{URI: address})
			})(ctx)
		}
		if _, err := s.client.ShowDocument(ctx, &protocol.ShowDocumentParams{URI: address, TakeFocus: new(false)}); err != nil && ctx.Err() == nil {
			s.log.printf("showing %s: %v", name, err)
		}
	})
}

// textDocumentContent returns the text of a page that was shown.
func textDocumentContent(r *request, p *protocol.TextDocumentContentParams) (any, error) {
	page, _ := r.pages.get(string(p.URI))
	return &protocol.TextDocumentContentResult{Text: page}, nil
}
