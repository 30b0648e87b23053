package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"

	"go.lsp.dev/jsonrpc2"
)

// calls knows the requests that are being answered, so that they can be cancelled.
type calls struct {
	mu      sync.Mutex
	running map[jsonrpc2.ID]*context.CancelFunc
}

// begin registers a call and returns its context; done must be called at its end.
func (c *calls) begin(parent context.Context, id jsonrpc2.ID) (ctx context.Context, cancel context.CancelFunc, done func()) {
	ctx, cancel = context.WithCancel(parent)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running == nil {
		c.running = map[jsonrpc2.ID]*context.CancelFunc{}
	}
	mine := &cancel
	c.running[id] = mine
	return ctx, cancel, func() {
		c.mu.Lock()
		if c.running[id] == mine {
			delete(c.running, id)
		}
		c.mu.Unlock()
		cancel()
	}
}

// cancel ends the context of a call; an id that is not running is no mistake,
// since the answer may be on its way.
func (c *calls) cancel(id jsonrpc2.ID) {
	c.mu.Lock()
	cancel := c.running[id]
	c.mu.Unlock()
	if cancel != nil {
		(*cancel)()
	}
}

// cancelled reports whether nobody waits for the answer any more.
func (r *request) cancelled() bool { return r.ctx.Err() != nil }

// cancelRequest reads the id itself: the protocol's type holds 32 bits only.
func cancelRequest(s *server, params []byte) error {
	var p struct {
		ID json.RawMessage `json:"id"`
	}
	if err := json.Unmarshal(params, &p); err != nil {
		return fmt.Errorf("reading the id: %w", err)
	}
	var text string
	if json.Unmarshal(p.ID, &text) == nil && string(p.ID) != "null" {
		s.calls.cancel(jsonrpc2.NewStringID(text))
		return nil
	}
	number, err := strconv.ParseInt(string(p.ID), 10, 64)
	if err != nil {
		return fmt.Errorf("%s is no id of a request", p.ID)
	}
	s.calls.cancel(jsonrpc2.NewNumberID(number))
	return nil
}
