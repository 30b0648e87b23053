package main

import (
	"runtime/debug"
	"sync"
)

const (
	briefGC     = 400       // percent of growth between two collections
	briefMemory = 160 << 20 // bytes from which on memory counts for more than time
)

// beBrief trades memory for time in a command that soon ends, unless the user has
// settings of their own. What it returns goes back to what held before, for
// commands of which only the start is brief.
func (c *Command) beBrief() (restore func()) {
	if c.env("GOGC") != "" || c.env("GOMEMLIMIT") != "" {
		return func() {}
	}
	percent, memory := debug.SetGCPercent(briefGC), debug.SetMemoryLimit(briefMemory)
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(memory)
	}
}

// Reading a text makes about fifty times its size of garbage. Up to this size of the
// text a long-lived program leaves that for later; below, it makes no difference.
const (
	spentFrom = 32 << 10
	spentUpTo = 1 << 20
)

// spending counts those who want no garbage collected at the moment.
var spending struct {
	sync.Mutex
	count, percent int
}

// spend puts off the collection of garbage while a text of so many bytes is read, unless
// the user has settings of their own.
func (c *Command) spend(size int) (done func()) {
	if size < spentFrom || size > spentUpTo || c.env("GOGC") != "" || c.env("GOMEMLIMIT") != "" {
		return func() {}
	}
	spending.Lock()
	defer spending.Unlock()
	if spending.count++; spending.count == 1 {
		spending.percent = debug.SetGCPercent(-1)
	}
	return func() {
		spending.Lock()
		defer spending.Unlock()
		if spending.count--; spending.count == 0 {
			debug.SetGCPercent(spending.percent)
		}
	}
}
