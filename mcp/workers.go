package mcp

import (
	"context"
	"slices"
	"sync"
	"time"
)

const (
	maxIdle = 256         // goroutines that wait for work
	linger  = time.Second // how long more of them wait than are needed
)

// workers run functions side by side, each on a goroutine that has run others before
// where one is free: its stack has grown to what a call needs.
type workers struct {
	mu    sync.Mutex
	idle  []chan func() // of goroutines that wait, the last to come back at the end
	spare int           // the fewest that have waited since the last look
	ended bool
}

// start makes workers ready; those that wait end with ctx.
func (w *workers) start(ctx context.Context) {
	look := time.NewTicker(linger)
	go func() {
		defer look.Stop()
		for {
			select {
			case <-look.C:
				w.dismiss(false)
			case <-ctx.Done():
				w.dismiss(true)
				return
			}
		}
	}()
}

// run runs f without waiting for it.
func (w *workers) run(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	last := len(w.idle) - 1
	if last < 0 {
		go w.loop(f)
		return
	}
	work := w.idle[last]
	w.idle = w.idle[:last]
	w.spare = min(w.spare, last)
	work <- f // it has room for one
}

func (w *workers) loop(f func()) {
	work := make(chan func(), 1)
	for f != nil {
		f()
		if !w.wait(work) {
			return
		}
		f = <-work
	}
}

// wait offers a goroutine for further work; false when there are enough.
func (w *workers) wait(work chan func()) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended || len(w.idle) >= maxIdle {
		return false
	}
	w.idle = append(w.idle, work)
	return true
}

// dismiss ends those that were not needed since the last look, or all.
func (w *workers) dismiss(all bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if all {
		w.ended, w.spare = true, len(w.idle)
	}
	for _, work := range w.idle[:w.spare] {
		work <- nil
	}
	w.idle = slices.Delete(w.idle, 0, w.spare)
	w.spare = len(w.idle)
}
