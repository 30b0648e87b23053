// Package state finds and guards the folder in which all usepaso processes of a
// person on one machine keep what must outlive them: call limits, the audit log
// and the locks that order their writing.
package state

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gofrs/flock"
)

// Wait is how long a lock is waited for when the context sets no deadline. A
// process holds one for milliseconds; only a stopped process keeps it longer.
const Wait = 5 * time.Second

// retry is the pause between two attempts to get a lock another process has.
const retry = 2 * time.Millisecond

// Dir returns the state folder of this person. It may not exist yet.
func Dir() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil && os.Getenv("XDG_STATE_HOME") == "" && os.Getenv("LOCALAPPDATA") == "" {
		return "", fmt.Errorf("find the folder for state: %w", err)
	}
	return dir(runtime.GOOS, home, os.Getenv), nil
}

// dir is Dir for any system: $XDG_STATE_HOME where that is an absolute path, else
// the place that the system has for such files.
func dir(goos, home string, getenv func(string) string) string {
	if xdg := getenv("XDG_STATE_HOME"); filepath.IsAbs(xdg) {
		return filepath.Join(xdg, "usepaso")
	}
	switch goos {
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "usepaso")
	case "windows":
		if local := getenv("LOCALAPPDATA"); local != "" {
			return filepath.Join(local, "usepaso")
		}
		return filepath.Join(home, "AppData", "Local", "usepaso")
	}
	return filepath.Join(home, ".local", "state", "usepaso")
}

// Lock takes the lock that the file at path stands for, waiting for its holder
// until ctx ends or Wait has passed. The file and its folders are made, readable
// by the person alone. Unlock gives the lock back; the end of the process does too.
func Lock(ctx context.Context, path string) (unlock func(), err error) {
	return lock(ctx, path, (*flock.Flock).TryLockContext)
}

// RLock is Lock for readers, of whom several may hold the lock together.
func RLock(ctx context.Context, path string) (unlock func(), err error) {
	return lock(ctx, path, (*flock.Flock).TryRLockContext)
}

func lock(ctx context.Context, path string, try func(*flock.Flock, context.Context, time.Duration) (bool, error)) (func(), error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for a lock: %w", err)
	}
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, Wait)
		defer cancel()
	}
	f := flock.New(path, flock.SetPermissions(0o600))
	ok, err := try(f, ctx, retry)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("another process holds %s: %w", path, err)
	case err != nil:
		return nil, fmt.Errorf("lock %s: %w", path, err)
	case !ok:
		return nil, fmt.Errorf("lock %s: it is taken", path)
	}
	// Close releases the lock. It cannot fail in a way that a caller could mend:
	// the lock ends with the process at the latest.
	return func() { _ = f.Close() }, nil
}
