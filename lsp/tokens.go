package lsp

import (
	"slices"
	"strconv"

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
	result := r.tokens(d, source.Range(0, d.File.Len()))
	r.rememberTokens(d, result)
	return result, nil
}

// sentTokens are a file's tokens as the editor last got them, with their name.
type sentTokens struct {
	id   string
	data []uint32
}

// semanticTokensDelta answers with what has changed since the tokens that the
// editor names, if those are the last it got; with all of them otherwise.
func semanticTokensDelta(r *request, p *protocol.SemanticTokensDeltaParams) (any, error) {
	d := r.document(p.TextDocument)
	if d == nil {
		return nil, nil
	}
	result := r.tokens(d, source.Range(0, d.File.Len()))
	before, known := r.sentTokens.get(d.File.Name)
	r.rememberTokens(d, result)
	if !known || before.id != p.PreviousResultID {
		return result, nil
	}
	return &protocol.SemanticTokensDelta{ResultID: result.ResultID, Edits: tokenEdits(before.data, result.Data)}, nil
}

// rememberTokens gives tokens a name and keeps them for the next delta.
func (r *request) rememberTokens(d *analysis.Document, tokens *protocol.SemanticTokens) {
	id := strconv.FormatInt(r.names.Add(1), 10)
	tokens.ResultID = &id
	r.sentTokens.set(d.File.Name, sentTokens{id, tokens.Data})
}

// tokenSize is how many numbers make one token.
const tokenSize = 5

// tokenEdits returns the edit between two lists of tokens: what stands between the
// tokens that they begin and end with alike.
func tokenEdits(before, after []uint32) []protocol.SemanticTokensEdit {
	shorter := min(len(before), len(after))
	from := 0
	for from < shorter && slices.Equal(before[from:from+tokenSize], after[from:from+tokenSize]) {
		from += tokenSize
	}
	end := 0
	for end < shorter-from && slices.Equal(before[len(before)-end-tokenSize:len(before)-end], after[len(after)-end-tokenSize:len(after)-end]) {
		end += tokenSize
	}
	if len(before) == from+end && len(after) == from+end {
		return []protocol.SemanticTokensEdit{}
	}
	return []protocol.SemanticTokensEdit{{
		Start: uint32(from), DeleteCount: uint32(len(before) - from - end), Data: after[from : len(after)-end],
	}}
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
