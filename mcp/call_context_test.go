package mcp

import (
	"context"
	"errors"
	"testing"
	"time"
)

type contextKey struct{}

// TestCallContextIsAContext as those of the library are, also as the parent of one.
func TestCallContextIsAContext(t *testing.T) {
	t.Parallel()
	c := &callContext{Context: context.WithValue(t.Context(), contextKey{}, "value")}
	child, cancel := context.WithTimeout(c, time.Hour)
	defer cancel()
	ran := make(chan string, 3)
	c.AfterFunc(func() { ran <- "own" })
	context.AfterFunc(c, func() { ran <- "library's" })
	stop := c.AfterFunc(func() { ran <- "stopped" })
	if c.Err() != nil || c.Value(contextKey{}) != "value" || !stop() || stop() {
		t.Error("it has ended, has no values, or stop does not tell")
	}
	c.cancel()
	c.end(context.DeadlineExceeded) // too late
	<-c.Done()
	<-child.Done()
	for _, err := range []error{c.Err(), child.Err(), context.Cause(c), context.Cause(child)} {
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	if a, b := <-ran, <-ran; a == b || a == "stopped" || b == "stopped" {
		t.Errorf("%s and %s ran", a, b)
	}
	late := make(chan struct{})
	if c.AfterFunc(func() { close(late) })() {
		t.Error("what ran at once was stopped")
	}
	<-late
}

// TestCallContextWithin ends in time, and not when it was stopped before.
func TestCallContextWithin(t *testing.T) {
	t.Parallel()
	c := &callContext{Context: t.Context()}
	hour := c.Within(time.Hour)
	if deadline, ok := c.Deadline(); !ok || time.Until(deadline) > time.Hour || time.Until(deadline) < time.Minute {
		t.Errorf("deadline %v %t: a wait beyond it would be begun", deadline, ok)
	}
	hour()
	if deadline, ok := c.Deadline(); ok {
		t.Errorf("deadline %v, although there is no limit any more", deadline)
	}
	stopped := c.Within(time.Millisecond)
	<-c.Done()
	stopped()
	if !errors.Is(c.Err(), context.DeadlineExceeded) {
		t.Error(c.Err())
	}
}
