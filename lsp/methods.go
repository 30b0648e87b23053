package lsp

import "go.lsp.dev/protocol"

// methods lists every request that is answered.
func methods() map[string]method {
	return map[string]method{
		protocol.MethodInitialize: answering(initialize),
		protocol.MethodShutdown:   shutdown,

		protocol.MethodTextDocumentCompletion:              answering(completion),
		protocol.MethodTextDocumentHover:                   answering(hover),
		protocol.MethodTextDocumentDefinition:              answering(definition),
		protocol.MethodTextDocumentReferences:              answering(references),
		protocol.MethodTextDocumentDocumentHighlight:       answering(highlight),
		protocol.MethodTextDocumentLinkedEditingRange:      answering(linkedEditing),
		protocol.MethodTextDocumentPrepareRename:           answering(prepareRename),
		protocol.MethodTextDocumentRename:                  answering(rename),
		protocol.MethodTextDocumentDocumentSymbol:          answering(documentSymbol),
		protocol.MethodTextDocumentFoldingRange:            answering(foldingRange),
		protocol.MethodTextDocumentSelectionRange:          answering(selectionRange),
		protocol.MethodTextDocumentDocumentLink:            answering(documentLink),
		protocol.MethodWorkspaceSymbol:                     answering(workspaceSymbol),
		protocol.MethodTextDocumentInlayHint:               answering(inlayHint),
		protocol.MethodTextDocumentSemanticTokensFull:      answering(semanticTokens),
		protocol.MethodTextDocumentSemanticTokensFullDelta: answering(semanticTokensDelta),
		protocol.MethodTextDocumentSemanticTokensRange:     answering(semanticTokensRange),
		protocol.MethodTextDocumentFormatting:              answering(formatting),
		protocol.MethodTextDocumentRangeFormatting:         answering(rangeFormatting),

		protocol.MethodTextDocumentCodeAction:       answering(codeAction),
		protocol.MethodCodeActionResolve:            answering(resolveCodeAction),
		protocol.MethodTextDocumentCodeLens:         answering(codeLens),
		protocol.MethodCodeLensResolve:              answering(resolveCodeLens),
		protocol.MethodWorkspaceExecuteCommand:      answering(executeCommand),
		protocol.MethodWorkspaceTextDocumentContent: answering(textDocumentContent),

		protocol.MethodTextDocumentDiagnostic: answering(pullDiagnostics),
		protocol.MethodWorkspaceDiagnostic:    answering(pullWorkspaceDiagnostics),
	}
}

// notifications lists every notification that is taken in.
func notifications() map[string]notification {
	return map[string]notification{
		protocol.MethodInitialized:   taking(initialized),
		protocol.MethodExit:          exit,
		protocol.MethodSetTrace:      taking(setTrace),
		protocol.MethodCancelRequest: cancelRequest,

		protocol.MethodTextDocumentDidOpen:   didOpen,
		protocol.MethodTextDocumentDidChange: didChange,
		protocol.MethodTextDocumentDidClose:  taking(didClose),
		protocol.MethodTextDocumentDidSave:   taking(didSave),

		protocol.MethodWorkspaceDidChangeConfiguration:    taking(didChangeConfiguration),
		protocol.MethodWorkspaceDidChangeWatchedFiles:     taking(didChangeWatchedFiles),
		protocol.MethodWorkspaceDidChangeWorkspaceFolders: taking(didChangeFolders),
		protocol.MethodWindowWorkDoneProgressCancel:       taking(cancelProgress),
	}
}
