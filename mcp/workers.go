package mcp

import (
	"context"
	"time"
)

const (
	maxIdle = 256         // goroutines that wait for work
	linger  = time.Second // how long one waits
)

// workers run functions side by side, each on a goroutine that has run others before
// where one is free: its stack has grown to what a call needs.
type workers struct {
	ctx  context.Context
	work chan func()
	idle chan struct{} // a place for each goroutine that waits
}

// start makes workers ready; those that wait end with ctx.
func (w *workers) start(ctx context.Context) {
	w.ctx, w.work, w.idle = ctx, make(chan func()), make(chan struct{}, maxIdle)
}

// run runs f without waiting for it.
func (w *workers) run(f func()) {
	select {
	case w.work <- f:
	default:
		go w.loop(f)
	}
}

func (w *workers) loop(f func()) {
	timer := time.NewTimer(linger)
	defer timer.Stop()
	for f != nil {
		f()
		timer.Reset(linger)
		f = w.next(timer.C)
	}
}

// next waits for work; nil when there is none for too long.
func (w *workers) next(late <-chan time.Time) (f func()) {
	select {
	case w.idle <- struct{}{}:
	default:
		return nil
	}
	defer func() { <-w.idle }()
	select {
	case f = <-w.work:
	case <-late:
	case <-w.ctx.Done():
	}
	return f
}
