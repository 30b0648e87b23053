//go:build !windows

package safefile

import (
	"context"
	"errors"
	"os"
)

func (disk) Rename(_ context.Context, from, to string) error { return os.Rename(from, to) }

// SyncDir puts the names in a folder on the disk.
func (disk) SyncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
