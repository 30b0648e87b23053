//go:build windows

package lsp

import (
	"context"
	"os"
)

// awaitExit waits until the process has ended; false when ctx ended first, or when
// there is no such process to begin with.
func awaitExit(ctx context.Context, pid int) bool {
	process, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	ended := make(chan error, 1)
	go func() {
		_, err := process.Wait()
		ended <- err
	}()
	select {
	case <-ctx.Done():
		return false
	case err := <-ended:
		return err == nil
	}
}
