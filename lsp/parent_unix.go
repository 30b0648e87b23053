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

// exitOf returns what waits until the process has ended, which returns false when
// its context ended first. There is nothing to wait for where there is no such process.
func exitOf(pid int) (await func(context.Context) bool, ok bool) {
	if pid <= 0 || !exists(pid) {
		return nil, false
	}
	return func(ctx context.Context) bool {
		ticker := time.NewTicker(parentInterval)
		defer ticker.Stop()
		for exists(pid) {
			select {
			case <-ctx.Done():
				return false
			case <-ticker.C:
			}
		}
		return true
	}, true
}

// exists reports whether there is a process of that number. One that belongs to
// somebody else exists, too.
func exists(pid int) bool { return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }
