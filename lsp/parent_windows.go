//go:build windows

package lsp

import (
	"context"
	"os"
)

// exitOf returns what waits until the process has ended, which returns false when
// its context ended first. There is nothing to wait for where there is no such process.
func exitOf(pid int) (await func(context.Context) bool, ok bool) {
	process, err := os.FindProcess(pid) // opens it, so that it can be waited for
	if err != nil {
		return nil, false
	}
	return func(ctx context.Context) bool {
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
	}, true
}
