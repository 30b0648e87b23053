// Package safefile changes small files that belong to a person, such as the
// settings of another program, without ever losing what is in them: under a lock,
// by way of a complete and synced new file beside the old one, with a backup.
//
// Start at Update.
package safefile

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/usepaso/usepaso/mcp/state"
)

// Limit is the greatest size in bytes of a file that Update changes.
const Limit = 16 << 20

// BackupSuffix is added to a file's path for the copy of what it held before.
const BackupSuffix = ".usepaso-backup"

// attempts is how often an edit starts again because a program without our lock
// wrote the file meanwhile.
const attempts = 5

// Options says how a file is changed.
type Options struct {
	// Locks is the folder for lock files, usually one in the state folder. All
	// who change the file must name the same.
	Locks string
	// Mode is the mode of a file that did not exist. A file that did keeps its own.
	Mode fs.FileMode
	// Backup keeps what the file held, at its path with BackupSuffix.
	Backup bool
}

// Update replaces what the file at path holds by what edit makes of it, and says
// whether it changed. Edit gets nil for a file that does not exist; it may be
// called more than once. When edit fails, or returns what it got, nothing is
// touched.
//
// A symbolic link is followed and stays a link; a read-only file is refused. Whenever the process ends, the
// file is the old or the new one, whole.
func Update(ctx context.Context, path string, o Options, edit func(old []byte) ([]byte, error)) (changed bool, err error) {
	return update(ctx, disk{}, path, o, edit)
}

// Read returns what the file at path holds, nil when it does not exist.
func Read(path string) ([]byte, error) {
	_, data, _, err := read(disk{}, path)
	return data, err
}

func update(ctx context.Context, sys system, path string, o Options, edit func(old []byte) ([]byte, error)) (bool, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return false, err
	}
	target, err := resolve(sys, path)
	if err != nil {
		return false, err
	}
	unlock, err := state.Lock(ctx, lockPath(o.Locks, target))
	if err != nil {
		return false, err
	}
	defer unlock()
	for range attempts {
		_, old, mode, err := read(sys, path)
		if err != nil {
			return false, err
		}
		updated, err := edit(old)
		if err != nil || same(old, updated) {
			return false, err
		}
		switch {
		case old == nil:
			mode = o.Mode
		case mode&0o200 == 0: // which replacing it by name would not respect
			return false, fmt.Errorf("%s is read-only, so it was left as it is. Make it writable first", path)
		}
		if o.Backup && old != nil {
			if err := replace(ctx, sys, path+BackupSuffix, old, mode, nil); err != nil {
				return false, fmt.Errorf("keep a backup: %w", err)
			}
		}
		err = replace(ctx, sys, target, updated, mode, func() error { return unchanged(sys, path, old) })
		if !errors.Is(err, errChanged) {
			return err == nil, err
		}
	}
	return false, fmt.Errorf("%s keeps changing: close the program that writes it and try again", path)
}

// errChanged says that somebody wrote the file while it was being edited.
var errChanged = errors.New("the file changed meanwhile")

func unchanged(sys system, path string, old []byte) error {
	_, now, _, err := read(sys, path)
	if err != nil {
		return err
	}
	if !same(old, now) {
		return errChanged
	}
	return nil
}

// same tells an empty file from none, which is nil.
func same(a, b []byte) bool { return bytes.Equal(a, b) && (a == nil) == (b == nil) }

// lockPath names the lock for a file. A hash keeps the name short and legal.
func lockPath(dir, target string) string {
	if real, err := filepath.EvalSymlinks(filepath.Dir(target)); err == nil {
		target = filepath.Join(real, filepath.Base(target))
	}
	sum := sha256.Sum256([]byte(target))
	return filepath.Join(dir, hex.EncodeToString(sum[:12])+".lock")
}

// read returns the file that path leads to, with what it holds; data is nil when
// there is none. Only regular files of a sensible size are read: anything else
// could block, or is not what it seems.
func read(sys system, path string) (target string, data []byte, mode fs.FileMode, err error) {
	target, err = resolve(sys, path)
	if err != nil {
		return "", nil, 0, err
	}
	info, err := sys.Lstat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return target, nil, 0, nil
	case err != nil:
		return "", nil, 0, err
	case !info.Mode().IsRegular():
		return "", nil, 0, fmt.Errorf("%s is not a regular file", path)
	case info.Size() > Limit:
		return "", nil, 0, fmt.Errorf("%s is larger than %d MB", path, Limit>>20)
	}
	data, err = sys.ReadFile(target)
	if err == nil && data == nil {
		data = []byte{}
	}
	return target, data, info.Mode().Perm(), err
}

// resolve follows the links at path, also to a file that does not exist yet.
func resolve(sys system, path string) (string, error) {
	target := path
	for range 40 {
		info, err := sys.Lstat(target)
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode()&fs.ModeSymlink == 0 {
			return target, nil
		}
		if err != nil {
			return "", err
		}
		next, err := sys.Readlink(target)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(target), next)
		}
		target = next
	}
	return "", fmt.Errorf("%s is a loop of symbolic links", path)
}
