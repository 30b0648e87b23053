package lsp

import (
	"slices"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/ide"
	"github.com/usepaso/usepaso/analysis/source"
)

// The kinds of whole-file actions that are ours; editors can ask for them on save.
const (
	kindFixAll   = protocol.CodeActionKindSourceFixAll + ".usepaso"
	kindOrganise = protocol.CodeActionKind("source.organizePermissions.usepaso")
)

var actionKinds = map[ide.ActionKind]protocol.CodeActionKind{
	ide.QuickFix: protocol.CodeActionKindQuickFix,
	ide.Refactor: protocol.CodeActionKindRefactor,
	ide.Organise: kindOrganise,
	ide.FixAll:   kindFixAll,
}

// lazyAction is the data of an action whose edit is asked for when it is chosen.
type lazyAction struct {
	URI     string                  `json:"uri"`
	Version int                     `json:"version"`
	Kind    protocol.CodeActionKind `json:"kind"`
}

func codeAction(r *request, p *protocol.CodeActionParams) (any, error) {
	list := []protocol.CommandOrCodeAction{}
	d := r.document(p.TextDocument)
	if d == nil {
		return list, nil
	}
	wanted := wantedKinds(p.Context.Only)
	m := r.mapper(d)
	snapshot, span := d.Snapshot(), m.RangeSpan(p.Range)
	if wanted(protocol.CodeActionKindQuickFix) || wanted(protocol.CodeActionKindRefactor) {
		for _, a := range ide.Actions(snapshot, span) {
			if wanted(actionKinds[a.Kind]) {
				list = append(list, r.action(d, a))
			}
		}
	}
	if wanted(kindFixAll) && ide.Fixable(snapshot) {
		list = append(list, r.wholeFile(d, "Fix all that is safe to fix", kindFixAll))
	}
	if wanted(kindOrganise) && len(ide.OrganiseEdits(snapshot)) > 0 {
		list = append(list, r.wholeFile(d, "Organise permissions", kindOrganise))
	}
	if wanted("") {
		list = append(list, r.capabilityCommands(d, int(span.Start))...)
	}
	if !r.abilities.actionLiterals {
		for i, a := range list {
			list[i] = r.asCommand(d, a.(*protocol.CodeAction))
		}
	}
	return list, nil
}

// wantedKinds reports for a kind whether the editor asked for it or one above it.
// Commands have no kind and are offered where nothing special was asked for.
func wantedKinds(only []protocol.CodeActionKind) func(protocol.CodeActionKind) bool {
	return func(kind protocol.CodeActionKind) bool {
		return len(only) == 0 || slices.ContainsFunc(only, func(o protocol.CodeActionKind) bool {
			return kind == o || strings.HasPrefix(string(kind), string(o)+".") || o == ""
		})
	}
}

func (r *request) action(d *analysis.Document, a ide.Action) *protocol.CodeAction {
	action := &protocol.CodeAction{Title: a.Title, Kind: new(actionKinds[a.Kind]), Edit: r.workspaceEdit(d, a.Edits)}
	if a.Preferred {
		action.IsPreferred = new(true)
	}
	if a.Finding != nil {
		action.Diagnostics = []protocol.Diagnostic{r.diagnostic(r.mapper(d), *a.Finding, r.settings.of(d.File.Name))}
	}
	return action
}

// wholeFile returns an action whose edit is made when it is chosen, or at once
// for editors that cannot ask again.
func (r *request) wholeFile(d *analysis.Document, title string, kind protocol.CodeActionKind) *protocol.CodeAction {
	action := &protocol.CodeAction{Title: title, Kind: new(kind)}
	if r.abilities.lazyActions {
		action.Data = encode(lazyAction{d.File.Name, d.Version, kind})
		return action
	}
	action.Edit = r.workspaceEdit(d, wholeFileEdits(d, kind))
	return action
}

func wholeFileEdits(d *analysis.Document, kind protocol.CodeActionKind) []source.Edit {
	if kind == kindOrganise {
		return ide.OrganiseEdits(d.Snapshot())
	}
	edit, ok := ide.FixAllEdit(d.Snapshot())
	if !ok {
		return nil
	}
	return []source.Edit{edit}
}

func resolveCodeAction(r *request, action *protocol.CodeAction) (any, error) {
	var data lazyAction
	if action.Edit != nil || !readable(action.Data, &data) {
		return action, nil // nothing was left open
	}
	d := r.view.Document(data.URI)
	if d == nil || d.Version != data.Version {
		return nil, protocol.ErrContentModified
	}
	action.Edit = r.workspaceEdit(d, wholeFileEdits(d, data.Kind))
	return action, nil
}
