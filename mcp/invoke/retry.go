package invoke

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// retryWait tells how long to wait before the next attempt, and whether there may
// be one: only 429 and 503 say that the request was not carried out.
func retryWait(a *Answer, attempt int, now time.Time) (time.Duration, bool) {
	if a.Status != http.StatusTooManyRequests && a.Status != http.StatusServiceUnavailable {
		return 0, false
	}
	if wait, ok := retryAfter(a.Header.Get("Retry-After"), now); ok {
		return wait, true
	}
	base := 250 * time.Millisecond << (attempt - 1)
	return base + rand.N(base/2), true
}

// longestWait is the longest wait that is told; "in the year 9999" is not meant.
const longestWait = 365 * 24 * time.Hour

// retryAfter reads the header's value: whole seconds, or an HTTP date. A time that
// has passed is no wait at all.
func retryAfter(value string, now time.Time) (time.Duration, bool) {
	value = strings.TrimSpace(value)
	if value == "" {
		return 0, false
	}
	wait := longestWait
	if strings.Trim(value, "0123456789") == "" {
		// A number too large to be read is a very long wait, not none.
		if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
			wait = time.Duration(seconds) * time.Second
		}
	} else {
		date, err := http.ParseTime(value)
		if err != nil {
			return 0, false
		}
		wait = date.Sub(now)
	}
	return min(max(wait, 0), longestWait), true
}

// sleep waits for d and reports whether there is then still time to do something.
// A wait that would end behind the deadline is not begun.
func sleep(ctx context.Context, d time.Duration) bool {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= d {
		return false
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
