package lsp

import (
	"context"

	"go.lsp.dev/protocol"
)

// watched are the files whose changes on disk matter.
var watched = [...]protocol.Pattern{"**/usepaso.{yaml,yml}", "**/*.usepaso.{yaml,yml}"}

// register asks the editor to tell of changes, where it can be asked.
func (s *server) register(ctx context.Context) {
	var list []protocol.Registration
	if s.abilities.registerWatch {
		options := protocol.DidChangeWatchedFilesRegistrationOptions{}
		for _, pattern := range watched {
			options.Watchers = append(options.Watchers, protocol.FileSystemWatcher{GlobPattern: pattern})
		}
		list = append(list, registration(protocol.MethodWorkspaceDidChangeWatchedFiles, options))
	}
	if s.abilities.registerSettings {
		list = append(list, registration(protocol.MethodWorkspaceDidChangeConfiguration, struct {
			Section string `json:"section"`
		}{section}))
	}
	if len(list) == 0 {
		return
	}
	if err := s.client.RegisterCapability(ctx, &protocol.RegistrationParams{Registrations: list}); err != nil && ctx.Err() == nil {
		s.log.printf("registering: %v", err)
	}
}

func registration(method string, options any) protocol.Registration {
	r := protocol.Registration{ID: "usepaso/" + method, Method: method}
	if o, ok := options.(protocol.DidChangeWatchedFilesRegistrationOptions); ok {
		if raw, err := protocol.Marshal(&o); err == nil {
			r.RegisterOptions = raw
		}
		return r
	}
	r.RegisterOptions = encode(options)
	return r
}

func didChangeWatchedFiles(s *server, p *protocol.DidChangeWatchedFilesParams) error {
	for _, event := range p.Changes {
		s.disk.forget(string(event.URI))
	}
	s.folders.changed()
	s.refreshDiagnostics()
	return nil
}

// refreshDiagnostics makes an editor that asks for findings ask again.
func (s *server) refreshDiagnostics() {
	if s.abilities.pull && s.abilities.refreshDiagnostics {
		s.background("refreshing diagnostics", s.asking(s.client.DiagnosticRefresh))
	}
}

// asking makes a background task of a request to the editor whose answer says nothing.
func (s *server) asking(request func(context.Context) error) func(context.Context) {
	return func(ctx context.Context) {
		if err := request(ctx); err != nil && ctx.Err() == nil {
			s.log.printf("asking the editor: %v", err)
		}
	}
}
