package invoke

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// heard refuses a write or admin call that the audit log could not keep. Once a
// record was lost, such calls wait until one can be written again.
func (e *Engine) heard(p *plan) *Failure {
	if e.o.Auditor == nil || p.tier == "read" {
		return nil
	}
	err := e.o.Auditor.Ready()
	if err == nil && e.unheard.Load() {
		err = e.o.Auditor.Write(Record{Time: time.Now(), Declaration: e.o.Path, Service: p.service, Decision: "log resumed"})
	}
	if err != nil {
		return &Failure{Kind: Forbidden,
			Message: fmt.Sprintf("The audit log cannot be written, so %s calls are refused: %v. Nothing was sent.", p.tier, err),
			Hint:    "Do not retry; ask the operator to make usepaso's state folder writable."}
	}
	e.unheard.Store(false)
	return nil
}

// record keeps one call in the audit log.
func (e *Engine) record(call Call, p *plan, r *Result, start time.Time) {
	if e.o.Auditor == nil || e.o.Mock {
		return
	}
	entry := Record{
		Time: start, Service: p.service, Declaration: e.o.Path, Client: call.Client,
		Tool: shorten(call.Name, 100), ArgumentHash: argumentHash(call), Decision: "sent",
		Status: r.Status, Duration: time.Since(start), Key: e.key,
	}
	if r.Failure != nil && !r.Failure.Sent {
		entry.Decision = string(r.Failure.Kind)
	}
	if err := e.o.Auditor.Write(entry); err != nil {
		if !e.unheard.Swap(true) {
			e.o.Warn(fmt.Sprintf("the audit log cannot be written: %v; write and admin calls are refused until it can", err))
		}
	}
}

// argumentHash identifies arguments without telling them. Names are in order,
// since maps are written so.
func argumentHash(call Call) string {
	raw, err := json.Marshal(call.Arguments)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
