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

// awaitExit waits until no process of that number exists; false when ctx ended first.
func awaitExit(ctx context.Context, pid int) bool {
	ticker := time.NewTicker(parentInterval)
	defer ticker.Stop()
	for {
		if pid <= 0 {
			return false
		}
		if err := syscall.Kill(pid, 0); errors.Is(err, syscall.ESRCH) {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-ticker.C:
		}
	}
}
