package lsp

import (
	"fmt"

	"go.lsp.dev/protocol"

	"github.com/usepaso/usepaso/analysis/ide"
)

// completionKinds gives each kind of proposal its sign.
var completionKinds = map[ide.CompletionKind]protocol.CompletionItemKind{
	ide.KeyCompletion:        protocol.CompletionItemKindProperty,
	ide.ValueCompletion:      protocol.CompletionItemKindEnumMember,
	ide.CapabilityCompletion: protocol.CompletionItemKindFunction,
	ide.InputCompletion:      protocol.CompletionItemKindVariable,
	ide.TemplateCompletion:   protocol.CompletionItemKindSnippet,
	ide.RuleCompletion:       protocol.CompletionItemKindConstant,
}

func completion(r *request, p *protocol.CompletionParams) (any, error) {
	list := &protocol.CompletionList{Items: []protocol.CompletionItem{}}
	d := r.document(p.TextDocument)
	if d == nil {
		return list, nil
	}
	m := r.mapper(d)
	options := ide.CompletionOptions{Snippets: r.abilities.snippets}
	if p.Context.TriggerCharacter != nil {
		options.Trigger = *p.Context.TriggerCharacter
	}
	found := ide.Complete(d.Snapshot(), m.PositionOffset(p.Position), options)
	for rank, c := range found {
		list.Items = append(list.Items, r.proposal(m, rank, c))
	}
	list.IsIncomplete = len(found) >= ide.MaxNames
	return list, nil
}

func (r *request) proposal(m mapper, rank int, c ide.Completion) protocol.CompletionItem {
	i := protocol.CompletionItem{
		Label:            c.Label,
		Kind:             completionKinds[c.Kind],
		SortText:         protocol.NewOptional(fmt.Sprintf("%04d", rank)),
		TextEdit:         &protocol.TextEdit{Range: m.SpanRange(c.Replace), NewText: c.Insert},
		InsertTextFormat: protocol.InsertTextFormatPlainText,
		InsertTextMode:   protocol.InsertTextModeAsIs,
	}
	if c.Snippet {
		i.InsertTextFormat, i.InsertTextMode = protocol.InsertTextFormatSnippet, protocol.InsertTextModeAdjustIndentation
	}
	if c.Detail != "" {
		i.Detail = protocol.NewOptional(c.Detail)
	}
	if c.Doc != "" {
		i.Documentation = r.markup(c.Doc, r.abilities.markdownDocs)
	}
	return i
}

// markup returns Markdown in the form that the editor reads.
func (s *server) markup(text string, markdown bool) *protocol.MarkupContent {
	if !markdown {
		return &protocol.MarkupContent{Kind: protocol.MarkupKindPlainText, Value: ide.PlainText(text)}
	}
	return &protocol.MarkupContent{Kind: protocol.MarkupKindMarkdown, Value: text}
}
