package lsp

import (
	"encoding/json"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/ide"
	callrequest "github.com/usepaso/usepaso/analysis/request"
)

// The commands. Every one takes a target as its only argument, shows its result,
// and returns it as data.
const (
	commandDryRun    = "usepaso.dryRun"
	commandAgentView = "usepaso.agentView"
	commandExposure  = "usepaso.exposure"
	commandCopyCurl  = "usepaso.copyCurl"
	commandSend      = "usepaso.send"
)

// target is what a command is about.
type target struct {
	URI        string `json:"uri"`
	Capability string `json:"capability,omitempty"`
	// Arguments are the call's. A dry run without them uses those of the last one in
	// this session, then defaults; what is sent for real is only what was given.
	Arguments json.RawMessage `json:"arguments,omitempty"`
	// Show is false for an editor that shows the returned data itself.
	Show *bool `json:"show,omitempty"`
}

// commands lists what can be executed.
func (s *server) commands() map[string]func(*request, *analysis.Document, target) (any, string, error) {
	list := map[string]func(*request, *analysis.Document, target) (any, string, error){
		commandDryRun:    dryRun,
		commandAgentView: agentView,
		commandExposure:  exposure,
		commandCopyCurl:  copyCurl,
	}
	if s.options.Send != nil {
		list[commandSend] = send
	}
	return list
}

func executeCommand(r *request, p *protocol.ExecuteCommandParams) (any, error) {
	if p.Command == commandApply {
		return applyEdit(r, p.Arguments)
	}
	run, known := r.commands()[p.Command]
	if !known {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "usepaso does not know the command %q", p.Command)
	}
	t, err := readTarget(p.Arguments)
	if err != nil {
		return nil, err
	}
	d := r.documentNamed(t.URI)
	if d == nil {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%s is no open declaration", t.URI)
	}
	result, page, err := run(r, d, t)
	if err != nil {
		return nil, err
	}
	// A key that was pasted into the file stands in defaults, paths and texts alike.
	if t.Show == nil || *t.Show {
		r.show(p.Command+"/"+t.Capability, ide.Mask(page))
	}
	return protocol.LSPAny(ide.Mask(string(encode(result)))), nil
}

// readTarget reads the arguments of a command: one object, or the URI, the
// capability and the arguments one by one, as people type them.
func readTarget(args []protocol.LSPAny) (target, error) {
	var t target
	if len(args) > 0 && readable(args[0], &t) {
		return t, nil
	}
	for i, field := range []any{&t.URI, &t.Capability, &t.Arguments} {
		if i < len(args) {
			if err := decode(args[i], field); err != nil {
				return t, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "argument %d of the command cannot be read: %v", i+1, err)
			}
		}
	}
	if t.URI == "" {
		return t, jsonrpc2.NewError(jsonrpc2.InvalidParams, `the command needs one argument: {"uri": …, "capability": …}`)
	}
	return t, nil
}

func (r *request) documentNamed(name string) *analysis.Document {
	canonical, err := uri.Parse(name)
	if err != nil {
		return nil
	}
	return r.view.Document(string(canonical))
}

func dryRun(r *request, d *analysis.Document, t target) (any, string, error) {
	result, err := r.dryRun(d, t)
	if err != nil {
		return nil, "", err
	}
	return result, result.Page(), nil
}

// remembered names a capability of a file.
type remembered struct{ file, capability string }

// dryRun builds the request with the arguments that were given, or with those of
// the last dry run of the same capability. What was refused is not remembered, nor
// is what an edit has made impossible: a lens has no way to give others.
func (r *request) dryRun(d *analysis.Document, t target) (*ide.DryRunResult, error) {
	key := remembered{d.File.Name, t.Capability}
	given := len(t.Arguments) > 0 && string(t.Arguments) != "null"
	args, _ := r.lastArguments.get(key)
	if given {
		var err error
		if args, err = callrequest.ParseJSON(t.Arguments); err != nil {
			return nil, unreadableArguments(err)
		}
	}
	result, err := ide.DryRun(d.Snapshot(), t.Capability, args)
	switch {
	case err != nil:
		return nil, err
	case given && len(result.Problems) == 0:
		r.lastArguments.set(key, args)
	case !given && args != nil && len(result.Problems) > 0:
		r.lastArguments.delete(key)
		return ide.DryRun(d.Snapshot(), t.Capability, nil)
	}
	return result, nil
}

func unreadableArguments(err error) error {
	return jsonrpc2.Errorf(jsonrpc2.InvalidParams, "the arguments cannot be read: %v", err)
}

func agentView(_ *request, d *analysis.Document, t target) (any, string, error) {
	result, err := ide.AgentView(d.Snapshot(), t.Capability)
	if err != nil {
		return nil, "", err
	}
	return result, result.Page(), nil
}

func exposure(r *request, d *analysis.Document, _ target) (any, string, error) {
	e := r.server.exposure(d)
	return e, e.Page(d.Snapshot()), nil
}

// copyCurl returns the request as a command for a shell. Only the editor can put
// it on the clipboard; elsewhere it is shown, to be copied.
func copyCurl(r *request, d *analysis.Document, t target) (any, string, error) {
	result, err := r.dryRun(d, t)
	if err != nil {
		return nil, "", err
	}
	if result.Request == nil {
		return nil, "", jsonrpc2.NewError(jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed), result.Problems[0].Message)
	}
	return result.Curl, result.Curl, nil
}

// send performs the call for real through the host, which asks for consent.
func send(r *request, d *analysis.Document, t target) (any, string, error) {
	if _, err := callrequest.ParseJSON(t.Arguments); err != nil {
		return nil, "", unreadableArguments(err)
	}
	file := uri.URI(d.File.Name)
	if !file.IsFile() {
		return nil, "", jsonrpc2.NewError(jsonrpc2.InvalidParams, "only a declaration on disk can be called")
	}
	text, err := r.options.Send(r.ctx, file.FsPath(), t.Capability, t.Arguments)
	return text, text, err
}

// commandFor returns a command with its target.
func commandFor(name, title string, t target) protocol.Command {
	return protocol.Command{Title: title, Command: name, Arguments: []protocol.LSPAny{encode(t)}}
}

// capabilityCommands offers the commands of the capability at an offset as actions.
func (r *request) capabilityCommands(d *analysis.Document, offset int) []protocol.CommandOrCodeAction {
	name, ok := ide.CapabilityAt(d.Snapshot(), offset)
	if !ok {
		return nil
	}
	t := target{URI: d.File.Name, Capability: name}
	var list []protocol.CommandOrCodeAction
	for _, c := range []protocol.Command{
		commandFor(commandDryRun, "Dry run "+name, t),
		commandFor(commandAgentView, "Show what the agent sees of "+name, t),
		commandFor(commandCopyCurl, "Copy "+name+" as curl", t),
	} {
		list = append(list, &protocol.CodeAction{Title: c.Title, Kind: new(protocol.CodeActionKindEmpty), Command: c})
	}
	return list
}
