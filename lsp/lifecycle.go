package lsp

import (
	"bytes"
	"cmp"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/usepaso/usepaso/analysis/source"
)

// phase is how far a session has come.
type phase uint8

const (
	created phase = iota
	running
	stopped // shutdown was answered; only exit may follow
)

// refuse returns why a request cannot be answered now, or nil.
func (p phase) refuse(name string) error {
	switch {
	case p == created && name != protocol.MethodInitialize:
		return jsonrpc2.Errorf(jsonrpc2.ServerNotInitialized, "%s came before initialize", name)
	case p != created && name == protocol.MethodInitialize:
		return jsonrpc2.NewError(jsonrpc2.InvalidRequest, "initialize may be sent only once")
	case p == stopped:
		return jsonrpc2.Errorf(jsonrpc2.InvalidRequest, "%s came after shutdown", name)
	}
	return nil
}

// takes reports whether a notification means anything now.
func (p phase) takes(name string) bool { return p == running || name == protocol.MethodExit }

func initialize(r *request, p *protocol.InitializeParams) (any, error) {
	s := r.server
	s.abilities = readAbilities(&p.Capabilities)
	s.encoding = source.UTF16
	encoding := protocol.PositionEncodingKindUTF16
	if s.abilities.utf8 {
		s.encoding, encoding = source.UTF8, protocol.PositionEncodingKindUTF8
	}
	s.folders.start(p)
	s.setLayers(func(l *layers) { l.initial = bytes.Clone(p.InitializationOptions) })
	s.setTrace(p.Trace)
	if p.ProcessID != nil {
		s.watchParent(int(*p.ProcessID))
	}
	s.phase = running
	s.log.printf("session with %s, positions in %s", cmp.Or(p.ClientInfo.Name, "an editor that gives no name"), encoding)
	result := &protocol.InitializeResult{
		Capabilities: s.capabilities(encoding),
		ServerInfo:   protocol.ServerInfo{Name: "usepaso"},
	}
	if s.options.Version != "" {
		result.ServerInfo.Version = protocol.NewOptional(s.options.Version)
	}
	return result, nil
}

// initialized is when the editor takes requests of ours for the first time.
func initialized(s *server, _ *protocol.InitializedParams) error {
	s.background("registration", s.register)
	s.background("configuration", s.fetchSettings)
	return nil
}

func shutdown(r *request, _ []byte) (any, error) {
	r.server.phase = stopped
	return nil, nil
}

func exit(s *server, _ []byte) error {
	if s.phase == stopped {
		s.end(errEnded)
	} else {
		s.end(ErrExit)
	}
	return nil
}

func setTrace(s *server, p *protocol.SetTraceParams) error {
	s.setTrace(p.Value)
	return nil
}

func (s *server) setTrace(level protocol.TraceValue) { s.trace.Store(&level) }
