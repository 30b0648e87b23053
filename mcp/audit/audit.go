// Package audit records every tool call in a local log that all processes of a
// person share, and reads it back.
//
// Start at Log.
package audit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/usepaso/usepaso/mcp/state"
)

// Entry is one call. It holds no argument and no secret.
type Entry struct {
	Time        time.Time `json:"time"`
	Service     string    `json:"service,omitempty"`
	Declaration string    `json:"declaration,omitempty"` // absolute path
	Client      string    `json:"client,omitempty"`      // as it calls itself, "cursor 1.7"
	Tool        string    `json:"tool"`
	Arguments   string    `json:"arguments,omitempty"` // see Hash
	Decision    string    `json:"decision"`            // "allowed", or why not: "consent_declined"
	Status      int       `json:"status,omitempty"`    // of the HTTP answer; 0 when nothing was sent or answered
	Millis      int64     `json:"ms"`                  // from the call to its result
	Key         string    `json:"key,omitempty"`       // what the key's prefix tells: "TEST, full"
	Trace       []string  `json:"trace,omitempty"`     // the reasons of the decision
}

const (
	// Name is the current log's file name; older ones have .1 and .2 before the
	// extension, the higher the older.
	Name = "audit.jsonl"
	// maxSize is the size in bytes from which on a new file is begun.
	maxSize = 10 << 20
	// files is how many files are kept, with the current one.
	files = 3
	// maxLine bounds an entry, so that one is no way around maxSize.
	maxLine = 64 << 10
	// usualLine is how many bytes an entry takes, to begin with.
	usualLine = 320
)

// Log is the log in a folder. It is safe for concurrent use, also by several
// processes.
type Log struct {
	dir  string
	size int64 // maxSize, less in tests
}

// Open returns the log in the folder dir, usually the state folder. Nothing is
// made before the first entry is written.
func Open(dir string) *Log { return &Log{dir: dir, size: maxSize} }

// Path returns where the current entries are.
func (l *Log) Path() string { return l.file(0) }

// file returns the path of the current log, for 0, or of an older one.
func (l *Log) file(age int) string {
	if age == 0 {
		return filepath.Join(l.dir, Name)
	}
	return filepath.Join(l.dir, fmt.Sprintf("audit.%d.jsonl", age))
}

func (l *Log) lockPath() string { return filepath.Join(l.dir, "audit.lock") }

// Write appends entries, in one piece. When it returns an error they are not all
// recorded, and a call that changes something must not be made.
func (l *Log) Write(ctx context.Context, entries ...Entry) error {
	lines, err := encode(entries)
	if err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	unlock, err := state.Lock(ctx, l.lockPath())
	if err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	defer unlock()
	if err := l.append(lines); err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}

// encode returns the lines of entries.
func encode(entries []Entry) ([]byte, error) {
	var lines bytes.Buffer
	lines.Grow(len(entries) * usualLine)
	e := json.NewEncoder(&lines)
	for i := range entries {
		before := lines.Len()
		if err := e.Encode(&entries[i]); err != nil {
			return nil, err
		}
		if n := lines.Len() - before; n > maxLine {
			return nil, fmt.Errorf("an entry of %d bytes is too long", n)
		}
	}
	return lines.Bytes(), nil
}

// Check reports whether an entry could be written now, without writing one.
func (l *Log) Check(ctx context.Context) error {
	unlock, err := state.Lock(ctx, l.lockPath())
	if err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	defer unlock()
	f, err := l.open()
	if err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return f.Close()
}

// append writes whole lines at the end of the log, which is locked. The file is
// opened each time: another process may have begun a new one.
func (l *Log) append(line []byte) (err error) {
	if info, err := os.Stat(l.Path()); err == nil && info.Size()+int64(len(line)) > l.size {
		if err := l.rotate(); err != nil {
			return err
		}
	}
	f, err := l.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	// What a killed process left behind is ended, so that it costs no more than
	// its own line.
	if last := make([]byte, 1); size > 0 {
		if _, err := f.ReadAt(last, size-1); err != nil {
			return err
		}
		if last[0] != '\n' {
			line = append([]byte{'\n'}, line...)
		}
	}
	if _, err := f.Write(line); err != nil {
		return errors.Join(err, f.Truncate(size))
	}
	return nil
}

// open opens the current log for appending, readable by the person alone.
func (l *Log) open() (*os.File, error) {
	f, err := os.OpenFile(l.Path(), os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.Mode().Perm()&0o077 != 0 {
		// On systems without such modes this changes nothing.
		if err := f.Chmod(0o600); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	return f, nil
}

// rotate makes every file one older and drops the oldest.
func (l *Log) rotate() error {
	for age := files - 2; age >= 0; age-- {
		if err := os.Rename(l.file(age), l.file(age+1)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Hash returns the fingerprint of a call's arguments in one canonical form.
func Hash(arguments []byte) string {
	sum := sha256.Sum256(arguments)
	return "sha256:" + hex.EncodeToString(sum[:16])
}
