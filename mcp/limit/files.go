package limit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/usepaso/usepaso/mcp/state"
)

// Files is the Store that processes share: one small text file for each key, under
// a lock of its own. A file has a line that says what it counts and then one line
// for each call; a call appends its line, which a process that is killed has
// written or not. Lines are not forced to the disk, which would cost more than the
// rest together, so a power failure may lose the calls of the last seconds.
type Files struct {
	dir string
	mu  sync.Mutex // keeps goroutines from waiting for each other at the file lock
}

// NewFiles returns a Store in the folder dir, which is made when it is needed.
func NewFiles(dir string) *Files { return &Files{dir: dir} }

// DamagedError says that a file holds something else than calls. Nothing is
// counted until it is repaired, since starting at nothing would lift the limit.
type DamagedError struct {
	Path string
	Line int // 1-based
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("the call count in %s is damaged at line %d. Limited calls are refused until the file is deleted, which starts the count at 0", e.Path, e.Line)
}

const (
	heading = "usepaso calls of "
	// slack is how many calls that no longer count a file may hold.
	slack = 64
)

// Take implements Store.
func (f *Files) Take(ctx context.Context, key string, limit int, now time.Time) (ok bool, retryAfter time.Duration, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	path := f.path(key)
	unlock, err := state.Lock(ctx, path+".lock")
	if err != nil {
		return false, 0, fmt.Errorf("count calls: %w", err)
	}
	defer unlock()
	first := heading + strconv.Quote(key) + "\n"
	data, err := os.ReadFile(path)
	isNew := errors.Is(err, fs.ErrNotExist)
	if err != nil && !isNew {
		return false, 0, fmt.Errorf("count calls: %w", err)
	}
	var old record
	if !isNew {
		if old, err = parse(path, first, data); err != nil {
			return false, 0, err
		}
	}
	after, ok, moved, retryAfter := old.take(limit, now)
	switch {
	case isNew || moved || len(old)-len(after) > slack && len(old) > 2*len(after):
		err = f.rewrite(path, first, after)
	case ok:
		err = appendCall(path, int64(len(data)), after[len(after)-1])
	}
	if err != nil {
		return false, 0, fmt.Errorf("count calls: %w", err)
	}
	return ok, retryAfter, nil
}

// path names the file of a key. A hash keeps the name short and legal.
func (f *Files) path(key string) string {
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(f.dir, hex.EncodeToString(sum[:16]))
}

// parse reads a file whose first line must be first. Times must not fall, and the
// last line must be whole.
func parse(path, first string, data []byte) (record, error) {
	rest, ok := bytes.CutPrefix(data, []byte(first))
	if !ok {
		return nil, &DamagedError{Path: path, Line: 1}
	}
	calls := make(record, 0, len(rest)/20)
	for line := range bytes.Lines(rest) {
		text, whole := strings.CutSuffix(string(line), "\n")
		at, err := strconv.ParseInt(text, 10, 64)
		if n := len(calls); !whole || err != nil || at < 0 || n > 0 && at < calls[n-1] {
			return nil, &DamagedError{Path: path, Line: n + 2}
		}
		calls = append(calls, at)
	}
	return calls, nil
}

// appendCall adds a line to a file of the given size. If the disk is full the
// part that was written is taken back, so that the file stays whole.
func appendCall(path string, size, at int64) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(append(strconv.AppendInt(nil, at, 10), '\n'))
	if err != nil {
		err = errors.Join(err, f.Truncate(size))
	}
	return errors.Join(err, f.Close())
}

// rewrite replaces a file in one step. This one is forced to the disk: a file that
// a power failure left empty would refuse calls until a person came.
func (f *Files) rewrite(path, first string, calls record) error {
	text := []byte(first)
	for _, at := range calls {
		text = append(strconv.AppendInt(text, at, 10), '\n')
	}
	temp, err := os.OpenFile(path+".tmp", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = temp.Write(text)
	if err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}
