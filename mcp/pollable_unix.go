//go:build unix

package mcp

import (
	"io"
	"os"
	"syscall"
)

// pollable returns standard input, where it is a pipe or socket, as the runtime's
// poller reads it. As the process got it, each read would keep a thread of its own
// waiting and take two switches of threads. Restore makes it as it was, for others who
// may hold the same end. Other inputs stay as they are.
func pollable(in io.Reader) (polled io.Reader, restore func()) {
	unchanged := func() {}
	if in != os.Stdin {
		return in, unchanged
	}
	info, err := os.Stdin.Stat()
	if err != nil || info.Mode()&(os.ModeNamedPipe|os.ModeSocket) == 0 {
		return in, unchanged
	}
	if err := syscall.SetNonblock(syscall.Stdin, true); err != nil {
		return in, unchanged
	}
	return os.NewFile(uintptr(syscall.Stdin), os.Stdin.Name()), func() { _ = syscall.SetNonblock(syscall.Stdin, false) }
}
