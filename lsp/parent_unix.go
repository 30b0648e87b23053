//go:build unix

package lsp

import (
	"context"
	"errors"
	"syscall"
	"time"
)

// parentInterval is how often the editor's process is looked for.
const parentInterval = 3 * time.Second

// awaitExit waits until the process has ended; false when ctx ended first, or when
// there is no such process to begin with, as with an editor outside of a container.
func awaitExit(ctx context.Context, pid int) bool {
	ticker := time.NewTicker(parentInterval)
	defer ticker.Stop()
	for pid > 0 && exists(pid) {
		select {
		case <-ctx.Done():
			return false
		case <-ticker.C:
		}
		if !exists(pid) {
			return true
		}
	}
	return false
}

// exists reports whether there is a process of that number. One that belongs to
// somebody else exists, too.
func exists(pid int) bool { return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }
