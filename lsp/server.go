// Package lsp is the language server: the Language Server Protocol 3.18 over any
// byte stream. It only converts: what is asked becomes a call of analysis or
// analysis/ide with byte spans, and the answer becomes protocol again.
//
// Start at Serve; methods.go lists what is answered and where.
package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/ide"
	callrequest "github.com/usepaso/usepaso/analysis/request"
	"github.com/usepaso/usepaso/analysis/source"
)

// Options are what a host decides about a server.
type Options struct {
	Version string    // told to the editor; "" for none
	Log     io.Writer // one line for each event; nil for none
	// Send performs one request for real, under the rules of consent, and returns
	// what the editor shows. Nil where the host cannot send; the server itself never does.
	Send func(ctx context.Context, file, capability string, arguments json.RawMessage) (string, error)
	// Opening is called before a file of so many bytes is read from nothing, and what it
	// returns when that is done: the host may trade memory for time meanwhile. Nil for nothing.
	Opening func(size int) (opened func())

	progressDelay time.Duration // another one than the usual, for tests
}

// ErrExit is what Serve returns when the editor says exit without shutdown.
var ErrExit = errors.New("the editor ended the session without shutting it down")

// grace is how long calls in flight may take to notice that the session ended.
const grace = time.Second

// server is one session with one editor.
type server struct {
	options   Options
	log       *logger
	conn      jsonrpc2.Conn
	client    protocol.Client
	context   context.Context // of the session
	end       func(error)     // ends the session; the first call counts
	methods   map[string]method
	handlers  map[string]notification
	phase     phase // touched by the reader only
	abilities abilities
	encoding  source.Encoding
	workspace *analysis.Workspace
	folders   folders
	layers    layers
	fetching  sync.Mutex             // one question about settings at a time
	settings  atomic.Pointer[scopes] // what the layers come to
	trace     atomic.Pointer[protocol.TraceValue]
	calls     calls
	work      sync.WaitGroup // goroutines that outlive their message
	publisher publisher
	spellings spellings
	disk      disk
	names     atomic.Int64 // given so far to results and progress of ours
	// progressing holds how to cancel the work that is being reported.
	progressing keyed[protocol.ProgressToken, context.CancelFunc]
	// exposures, sentTokens, pages and lastArguments are what was last counted of a
	// file and what tokens it had, what was last shown by address, and what a
	// capability was last called with.
	exposures     keyed[string, *ide.Exposure]
	sentTokens    keyed[string, sentTokens]
	pages         keyed[string, string]
	lastArguments keyed[remembered, callrequest.Arguments]
}

// Serve speaks with one editor until it says exit, the stream ends, its process
// dies or ctx is done. It closes the stream.
func Serve(ctx context.Context, stream io.ReadWriteCloser, options Options) error {
	session, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	s := newServer(session, cancel, options)
	s.conn = jsonrpc2.NewConn(newFrames(stream, s.log), jsonrpc2.WithCodec(codec{}))
	s.client = protocol.ClientDispatcher(s.conn)
	s.conn.Go(session, s.handle)

	select {
	case <-s.conn.Done():
		cancel(s.conn.Err())
	case <-session.Done():
	}
	s.finish(stream)
	if err := context.Cause(session); !errors.Is(err, context.Canceled) && !errors.Is(err, errEnded) {
		return err
	}
	return nil
}

func newServer(session context.Context, end func(error), options Options) *server {
	s := &server{
		options:   options,
		log:       newLogger(options.Log),
		context:   session,
		end:       end,
		methods:   methods(),
		handlers:  notifications(),
		workspace: analysis.NewWorkspace(),
	}
	s.settings.Store(&scopes{everywhere: usual})
	return s
}

// errEnded is the cause of an ordinary end.
var errEnded = errors.New("the session ended")

// finish gives what still runs a moment, then closes the stream. The reader may
// stay blocked in a read of standard input, which nothing can interrupt.
func (s *server) finish(stream io.Closer) {
	done := make(chan struct{})
	go func() {
		s.work.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(grace):
	}
	if err := stream.Close(); err != nil {
		s.log.printf("closing the stream: %v", err)
	}
}

// background runs f beside the reader until it is done or the session ends.
func (s *server) background(what string, f func(ctx context.Context)) {
	s.work.Go(func() {
		defer s.recovered(what)
		f(s.context)
	})
}
