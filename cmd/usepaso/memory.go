package main

import "runtime/debug"

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
