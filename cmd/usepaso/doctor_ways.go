package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/analysis/request"
	"github.com/usepaso/usepaso/mcp/audit"
	"github.com/usepaso/usepaso/mcp/connect"
)

// way is one of the five ways to test a declaration before it is used.
type way struct {
	Command string `json:"command"`
	Status  string `json:"status"` // skip: not tried
	Detail  string `json:"detail,omitempty"`
}

// ways tells which of the five ways have passed, from reading the file to a server
// that a client started. The commands of the second and third refuse a declaration
// with errors, however much of it can be read.
func (e *examination) ways() []way {
	ways := []way{e.strictWay(), e.inspectWay(), e.dryRunWay(), e.liveWay(), e.clientWay()}
	if !e.s.Usable() {
		for i := range ways[1:3] {
			ways[1+i].Status, ways[1+i].Detail = checkFail, "the declaration has errors"
		}
	}
	return ways
}

func (e *examination) strictWay() way {
	w := way{Command: "usepaso validate --strict", Status: checkOK}
	if n := len(e.s.Diagnostics()); n > 0 {
		w.Status, w.Detail = checkFail, counted(n, "finding")
	}
	return w
}

// inspectWay tells whether agents get tools that their clients can take.
func (e *examination) inspectWay() way {
	w := way{Command: "usepaso inspect", Status: checkOK}
	tools := decide.Callable(e.s.Declaration, decide.Filters{})
	w.Detail = counted(len(tools), "tool")
	slug := connect.Slug(e.s.Declaration.Service.Name.Value)
	for _, capability := range tools {
		if long := clients.TooLong(slug, capability.Name.Value); len(long) > 0 {
			w.Status, w.Detail = checkFail, fmt.Sprintf("%s is too long a name for %s", capability.Name.Value, long[0].Title)
		}
	}
	if len(tools) == 0 {
		w.Status = checkFail
	}
	return w
}

func (e *examination) dryRunWay() way {
	w := way{Command: "usepaso test --all --dry-run", Status: checkOK}
	d, passed := e.s.Declaration, 0
	for _, capability := range d.Capabilities {
		if _, forbidden := d.Permissions.Forbidden(capability.Name.Value); forbidden {
			continue
		}
		options := request.Options{BaseURL: e.o.baseURL, Operation: e.s.Operation(capability), Placeholders: true}
		if _, problems := request.Preview(d, capability, options); len(problems) > 0 {
			w.Status, w.Detail = checkFail, capability.Name.Value+": "+printable(problems[0].Message)
			return w
		}
		passed++
	}
	w.Detail = fmt.Sprintf("%d passed", passed)
	return w
}

// liveWay passes with the probe, or with any call that the API accepted since the
// declaration was last changed.
func (e *examination) liveWay() way {
	w := way{Command: "usepaso test <capability>", Status: checkSkip, Detail: "not tried; or run usepaso doctor --probe"}
	for _, check := range e.checks {
		if check.ID == "probe" && check.Status != checkSkip {
			w.Status, w.Detail = check.Status, check.Detail
			return w
		}
	}
	file := e.c.realPath(e.c.declarationFile())
	info, err := os.Stat(file)
	if err != nil {
		return w
	}
	entries, _, err := e.c.auditLog().Read(e.ctx, audit.Filter{Decision: "allowed", Since: info.ModTime()})
	if err != nil {
		return w
	}
	for _, entry := range slices.Backward(entries) {
		if entry.Declaration == file && entry.Status >= 200 && entry.Status < 300 {
			w.Status, w.Detail = checkOK, fmt.Sprintf("%s at %s", printable(entry.Tool), entry.Time.Local().Format("2006-01-02 15:04"))
			return w
		}
	}
	return w
}

func (e *examination) clientWay() way {
	w := way{Command: "usepaso doctor --as <client>", Status: checkSkip, Detail: "not tried"}
	for _, check := range e.checks {
		if check.ID == "start" {
			w.Command = "usepaso doctor --as " + e.o.client.ID
			w.Status, w.Detail = check.Status, check.Detail
		}
	}
	return w
}
