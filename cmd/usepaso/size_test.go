package main

import (
	"testing"
	"time"

	"github.com/usepaso/usepaso/mcp/invoke"
)

func TestParseSize(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"1": 1, "100000": 100000, "100kB": 100000, "100k": 100000, "1.5MB": 1500000, "16 MB": 16000000,
		"2MiB": 2 << 20, "64KiB": 64 << 10, "10b": 10,
		"": 0, "0": 0, "-1": 0, "kB": 0, "1i": 0, "1e9": 0, "99999999999": 0, "5GB": 0, "1..5MB": 0,
	} {
		got, err := parseSize("max-result", text)
		if got != want || (err == nil) != (want > 0) {
			t.Errorf("%q: %d, %v, want %d", text, got, err, want)
		}
	}
}

func TestParseSince(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.Local)
	for text, want := range map[string]time.Time{
		"":                     {},
		"90m":                  now.Add(-90 * time.Minute),
		"7d":                   now.AddDate(0, 0, -7),
		"2026-03-01":           time.Date(2026, 3, 1, 0, 0, 0, 0, time.Local),
		"2026-03-01 08:30":     time.Date(2026, 3, 1, 8, 30, 0, 0, time.Local),
		"2026-03-01T08:30:00Z": time.Date(2026, 3, 1, 8, 30, 0, 0, time.UTC),
	} {
		if got, err := parseSince(text, now); err != nil || !got.Equal(want) {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"d", "-1d", "-5m", "yesterday", "2026-13-01"} {
		if got, err := parseSince(text, now); err == nil {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestWaitText holds how long a person is told to wait: rounded up, and in words.
func TestWaitText(t *testing.T) {
	t.Parallel()
	for wait, want := range map[time.Duration]string{
		0:                       "Wait a while before you try again.",
		time.Second:             "Retry after 1 second.",
		1500 * time.Millisecond: "Retry after 2 seconds.",
	} {
		if got := waitText(&invoke.Failure{RetryAfter: wait}); got != want {
			t.Errorf("%v: %q, want %q", wait, got, want)
		}
	}
}
