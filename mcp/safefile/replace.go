package safefile

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// replace puts a file with data in place of target in one step. Check, when not
// nil, has the last word before that step.
//
// The temporary file has a fixed name, which the lock makes safe, so that one
// left behind by a killed process is reused and none gather.
func replace(ctx context.Context, sys system, target string, data []byte, mode fs.FileMode, check func() error) (err error) {
	dir := filepath.Dir(target)
	if err := sys.MkdirAll(dir); err != nil {
		return fmt.Errorf("make the folder %s: %w", dir, err)
	}
	temp := filepath.Join(dir, "."+filepath.Base(target)+".usepaso-tmp")
	if err := sys.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove what an earlier run left: %w", err)
	}
	defer func() {
		if err != nil {
			_ = sys.Remove(temp) // it is in nobody's way, and err says more
		}
	}()
	if err := write(sys, temp, data, mode); err != nil {
		return fmt.Errorf("write beside %s: %w", target, err)
	}
	if check != nil {
		if err := check(); err != nil {
			return err
		}
	}
	if err := sys.Rename(ctx, temp, target); err != nil {
		return fmt.Errorf("replace %s: %w", target, err)
	}
	// The new file is in place. That its name may not be on the disk yet when the
	// power fails leaves the old file, which is no reason to report a failure.
	_ = sys.SyncDir(dir)
	return nil
}

// write makes the file at path with data, on the disk when it returns.
func write(sys system, path string, data []byte, mode fs.FileMode) error {
	f, err := sys.Create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
