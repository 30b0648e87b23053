package safefile

import (
	"context"
	"io"
	"io/fs"
	"os"
)

// system is what replacing a file asks of the operating system, so that a test
// can make each step fail.
type system interface {
	Lstat(path string) (fs.FileInfo, error)
	Readlink(path string) (string, error)
	ReadFile(path string) ([]byte, error)
	MkdirAll(dir string) error
	Create(path string) (file, error) // fails when path exists
	Rename(ctx context.Context, from, to string) error
	Remove(path string) error
	SyncDir(dir string) error
}

type file interface {
	io.WriteCloser
	Chmod(mode fs.FileMode) error
	Sync() error
}

// disk is the real system.
type disk struct{}

func (disk) Lstat(path string) (fs.FileInfo, error) { return os.Lstat(path) }
func (disk) Readlink(path string) (string, error)   { return os.Readlink(path) }
func (disk) ReadFile(path string) ([]byte, error)   { return os.ReadFile(path) }
func (disk) MkdirAll(dir string) error              { return os.MkdirAll(dir, 0o755) }
func (disk) Remove(path string) error               { return os.Remove(path) }

// Create makes the file readable by the person alone until its mode is known.
func (disk) Create(path string) (file, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	return f, nil
}
