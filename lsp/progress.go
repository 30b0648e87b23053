package lsp

import (
	"cmp"
	"fmt"
	"time"

	"go.lsp.dev/protocol"
)

// progress tells an editor how far long work has come. It belongs to a token that
// the editor gave with its request, or to one of ours once the work takes long.
type progress struct {
	request *request
	title   string
	token   protocol.ProgressToken // nil while nothing is reported
	started time.Time
	asked   bool // for a token of ours
	shown   int  // percent
}

// progressDelay is how long work takes until an editor that gave no token is
// told: what is over sooner would only flicker.
const progressDelay = time.Second

// progress begins a report; end must be called.
func (r *request) progress(token protocol.ProgressToken, title string) *progress {
	p := &progress{request: r, title: title, started: time.Now()}
	if token != nil {
		p.begin(token)
	}
	return p
}

func (p *progress) begin(token protocol.ProgressToken) {
	p.token = token
	p.request.progressing.set(token, p.request.cancel)
	p.send(&protocol.WorkDoneProgressBegin{Kind: "begin", Title: p.title, Cancellable: new(true), Percentage: new(uint32(0))})
}

// report says that done of all parts are done.
func (p *progress) report(done, all int) {
	if p.token == nil {
		p.beginUnasked()
	}
	percent := done * 100 / max(all, 1)
	if percent < p.shown+10 {
		return
	}
	p.shown = percent
	message := fmt.Sprintf("%d of %d", done, all)
	p.send(&protocol.WorkDoneProgressReport{Kind: "report", Message: &message, Percentage: new(uint32(percent))})
}

// beginUnasked begins a report with a token of ours, when the work has taken long
// and the editor shows such reports.
func (p *progress) beginUnasked() {
	r := p.request
	delay := cmp.Or(r.options.progressDelay, progressDelay)
	if p.asked || !r.abilities.progress || time.Since(p.started) < delay {
		return
	}
	p.asked = true
	token := protocol.String(fmt.Sprintf("usepaso/%d", r.names.Add(1)))
	if err := r.client.WorkDoneProgressCreate(r.ctx, &protocol.WorkDoneProgressCreateParams{Token: token}); err != nil {
		if r.ctx.Err() == nil {
			r.log.printf("asking to report progress: %v", err)
		}
		return
	}
	p.begin(token)
}

func (p *progress) end() {
	p.send(&protocol.WorkDoneProgressEnd{Kind: "end"})
	if p.token != nil {
		p.request.progressing.delete(p.token)
	}
}

func (p *progress) send(value any) {
	if p.token == nil {
		return
	}
	raw, err := protocol.Marshal(value)
	if err == nil {
		err = p.request.client.Progress(p.request.context, &protocol.ProgressParams{Token: p.token, Value: raw})
	}
	if err != nil {
		p.request.log.printf("reporting progress: %v", err)
	}
}

// cancelProgress ends the work whose progress a person has stopped.
func cancelProgress(s *server, p *protocol.WorkDoneProgressCancelParams) error {
	if cancel, ok := s.progressing.get(p.Token); ok {
		cancel()
	}
	return nil
}
