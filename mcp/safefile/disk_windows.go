package safefile

import (
	"context"
	"errors"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// Rename tries for a second: another program that reads the file at this moment,
// such as a virus scanner, keeps Windows from replacing it.
func (disk) Rename(ctx context.Context, from, to string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := os.Rename(from, to)
		if !errors.Is(err, windows.ERROR_SHARING_VIOLATION) && !errors.Is(err, windows.ERROR_ACCESS_DENIED) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-tick.C:
		}
	}
}

// SyncDir does nothing: Windows offers no such call for folders.
func (disk) SyncDir(string) error { return nil }
