package lsp

import (
	"go.lsp.dev/protocol"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/ide"
)

func codeLens(r *request, p *protocol.CodeLensParams) (any, error) {
	list := []protocol.CodeLens{}
	d := r.document(p.TextDocument)
	if d == nil || !r.settings.of(d.File.Name).CodeLenses {
		return list, nil
	}
	m := r.mapper(d)
	for _, l := range ide.Lenses(d.Snapshot()) {
		lens := protocol.CodeLens{Range: m.SpanRange(l.Span)}
		switch l.Kind {
		case ide.ExposureLens: // counting every tool waits until the lens is seen
			lens.Data = encode(target{URI: d.File.Name})
		case ide.DryRunLens:
			lens.Command = commandFor(commandDryRun, "▶ dry run", target{URI: d.File.Name, Capability: l.Capability})
		case ide.AgentViewLens:
			lens.Command = commandFor(commandAgentView, "what the agent sees", target{URI: d.File.Name, Capability: l.Capability})
		}
		list = append(list, lens)
	}
	return list, nil
}

func resolveCodeLens(r *request, lens *protocol.CodeLens) (any, error) {
	var t target
	if !readable(lens.Data, &t) {
		return lens, nil
	}
	title := "no tools"
	if d := r.view.Document(t.URI); d != nil {
		title = r.exposure(d).Title()
	}
	lens.Command = commandFor(commandExposure, title, t)
	return lens, nil
}

// exposure counts what a document offers, building on the count of its last state.
func (s *server) exposure(d *analysis.Document) *ide.Exposure {
	previous, _ := s.exposures.get(d.File.Name)
	e := ide.Expose(d.Snapshot(), previous)
	s.exposures.set(d.File.Name, e)
	return e
}
