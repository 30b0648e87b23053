package lsp

import (
	"maps"
	"slices"

	"go.lsp.dev/protocol"
)

// capabilities tells the editor what the server can do.
func (s *server) capabilities(encoding protocol.PositionEncodingKind) protocol.ServerCapabilities {
	c := protocol.ServerCapabilities{
		PositionEncoding: encoding,
		TextDocumentSync: &protocol.TextDocumentSyncOptions{
			OpenClose: new(true),
			Change:    new(protocol.TextDocumentSyncKindIncremental),
			Save:      &protocol.SaveOptions{IncludeText: new(false)},
		},
		CompletionProvider: &protocol.CompletionOptions{
			TriggerCharacters: []string{" ", "{", "[", "-", ":", "\"", "'", ","},
		},
		HoverProvider:              protocol.Boolean(true),
		DefinitionProvider:         protocol.Boolean(true),
		ReferencesProvider:         protocol.Boolean(true),
		DocumentHighlightProvider:  protocol.Boolean(true),
		LinkedEditingRangeProvider: protocol.Boolean(true),
		RenameProvider:             protocol.Boolean(true),
		DocumentSymbolProvider:     protocol.Boolean(true),
		FoldingRangeProvider:       protocol.Boolean(true),
		SelectionRangeProvider:     protocol.Boolean(true),
		DocumentLinkProvider:       &protocol.DocumentLinkOptions{},
		WorkspaceSymbolProvider: &protocol.WorkspaceSymbolOptions{
			WorkDoneProgressOptions: protocol.WorkDoneProgressOptions{WorkDoneProgress: new(true)},
		},
		InlayHintProvider: protocol.Boolean(true),
		SemanticTokensProvider: &protocol.SemanticTokensOptions{
			Legend: tokenLegend, Full: &protocol.SemanticTokensFullDelta{Delta: new(true)}, Range: protocol.Boolean(true),
		},
		DocumentFormattingProvider:      protocol.Boolean(true),
		DocumentRangeFormattingProvider: protocol.Boolean(true),
		CodeActionProvider: &protocol.CodeActionOptions{
			CodeActionKinds: []protocol.CodeActionKind{protocol.CodeActionKindQuickFix, protocol.CodeActionKindRefactor, kindFixAll, kindOrganise},
			ResolveProvider: new(true),
		},
		CodeLensProvider:       &protocol.CodeLensOptions{ResolveProvider: new(true)},
		ExecuteCommandProvider: protocol.ExecuteCommandOptions{Commands: append(slices.Sorted(maps.Keys(s.commands())), commandApply)},
		Workspace: &protocol.WorkspaceOptions{
			WorkspaceFolders: &protocol.WorkspaceFoldersServerCapabilities{
				Supported: new(true), ChangeNotifications: protocol.Boolean(true),
			},
		},
	}
	if s.abilities.virtualDocuments {
		c.Workspace.TextDocumentContent = &protocol.TextDocumentContentOptions{Schemes: []string{pageScheme}}
	}
	if s.abilities.renamePlaceholder {
		c.RenameProvider = &protocol.RenameOptions{PrepareProvider: new(true)}
	}
	if s.abilities.pull { // an editor that asks would show what is pushed a second time
		c.DiagnosticProvider = &protocol.DiagnosticOptions{
			WorkDoneProgressOptions: protocol.WorkDoneProgressOptions{WorkDoneProgress: new(true)},
			Identifier:              new("usepaso"), WorkspaceDiagnostics: true,
		}
	}
	return c
}
