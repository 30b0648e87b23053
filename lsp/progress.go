package lsp

import (
	"fmt"

	"go.lsp.dev/protocol"
)

// progress tells an editor how far long work has come. It belongs to a token that
// the editor gave with its request; without one it says nothing.
type progress struct {
	server *server
	token  protocol.ProgressToken
	shown  int // percent
}

// progress begins a report; end must be called.
func (r *request) progress(token protocol.ProgressToken, title string) *progress {
	p := &progress{server: r.server, token: token}
	if token != nil {
		r.progressing.set(token, r.cancel)
	}
	p.send(&protocol.WorkDoneProgressBegin{Kind: "begin", Title: title, Cancellable: new(true), Percentage: new(uint32(0))})
	return p
}

// report says that done of all parts are done.
func (p *progress) report(done, all int) {
	percent := done * 100 / max(all, 1)
	if percent < p.shown+10 {
		return
	}
	p.shown = percent
	message := fmt.Sprintf("%d of %d", done, all)
	p.send(&protocol.WorkDoneProgressReport{Kind: "report", Message: &message, Percentage: new(uint32(percent))})
}

func (p *progress) end() {
	p.send(&protocol.WorkDoneProgressEnd{Kind: "end"})
	if p.token != nil {
		p.server.progressing.delete(p.token)
	}
}

func (p *progress) send(value any) {
	if p.token == nil {
		return
	}
	raw, err := protocol.Marshal(value)
	if err == nil {
		err = p.server.client.Progress(p.server.context, &protocol.ProgressParams{Token: p.token, Value: raw})
	}
	if err != nil {
		p.server.log.printf("reporting progress: %v", err)
	}
}

// cancelProgress ends the work whose progress a person has stopped.
func cancelProgress(s *server, p *protocol.WorkDoneProgressCancelParams) error {
	if cancel, ok := s.progressing.get(p.Token); ok {
		cancel()
	}
	return nil
}
