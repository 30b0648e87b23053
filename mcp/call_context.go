package mcp

import (
	"context"
	"slices"
	"sync"
	"time"
)

// callContext is the context of one request. The library's, one for cancelling, one
// for the time limit and one for closing the connection, cost a tenth of a call. This
// one is all three, and does not end with its parent: whoever ends that ends the
// requests in flight as well.
type callContext struct {
	context.Context // of the session, for its values

	mu    sync.Mutex
	err   error         // nil until it has ended
	done  chan struct{} // nil until somebody asks for it
	after []*func()     // what to run at the end

	deadline time.Time // zero for none
}

var _ context.Context = (*callContext)(nil)

// Deadline is the end of the time that Within allows, while it does: there is none
// while a person is asked.
func (c *callContext) Deadline() (deadline time.Time, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.deadline, !c.deadline.IsZero()
}

func (c *callContext) Done() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done == nil {
		c.done = make(chan struct{})
		if c.err != nil {
			close(c.done)
		}
	}
	return c.done
}

func (c *callContext) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// end ends the context; only the first time counts.
func (c *callContext) end(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return
	}
	c.err = err
	if c.done != nil {
		close(c.done)
	}
	for _, f := range c.after {
		go (*f)()
	}
	c.after = nil
}

func (c *callContext) cancel() { c.end(context.Canceled) }

// AfterFunc is what context.AfterFunc does, which uses it.
func (c *callContext) AfterFunc(f func()) (stop func() bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		go f()
		return func() bool { return false }
	}
	c.after = append(c.after, &f)
	return func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		i := slices.Index(c.after, &f)
		if i < 0 {
			return false
		}
		c.after = slices.Delete(c.after, i, i+1)
		return true
	}
}

// Within has the context end after a time as one with a deadline does, unless stop
// is called before.
func (c *callContext) Within(limit time.Duration) (stop func()) {
	c.setDeadline(time.Now().Add(limit))
	timer := time.AfterFunc(limit, func() { c.end(context.DeadlineExceeded) })
	return func() {
		timer.Stop()
		c.setDeadline(time.Time{})
	}
}

func (c *callContext) setDeadline(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deadline = t
}
