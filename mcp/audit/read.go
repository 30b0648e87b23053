package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"

	"github.com/usepaso/usepaso/mcp/state"
)

// Filter says which entries are wanted. The zero Filter wants all.
type Filter struct {
	Tool     string    // a name, or a pattern as "create_*"
	Decision string    // "" for any
	Service  string    // "" for any
	Since    time.Time // entries before are left out
}

// Check reports whether the filter can match anything, so that a mistyped pattern
// is not taken for an empty log.
func (f Filter) Check() error {
	if _, err := path.Match(f.Tool, ""); err != nil {
		return fmt.Errorf("the pattern %q for tools is not complete", f.Tool)
	}
	return nil
}

// Match reports whether the filter wants e.
func (f Filter) Match(e Entry) bool {
	if f.Tool != "" {
		if ok, err := path.Match(f.Tool, e.Tool); !ok || err != nil {
			return false
		}
	}
	return (f.Decision == "" || f.Decision == e.Decision) &&
		(f.Service == "" || f.Service == e.Service) &&
		!e.Time.Before(f.Since)
}

// Read returns the entries that the filter wants, oldest first, and how many lines
// could not be read. A log that does not exist yet is empty.
func (l *Log) Read(ctx context.Context, filter Filter) (entries []Entry, unreadable int, err error) {
	if err := filter.Check(); err != nil {
		return nil, 0, err
	}
	text, _, err := l.load(ctx, cursor{})
	if err != nil {
		return nil, 0, err
	}
	entries, unreadable = parse(text, filter)
	return entries, unreadable, nil
}

// cursor is how far the log has been read: offset bytes of the file that starts
// with head. The head tells files apart when they are renamed, on every system,
// since it has the time of an entry in it.
type cursor struct {
	head   string
	offset int64
}

// headSize is how much of a file's start is compared.
const headSize = 128

// load returns the lines of the log from a cursor on, oldest first, and the cursor
// behind them. It holds the lock for reading and nothing else, since writers wait.
func (l *Log) load(ctx context.Context, from cursor) (text []byte, to cursor, err error) {
	if _, err := os.Stat(l.dir); errors.Is(err, fs.ErrNotExist) {
		return nil, from, nil
	}
	unlock, err := state.RLock(ctx, l.lockPath())
	if err != nil {
		return nil, from, fmt.Errorf("read the audit log: %w", err)
	}
	defer unlock()
	age, offset := files-1, int64(0) // when the file is gone, all that is kept is new
	for i := range files {
		if head, size, err := l.start(i); err == nil && size >= from.offset && strings.HasPrefix(head, from.head) && from.head != "" {
			age, offset = i, from.offset
			break
		}
	}
	for to = from; age >= 0; age, offset = age-1, 0 {
		head, _, err := l.start(age)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		var more []byte
		if err == nil {
			more, err = l.from(age, offset)
		}
		if err != nil {
			return nil, from, fmt.Errorf("read the audit log: %w", err)
		}
		// A line without an end was left by a killed process and may yet get one.
		more = more[:bytes.LastIndexByte(more, '\n')+1]
		text = append(text, more...)
		to = cursor{head: head, offset: offset + int64(len(more))}
	}
	return text, to, nil
}

// start returns the first bytes of the file of that age, and its size.
func (l *Log) start(age int) (head string, size int64, err error) {
	f, err := os.Open(l.file(age))
	if err != nil {
		return "", 0, err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	buf := make([]byte, headSize)
	n, err := io.ReadFull(f, buf)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return "", 0, err
	}
	return string(buf[:n]), info.Size(), nil
}

// from returns what the file of that age holds from an offset on.
func (l *Log) from(age int, offset int64) ([]byte, error) {
	f, err := os.Open(l.file(age))
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	if _, err := f.Seek(offset, io.SeekStart); err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

// parse returns the wanted entries among the lines of text, and the number of
// lines that are none.
func parse(text []byte, filter Filter) (entries []Entry, bad int) {
	for line := range bytes.Lines(text) {
		var e Entry
		switch line = bytes.TrimSpace(line); {
		case len(line) == 0:
		case json.Unmarshal(line, &e) != nil || e.Tool == "":
			bad++
		case filter.Match(e):
			entries = append(entries, e)
		}
	}
	return entries, bad
}
