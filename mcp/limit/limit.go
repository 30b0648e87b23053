// Package limit counts calls in a sliding window of sixty minutes, for
// max_per_hour. The count is shared by all processes of a person on a machine and
// survives their restarts.
//
// Start at Store.
package limit

import (
	"context"
	"path/filepath"
	"slices"
	"time"
)

// Window is the time that a call is counted for.
const Window = time.Hour

// Store takes slots for calls.
type Store interface {
	// Take uses one of max slots of key at the time now, and reports whether one
	// was free. When none was, retryAfter is the time until one will be; it is 0
	// when max allows no call at all.
	//
	// An error means that the count could not be read or kept: the call must not
	// be made, for nobody knows whether it is within the limit.
	Take(ctx context.Context, key string, limit int, now time.Time) (ok bool, retryAfter time.Duration, err error)
}

// Key names what a limit counts: one capability of the declaration at path. All
// paths that lead to one file give one key.
func Key(path, capability string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return capability + " " + path
}

// record is the calls that still count, oldest first, in nanoseconds since 1970.
// Its last element is the latest time that has been seen.
type record []int64

// take decides at the time now what Take returns, and the record after it. The
// rest of old is kept or shared; moved says that more changed than one call at
// the end.
//
// A clock that was put back gives nothing back. Within one window the clock is
// taken to stand still until it has caught up. If it went back further, which
// nobody wants to wait for, all calls move back with it: they keep their
// distances, and the latest one is as old as can be.
func (old record) take(limit int, now time.Time) (after record, ok, moved bool, retryAfter time.Duration) {
	clock := max(now.UnixNano(), 0)
	at := clock
	if n := len(old); n > 0 && old[n-1] > at {
		if back := old[n-1] - at; back > int64(Window) {
			old, moved = slices.Clone(old), true
			for i := range old {
				old[i] -= back
			}
		} else {
			at = old[n-1]
		}
	}
	live, _ := slices.BinarySearch(old, at-int64(Window)+1)
	after = old[live:]
	switch {
	case limit <= 0:
		return after, false, moved, 0
	case len(after) >= limit:
		free := after[len(after)-limit] + int64(Window)
		return after, false, moved, time.Duration(free - clock)
	}
	return append(slices.Clip(after), at), true, moved, 0
}
