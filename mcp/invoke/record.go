package invoke

import (
	"context"
	"fmt"
	"time"

	"github.com/usepaso/usepaso/mcp/audit"
)

// recordTime is how long an entry of the audit log may take, whatever became of
// the call.
const recordTime = 5 * time.Second

// heard refuses a write or admin call that the audit log could not keep. Once an
// entry was lost, such calls wait until one can be written again.
func (e *Engine) heard(ctx context.Context, p *plan) *Failure {
	if e.o.Auditor == nil || e.o.Mock || p.tier == "read" {
		return nil
	}
	err := e.o.Auditor.Check(ctx)
	if err == nil && e.unheard.Load() {
		err = e.o.Auditor.Write(ctx, audit.Entry{Time: time.Now(), Declaration: e.o.Path, Service: p.service, Decision: "log_resumed"})
	}
	if err != nil {
		return &Failure{
			Kind:    Forbidden,
			Message: fmt.Sprintf("The audit log cannot be written, so %s calls are refused: %v. Nothing was sent.", p.tier, err),
			Hint:    "Do not retry; ask the operator to make usepaso's state folder writable.",
		}
	}
	e.unheard.Store(false)
	return nil
}

// record keeps one call in the audit log, also one that was cancelled. A write or
// admin call that went out is on the disk before its result is told; others follow
// within a moment.
func (e *Engine) record(call Call, p *plan, r *Result, start time.Time) {
	if e.recorder == nil {
		return
	}
	entry := audit.Entry{
		Time: start, Service: p.service, Declaration: e.o.Path, Client: call.Client,
		Tool: shorten(call.Name, 100), Arguments: fingerprint(call), Decision: "allowed",
		Status: r.Status, Millis: time.Since(start).Milliseconds(), Key: e.key,
	}
	refused := r.Failure != nil && !r.Failure.Sent
	if refused {
		entry.Decision = string(r.Failure.Kind)
	}
	if refused || p.tier == "read" {
		e.recorder.add(entry)
		return
	}
	e.write([]audit.Entry{entry})
}

// write writes entries and tells the operator, once, when that fails.
func (e *Engine) write(entries []audit.Entry) {
	ctx, cancel := context.WithTimeout(context.Background(), recordTime)
	defer cancel()
	if err := e.o.Auditor.Write(ctx, entries...); err != nil && !e.unheard.Swap(true) {
		e.o.Warn(fmt.Sprintf("%v; write and admin calls are refused until it can be written", err))
	}
}

// fingerprint identifies the arguments without telling them: equal ones have the same,
// in whatever order and layout they were sent.
func fingerprint(call Call) string {
	if call.unreadable != nil {
		return audit.Hash(call.Raw)
	}
	return audit.Hash(call.Arguments.JSON())
}
