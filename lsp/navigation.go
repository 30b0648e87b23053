package lsp

import (
	"go.lsp.dev/protocol"

	"github.com/usepaso/usepaso/analysis/ide"
)

func definition(r *request, p *protocol.DefinitionParams) (any, error) {
	d := r.document(p.TextDocument)
	if d == nil {
		return nil, nil
	}
	m, here := r.mapper(d), r.spellings.of(d.File.Name)
	links, locations := protocol.DefinitionLinkSlice{}, protocol.LocationSlice{}
	for _, t := range ide.Definition(d.Snapshot(), m.PositionOffset(p.Position)) {
		links = append(links, protocol.DefinitionLink{
			OriginSelectionRange: new(m.SpanRange(t.Origin)), TargetURI: here,
			TargetRange: m.SpanRange(t.Whole), TargetSelectionRange: m.SpanRange(t.Name),
		})
		locations = append(locations, protocol.Location{URI: here, Range: m.SpanRange(t.Name)})
	}
	if r.abilities.links {
		return links, nil
	}
	return locations, nil
}

func references(r *request, p *protocol.ReferenceParams) (any, error) {
	list := protocol.LocationSlice{}
	d := r.document(p.TextDocument)
	if d == nil {
		return list, nil
	}
	m := r.mapper(d)
	for _, span := range ide.References(d.Snapshot(), m.PositionOffset(p.Position), p.Context.IncludeDeclaration) {
		list = append(list, protocol.Location{URI: r.spellings.of(d.File.Name), Range: m.SpanRange(span)})
	}
	return list, nil
}

func highlight(r *request, p *protocol.DocumentHighlightParams) (any, error) {
	list := []protocol.DocumentHighlight{}
	d := r.document(p.TextDocument)
	if d == nil {
		return list, nil
	}
	m := r.mapper(d)
	for _, h := range ide.Highlights(d.Snapshot(), m.PositionOffset(p.Position)) {
		kind := protocol.DocumentHighlightKindRead
		if h.Write {
			kind = protocol.DocumentHighlightKindWrite
		}
		list = append(list, protocol.DocumentHighlight{Range: m.SpanRange(h.Span), Kind: kind})
	}
	return list, nil
}

func linkedEditing(r *request, p *protocol.LinkedEditingRangeParams) (any, error) {
	d := r.document(p.TextDocument)
	if d == nil {
		return nil, nil
	}
	m := r.mapper(d)
	spans := ide.LinkedRanges(d.Snapshot(), m.PositionOffset(p.Position))
	if len(spans) == 0 {
		return nil, nil
	}
	result := &protocol.LinkedEditingRanges{WordPattern: new(`[A-Za-z_][A-Za-z0-9_.-]*`)}
	for _, span := range spans {
		result.Ranges = append(result.Ranges, m.SpanRange(span))
	}
	return result, nil
}
