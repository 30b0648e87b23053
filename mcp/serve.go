// Package mcp serves a declaration to agents over the Model Context Protocol.
//
// Start at Serve. The protocol itself is spoken by mcp-go; what a call does is in
// package invoke. This package joins the two: it lists the tools, hands calls on,
// asks people through the client, and takes up changes of the file.
package mcp

import (
	"cmp"
	"context"
	"errors"
	"io"
	"time"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/mcp/consent"
	"github.com/usepaso/usepaso/mcp/invoke"
	"github.com/usepaso/usepaso/mcp/mock"
)

// The ways to treat a changed declaration.
const (
	ReloadTightening = "tighten" // what restricts is taken at once, the rest waits for a restart
	ReloadAll        = "all"     // for people editing the file
	ReloadOff        = "off"
)

// DefaultConsentTimeout is how long a question stays open.
const DefaultConsentTimeout = 5 * time.Minute

// Options say what to serve and how. Load, File, Stdin, Stdout and Stderr are required.
type Options struct {
	// Load reads and analyses the declaration as it is now. At the start a
	// declaration with errors ends Serve; later it leaves the last good one in force.
	Load func() (*analysis.Snapshot, error)
	File string // the declaration's real path: the key of its hourly limits
	// Watch is the path that is watched for changes, as Load reads it; where it is a
	// link, that may come to lead elsewhere. "" watches File.
	Watch string

	Filters decide.Filters
	Reload  string // ReloadTightening when empty
	BaseURL string // replaces the origin of base_url
	Secret  string // "" when there is none
	Mock    bool   // answer from the declared output; nothing is sent
	// Examples are asked for answers before they are made up; only with Mock.
	Examples []mock.Example

	Timeout        time.Duration // of a call; 0 for invoke.DefaultTimeout
	ConsentTimeout time.Duration // of a question; 0 for DefaultConsentTimeout
	MaxResult      int           // bytes; 0 for invoke.DefaultMaxResult
	ExtraCAs       []string      // PEM files
	Limiter        invoke.Limiter
	Auditor        invoke.Auditor

	HTTP    *HTTPOptions // nil serves on Stdin and Stdout
	Version string       // of usepaso, for the User-Agent
	Verbose bool         // a line on Stderr for each call
	Guide   bool         // Stderr is a terminal: say what to do next

	Ready func() // called once, when the tools are built; nil for nothing
	// Busy is called when many calls are in flight, and what it returns when few are
	// again: the host may trade memory for time meanwhile. Nil for nothing.
	Busy func() (calm func())

	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
}

func (o *Options) watched() string { return cmp.Or(o.Watch, o.File) }

// ErrUnusable is returned when the declaration has errors.
var ErrUnusable = errors.New("the declaration has errors")

// Serve serves until ctx or the input ends, and returns nil then. It writes
// nothing but protocol to Stdout.
func Serve(ctx context.Context, o Options) error {
	s, err := newServer(o)
	if err != nil {
		return err
	}
	defer s.close()
	if o.Ready != nil {
		o.Ready()
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if o.Reload != ReloadOff {
		go s.watch(ctx, lookEvery)
	}
	if o.HTTP != nil {
		return s.serveHTTP(ctx)
	}
	s.banner("stdio")
	ignoreBrokenPipes()
	in, restore := pollable(o.Stdin)
	defer restore()
	return newStdio(s, in, o.Stdout).run(ctx)
}

// Run carries out one call outside any server, the way Serve would: the live test
// of the command line. Asker asks the person at the terminal; nil cannot ask.
func Run(ctx context.Context, o Options, call invoke.Call) (*invoke.Result, error) {
	s, err := newServer(o)
	if err != nil {
		return nil, err
	}
	defer s.close()
	return s.engine.Run(ctx, call), nil
}

// Confirmer makes an asker of a function that shows a text and reports whether the
// person agreed.
type Confirmer func(ctx context.Context, question string) (bool, error)

// Ask asks with the same text that a client shows.
func (c Confirmer) Ask(ctx context.Context, q *consent.Question) consent.Verdict {
	agreed, err := c(ctx, q.Text())
	switch {
	case err != nil:
		return consent.Cancelled
	case agreed:
		return consent.Accepted
	}
	return consent.Declined
}
