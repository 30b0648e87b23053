package main

import "runtime/debug"

const (
	briefGC     = 400       // percent of growth between two collections
	briefMemory = 160 << 20 // bytes from which on memory counts for more than time
)

// beBrief trades memory for time in a command that soon ends, unless the user has
// settings of their own.
func (c *Command) beBrief() {
	if c.env("GOGC") == "" && c.env("GOMEMLIMIT") == "" {
		debug.SetGCPercent(briefGC)
		debug.SetMemoryLimit(briefMemory)
	}
}
