package main

import (
	"runtime/debug"
	"sync"
	"time"
)

const (
	briefGC     = 400       // percent of growth between two collections
	briefMemory = 160 << 20 // bytes from which on memory counts for more than time
	busyGC      = 300
)

// beBrief trades memory for time in a command that soon ends, unless the user has
// settings of their own. What it returns goes back to what held before, for
// commands of which only the start is brief.
func (c *Command) beBrief() (restore func()) {
	if c.tunesMemory() {
		return func() {}
	}
	percent, memory := debug.SetGCPercent(briefGC), debug.SetMemoryLimit(briefMemory)
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(memory)
	}
}

// tunesMemory reports whether the user has settings of their own.
func (c *Command) tunesMemory() bool { return c.env("GOGC") != "" || c.env("GOMEMLIMIT") != "" }

// Reading a text makes up to fifty times its size of garbage. Up to this size of the
// text a long-lived program leaves that for later; below, it makes no difference.
const (
	spentFrom = 32 << 10
	spentUpTo = 1 << 20
)

// opening puts off the collection of garbage while a text of so many bytes is read.
func (c *Command) opening(size int) (opened func()) {
	if size < spentFrom || size > spentUpTo {
		return func() {}
	}
	restore := c.collectLater(-1)
	return func() {
		restore()
		c.giveBack(time.Second) // not while the editor asks its first questions
	}
}

// busy is for the time in which many calls are in flight: how many are done counts
// more then than how soon each of them is. Collections are rarer, since each call has
// several stacks to look through.
func (c *Command) busy() (calm func()) {
	collect, interrupt := c.collectLater(busyGC), finishFirst()
	return func() {
		collect()
		interrupt()
		c.giveBack(0)
	}
}

// hurry counts those who want garbage collected later at the moment.
var hurry struct {
	sync.Mutex
	count, percent int
	gaveBack       time.Time // when memory was last given back, or will be
}

// collectLater sets the growth between two collections in percent, negative for no
// collection at all, until what it returns is called; the first of several to ask
// decides. It does nothing where the user has settings of their own.
func (c *Command) collectLater(percent int) (restore func()) {
	if c.tunesMemory() {
		return func() {}
	}
	hurry.Lock()
	defer hurry.Unlock()
	if hurry.count++; hurry.count == 1 {
		hurry.percent = debug.SetGCPercent(percent)
	}
	return func() {
		hurry.Lock()
		defer hurry.Unlock()
		if hurry.count--; hurry.count == 0 {
			debug.SetGCPercent(hurry.percent)
		}
	}
}

// rarely is the least time between two times that memory is given back.
const rarely = 10 * time.Second

// giveBack returns to the system, after a while, what a hurry has used beyond need.
func (c *Command) giveBack(after time.Duration) {
	hurry.Lock()
	defer hurry.Unlock()
	if now := time.Now(); !c.tunesMemory() && now.Sub(hurry.gaveBack) >= rarely {
		hurry.gaveBack = now.Add(after)
		time.AfterFunc(after, debug.FreeOSMemory)
	}
}
