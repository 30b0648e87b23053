package audit

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/fsnotify/fsnotify"
)

// Follow calls show for every entry that the filter wants, those in the log first
// and then each as it is written, until ctx ends, which is no error, or show
// returns one. It sleeps while nothing is written, and misses nothing when a new
// file is begun.
func (l *Log) Follow(ctx context.Context, filter Filter, show func(Entry) error) error {
	if err := filter.Check(); err != nil {
		return err
	}
	if err := os.MkdirAll(l.dir, 0o700); err != nil {
		return fmt.Errorf("follow the audit log: %w", err)
	}
	// Watching starts before the first reading, so that nothing falls between.
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("follow the audit log: %w", err)
	}
	defer watcher.Close() //nolint:errcheck // it only stops watching
	if err := watcher.Add(l.dir); err != nil {
		return fmt.Errorf("follow the audit log: %w", err)
	}
	var at cursor
	for {
		var text []byte
		if text, at, err = l.load(ctx, at); err != nil {
			return ended(ctx, err)
		}
		entries, _ := parse(text, filter)
		for _, e := range entries {
			if err := show(e); err != nil {
				return err
			}
		}
		if err := l.changed(ctx, watcher); err != nil {
			return ended(ctx, err)
		}
	}
}

// changed waits until the current log may have changed.
func (l *Log) changed(ctx context.Context, watcher *fsnotify.Watcher) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-watcher.Errors:
			return fmt.Errorf("follow the audit log: %w", err)
		case event := <-watcher.Events:
			if filepath.Base(event.Name) == Name {
				return nil
			}
		}
	}
}

// ended returns nil for an error that is only the end of ctx.
func ended(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	return nil
}
