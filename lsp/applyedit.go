package lsp

import (
	"context"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/usepaso/usepaso/analysis"
)

// commandApply changes a text for editors that know actions only as commands.
const commandApply = "usepaso.applyEdit"

// appliedEdit is the argument of commandApply.
type appliedEdit struct {
	Title string          `json:"title"`
	URI   string          `json:"uri"`
	Edit  protocol.LSPAny `json:"edit"`
	// Version is the text that the edit was made for.
	Version int `json:"version"`
}

// asCommand turns an action into a command that does the same.
func (r *request) asCommand(d *analysis.Document, a *protocol.CodeAction) *protocol.Command {
	if a.Edit == nil {
		return &a.Command
	}
	raw, err := protocol.Marshal(a.Edit)
	if err != nil {
		r.log.printf("encoding an edit: %v", err)
	}
	argument := encode(appliedEdit{a.Title, d.File.Name, raw, d.Version})
	return &protocol.Command{Title: a.Title, Command: commandApply, Arguments: []protocol.LSPAny{argument}}
}

// applyEdit asks the editor to apply an edit, if the text is still the one that
// the edit was made for.
func applyEdit(r *request, args []protocol.LSPAny) (any, error) {
	var a appliedEdit
	if len(args) != 1 || !readable(args[0], &a) {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%s needs the argument that came with it", commandApply)
	}
	d := r.documentNamed(a.URI)
	if d == nil || d.Version != a.Version {
		return nil, protocol.ErrContentModified
	}
	var edit protocol.WorkspaceEdit
	if err := protocol.Unmarshal(a.Edit, &edit); err != nil {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "the edit cannot be read: %v", err)
	}
	r.background("applying an edit", func(ctx context.Context) {
		result, err := r.client.ApplyEdit(ctx, &protocol.ApplyWorkspaceEditParams{Label: &a.Title, Edit: edit})
		switch {
		case err != nil && ctx.Err() == nil:
			r.log.printf("applying an edit: %v", err)
		case err == nil && !result.Applied:
			r.log.printf("the editor did not apply %q", a.Title)
		}
	})
	return nil, nil
}
