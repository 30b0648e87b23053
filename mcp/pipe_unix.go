//go:build unix

package mcp

import (
	"os/signal"
	"syscall"
)

// ignoreBrokenPipes makes a reader that went away an error of Write instead of the
// end of the process.
func ignoreBrokenPipes() { signal.Ignore(syscall.SIGPIPE) }
