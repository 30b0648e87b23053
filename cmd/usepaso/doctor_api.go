package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/request"
	"github.com/usepaso/usepaso/mcp"
	"github.com/usepaso/usepaso/mcp/invoke"
)

// reachTime is how long the API may take to answer at all.
const reachTime = 10 * time.Second

// checkReachable asks the API for anything, without the key. Any answer will do.
func (e *examination) checkReachable() {
	target := e.s.Declaration.Service.BaseURL.Value
	if e.o.baseURL != "" {
		target = e.o.baseURL
	}
	if !e.s.Declaration.Service.BaseURL.Valid || originOf(e.s, e.o.baseURL) == "" {
		e.add("base_url", checkSkip, "Base URL reachable", "there is none")
		return
	}
	client, err := invoke.NewClient(invoke.ClientOptions{UserAgent: "usepaso/" + programVersion(), ExtraCAs: e.c.extraCAs()})
	if err != nil {
		e.add("base_url", checkFail, "Base URL reachable", target, sentence(err))
		return
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(e.ctx, reachTime)
	defer cancel()
	start := time.Now()
	answer, err := client.Do(ctx, func(ctx context.Context) (*http.Request, error) {
		return http.NewRequestWithContext(ctx, http.MethodHead, target, nil)
	}, invoke.Policy{})
	if err != nil {
		e.add("base_url", checkFail, "Base URL reachable", target, sentence(err), "Check base_url and this computer's network.")
		return
	}
	detail := fmt.Sprintf("%s, %dms", target, time.Since(start).Milliseconds())
	if answer.Status >= 500 {
		e.add("base_url", checkWarn, "Base URL reachable", detail, "It answers "+statusLine(answer.Status)+".")
		return
	}
	e.add("base_url", checkOK, "Base URL reachable", detail)
}

// checkState tells whether limits and the audit log can be kept.
func (e *examination) checkState() {
	folder := e.c.shortPath(e.c.stateDir())
	if err := e.c.auditLog().Check(e.ctx); err != nil {
		e.add("state", checkFail, "State folder writable", folder, sentence(err), "Without it write and admin calls, and those with an hourly limit, are refused.")
		return
	}
	e.add("state", checkOK, "State folder writable", folder)
}

// checkProbe makes one call that changes nothing and judges the answer.
func (e *examination) checkProbe() {
	const label = "Live call"
	if !e.s.Usable() {
		e.add("probe", checkFail, label, "", "The declaration has errors.")
		return
	}
	capability := probeOf(e.s.Declaration)
	if capability == nil {
		e.add("probe", checkSkip, label, "no read works without arguments; try one with usepaso test")
		return
	}
	options := mcp.Options{Timeout: invoke.DefaultTimeout}
	quiet := *e.c
	quiet.Stderr = io.Discard // the checks have said it
	if err := quiet.wire(e.ctx, &options, e.s, wiring{env: e.o.env, baseURL: e.o.baseURL}); err != nil {
		e.add("probe", checkFail, label, capability.Name.Value, err.Error())
		return
	}
	r, err := mcp.Run(e.ctx, options, invoke.Call{Name: capability.Name.Value, Arguments: request.Arguments{}, Client: "usepaso doctor"})
	switch {
	case err != nil:
		e.add("probe", checkFail, label, capability.Name.Value, sentence(err))
	case r.Failure != nil:
		e.add("probe", checkFail, label, capability.Name.Value, append([]string{headline(r.Failure, capability)}, repairs(r.Failure, capability)...)...)
	default:
		e.add("probe", checkOK, label, fmt.Sprintf("%s: %s, %dms", capability.Name.Value, statusLine(r.Status), r.Duration.Milliseconds()))
	}
}

// probeOf returns the first capability that only reads and needs no argument.
func probeOf(d *declaration.Declaration) *declaration.Capability {
	for _, capability := range decide.Callable(d, decide.Filters{Tier: "read"}) {
		if capability.Method.Value == http.MethodGet && !capability.ConsentRequired.Value && !needsArguments(capability) {
			return capability
		}
	}
	return nil
}

func needsArguments(capability *declaration.Capability) bool {
	for _, in := range capability.Inputs {
		if in.Required.Value && !in.Default.Valid {
			return true
		}
	}
	return false
}
