package lsp

import (
	"go.lsp.dev/protocol"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/ide"
	"github.com/usepaso/usepaso/analysis/source"
)

// tokenLegend gives each ide.TokenKind, in its order, a type that editors colour,
// and the bits of the modifiers their names.
var tokenLegend = protocol.SemanticTokensLegend{
	TokenTypes:     []string{"function", "parameter", "keyword", "enum", "type", "enumMember"},
	TokenModifiers: []string{"declaration", "deprecated"},
}

func semanticTokens(r *request, p *protocol.SemanticTokensParams) (any, error) {
	d := r.document(p.TextDocument)
	if d == nil {
		return nil, nil
	}
	return r.tokens(d, source.Range(0, d.File.Len())), nil
}

func semanticTokensRange(r *request, p *protocol.SemanticTokensRangeParams) (any, error) {
	d := r.document(p.TextDocument)
	if d == nil {
		return nil, nil
	}
	return r.tokens(d, r.mapper(d).RangeSpan(p.Range)), nil
}

// tokens writes tokens as the protocol packs them: each relative to the one before.
func (r *request) tokens(d *analysis.Document, span source.Span) *protocol.SemanticTokens {
	m := r.mapper(d)
	result := &protocol.SemanticTokens{Data: []uint32{}}
	last := protocol.Position{}
	for _, t := range ide.Tokens(d.Snapshot(), span) {
		at := m.SpanRange(t.Span)
		if at.Start.Line != last.Line {
			last.Character = 0
		}
		modifiers := uint32(0)
		if t.Declaration {
			modifiers |= 1
		}
		if t.Forbidden {
			modifiers |= 2
		}
		result.Data = append(result.Data, at.Start.Line-last.Line, at.Start.Character-last.Character,
			at.End.Character-at.Start.Character, uint32(t.Kind), modifiers)
		last = at.Start
	}
	return result
}
