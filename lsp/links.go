package lsp

import (
	"path/filepath"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/usepaso/usepaso/analysis/ide"
)

func documentLink(r *request, p *protocol.DocumentLinkParams) (any, error) {
	list := []protocol.DocumentLink{}
	d := r.document(p.TextDocument)
	if d == nil {
		return list, nil
	}
	m := r.mapper(d)
	for _, l := range ide.Links(d.Snapshot()) {
		target := uri.URI(l.Target)
		if !l.Web {
			here := uri.URI(d.File.Name)
			if !here.IsFile() {
				continue
			}
			target = uri.File(beside(here.FsPath(), l.Target))
		}
		list = append(list, protocol.DocumentLink{Range: m.SpanRange(l.Span), Target: &target, Tooltip: new("Open the linked OpenAPI document")})
	}
	return list, nil
}

// beside returns a path that is relative to the folder of a file.
func beside(file, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), path)
}
