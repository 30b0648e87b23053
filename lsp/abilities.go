package lsp

import (
	"slices"

	"go.lsp.dev/protocol"
)

// abilities are what the editor said it can do, as far as answers depend on it.
type abilities struct {
	utf8 bool

	pull, versions bool // diagnostics

	snippets, markdownDocs      bool // completion
	markdownHover               bool
	symbolTree                  bool
	actionLiterals, lazyActions bool // code actions
	versionedEdits              bool
	renamePlaceholder           bool
	links                       bool // definition links

	configuration, registerSettings, registerWatch bool
	progress, showDocument                         bool
	virtualDocuments                               bool
	refreshDiagnostics, refreshLenses              bool
	refreshHints                                   bool
}

func readAbilities(c *protocol.ClientCapabilities) abilities {
	var a abilities
	general, window, workspace := or(c.General), or(c.Window), or(c.Workspace)
	a.utf8 = slices.Contains(general.PositionEncodings, protocol.PositionEncodingKindUTF8)
	a.progress = yes(window.WorkDoneProgress)
	a.showDocument = window.ShowDocument != nil && window.ShowDocument.Support
	a.readWorkspace(workspace)
	a.readDocument(or(c.TextDocument))
	return a
}

func (a *abilities) readWorkspace(w *protocol.WorkspaceClientCapabilities) {
	a.versionedEdits = yes(or(w.WorkspaceEdit).DocumentChanges)
	a.configuration = yes(w.Configuration)
	a.registerSettings = yes(or(w.DidChangeConfiguration).DynamicRegistration)
	a.registerWatch = yes(or(w.DidChangeWatchedFiles).DynamicRegistration)
	a.refreshDiagnostics = yes(or(w.Diagnostics).RefreshSupport)
	a.refreshLenses = yes(or(w.CodeLens).RefreshSupport)
	a.refreshHints = yes(or(w.InlayHint).RefreshSupport)
	a.virtualDocuments = w.TextDocumentContent != nil
}

func (a *abilities) readDocument(d *protocol.TextDocumentClientCapabilities) {
	a.pull = d.Diagnostic != nil
	a.versions = yes(or(d.PublishDiagnostics).VersionSupport)

	item := or(or(d.Completion).CompletionItem)
	a.snippets = yes(item.SnippetSupport)
	a.markdownDocs = slices.Contains(item.DocumentationFormat, protocol.MarkupKindMarkdown)
	a.markdownHover = slices.Contains(or(d.Hover).ContentFormat, protocol.MarkupKindMarkdown)
	a.symbolTree = yes(or(d.DocumentSymbol).HierarchicalDocumentSymbolSupport)
	a.links = yes(or(d.Definition).LinkSupport)
	a.renamePlaceholder = yes(or(d.Rename).PrepareSupport)

	action := or(d.CodeAction)
	a.actionLiterals = len(action.CodeActionLiteralSupport.CodeActionKind.ValueSet) > 0
	a.lazyActions = slices.Contains(action.ResolveSupport.Properties, "edit") && yes(action.DataSupport)
}

// yes reads an optional flag.
func yes(flag *bool) bool { return flag != nil && *flag }

// or reads an optional struct; an absent one has no abilities.
func or[T any](p *T) *T {
	if p == nil {
		return new(T)
	}
	return p
}
