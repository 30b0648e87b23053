package main

import (
	"context"
	"path/filepath"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/mcp"
	"github.com/usepaso/usepaso/mcp/limit"
)

// wiring is what commands that carry out calls can choose.
type wiring struct {
	env     string // --env
	baseURL string
	mock    bool
}

// wire fills in what every way of carrying out a call shares: the declaration, the
// key, the limits and the audit log of this person.
func (c *Command) wire(ctx context.Context, o *mcp.Options, s *analysis.Snapshot, w wiring) error {
	if !w.mock {
		key, err := c.key(ctx, s, w)
		if err != nil {
			return err
		}
		o.Secret = key.Reveal()
	}
	o.Load, o.File = c.reader(s), c.realPath(c.declarationFile())
	o.Watch = c.absolute(c.declarationFile())
	o.BaseURL, o.Mock = w.baseURL, w.mock
	o.Limiter, o.Auditor = limit.NewFiles(filepath.Join(c.stateDir(), "limits")), c.auditLog()
	o.ExtraCAs = c.extraCAs()
	o.Version, o.Stderr = programVersion(), c.Stderr
	return nil
}

// extraCAs are the files of certificates to trust beside the system's. On Linux the
// system's own loader honours the variable.
func (c *Command) extraCAs() []string {
	if file := c.env("SSL_CERT_FILE"); file != "" && (c.goos() == "darwin" || c.goos() == "windows") {
		return []string{file}
	}
	return nil
}
