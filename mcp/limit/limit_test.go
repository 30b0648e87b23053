package limit

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// start is when the clocks of these tests begin.
var start = time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	// As a child of TestProcesses this program takes slots and prints how many.
	if dir := os.Getenv("LIMIT_DIR"); dir != "" {
		got := 0
		for range 100 {
			ok, _, err := NewFiles(dir).Take(context.Background(), "k", 50, start)
			if err != nil {
				panic(err)
			}
			if ok {
				got++
			}
		}
		fmt.Fprint(os.Stdout, got)
		return
	}
	m.Run()
}

// stores runs a test with each Store.
func stores(t *testing.T, test func(t *testing.T, s Store)) {
	t.Parallel()
	t.Run("memory", func(t *testing.T) { t.Parallel(); test(t, &Memory{}) })
	t.Run("files", func(t *testing.T) { t.Parallel(); test(t, NewFiles(t.TempDir())) })
}

func TestTake(t *testing.T) {
	stores(t, func(t *testing.T, s Store) {
		for _, step := range []struct {
			at    time.Duration
			limit int
			ok    bool
			retry time.Duration
		}{
			{0, 2, true, 0},
			{10 * time.Minute, 2, true, 0},
			{20 * time.Minute, 2, false, 40 * time.Minute},
			{20 * time.Minute, 3, true, 0},                   // raised
			{20 * time.Minute, 1, false, 60 * time.Minute},   // lowered: all but none must pass
			{20 * time.Minute, 0, false, 0},                  // no call at all
			{60*time.Minute - 1, 3, false, 1},                //
			{60 * time.Minute, 3, true, 0},                   // the first has passed
			{60 * time.Minute, 3, false, 10 * time.Minute},   //
			{200 * time.Minute, 1, true, 0},                  // all have
			{170 * time.Minute, 1, false, 90 * time.Minute},  // put back: wait for the clock too
			{30 * time.Minute, 1, false, 60 * time.Minute},   // put back further: the calls follow
			{89 * time.Minute, 1, false, time.Minute},        //
			{90 * time.Minute, 1, true, 0},                   //
			{-1e6 * time.Hour, 1, false, 60 * time.Minute},   // before 1970
			{-1e6*time.Hour + 1, 1, false, 60 * time.Minute}, //
		} {
			ok, retry, err := s.Take(t.Context(), "k", step.limit, start.Add(step.at))
			if err != nil || ok != step.ok || retry != step.retry {
				t.Errorf("at %v of %d: got %v, %v, %v", step.at, step.limit, ok, retry, err)
			}
		}
		if ok, _, _ := s.Take(t.Context(), "other", 1, start); !ok {
			t.Error("keys share a count")
		}
	})
}

// TestNeverMore lets time pass and puts the clock back at random: in no true hour
// are there more calls than the limit.
func TestNeverMore(t *testing.T) {
	stores(t, func(t *testing.T, s Store) {
		random := rand.New(rand.NewPCG(1, 2))
		const limit = 5
		var calls []time.Duration
		true_, offset := time.Duration(0), time.Duration(0)
		for range 2000 {
			true_ += time.Duration(random.Int64N(int64(10 * time.Minute)))
			switch random.IntN(20) {
			case 0:
				offset -= time.Duration(random.Int64N(int64(30 * time.Minute)))
			case 1:
				offset -= time.Duration(random.Int64N(int64(5 * time.Hour)))
			}
			ok, _, err := s.Take(t.Context(), "k", limit, start.Add(true_+offset))
			if err != nil {
				t.Fatal(err)
			}
			if ok {
				calls = append(calls, true_)
			}
		}
		if len(calls) < 300 {
			t.Errorf("only %d calls were let through", len(calls))
		}
		for i := limit; i < len(calls); i++ {
			if calls[i]-calls[i-limit] < Window {
				t.Fatalf("calls %d to %d came within %v", i-limit, i, calls[i]-calls[i-limit])
			}
		}
	})
}

func TestGoroutines(t *testing.T) {
	stores(t, func(t *testing.T, s Store) {
		var got atomic.Int64
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				for range 20 {
					ok, _, err := s.Take(t.Context(), "k", 50, start)
					if err != nil {
						t.Error(err)
					}
					if ok {
						got.Add(1)
					}
				}
			})
		}
		wg.Wait()
		if got.Load() != 50 {
			t.Errorf("%d of 50 slots were given", got.Load())
		}
	})
}

func TestProcesses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var total atomic.Int64
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			cmd := exec.CommandContext(t.Context(), os.Args[0])
			cmd.Env = append(os.Environ(), "LIMIT_DIR="+dir)
			out, err := cmd.Output()
			got, _ := strconv.Atoi(string(out))
			if err != nil {
				t.Error(err)
			}
			total.Add(int64(got))
		})
	}
	wg.Wait()
	if total.Load() != 50 {
		t.Errorf("%d of 50 slots were given", total.Load())
	}
}

func TestDamage(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		damage func(text string) string
		line   string
	}{
		"empty":              {func(string) string { return "" }, "line 1"},
		"cut":                {func(s string) string { return s[:len(s)-1] }, "line 3"},
		"zeros":              {func(s string) string { return s + "\x00\x00\x00" }, "line 4"},
		"another file":       {func(s string) string { return strings.Replace(s, `"k"`, `"other"`, 1) }, "line 1"},
		"not sorted":         {func(s string) string { return s + "12\n" }, "line 4"},
		"a negative time":    {func(s string) string { return s + "-1\n" }, "line 4"},
		"garbage in between": {func(s string) string { return strings.Replace(s, "\n", "\nx\n", 1) }, "line 2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := NewFiles(t.TempDir())
			for range 2 {
				if ok, _, err := s.Take(t.Context(), "k", 9, start); !ok || err != nil {
					t.Fatal(ok, err)
				}
			}
			path := s.path("k")
			data, _ := os.ReadFile(path)
			if err := os.WriteFile(path, []byte(tc.damage(string(data))), 0o600); err != nil {
				t.Fatal(err)
			}
			ok, _, err := s.Take(t.Context(), "k", 9, start)
			var damaged *DamagedError
			if ok || !errors.As(err, &damaged) || !strings.Contains(err.Error(), tc.line) || !strings.Contains(err.Error(), path) {
				t.Errorf("got %v, %v, want %s", ok, err, tc.line)
			}
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if ok, _, err := s.Take(t.Context(), "k", 9, start); !ok || err != nil {
				t.Errorf("after the repair: %v, %v", ok, err)
			}
		})
	}
}

func TestNotWritable(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if ok, _, err := NewFiles(filepath.Join(file, "limits")).Take(t.Context(), "k", 1, start); ok || err == nil {
		t.Errorf("got %v, %v", ok, err)
	}
}

// TestFileStaysSmall takes slots for many hours.
func TestFileStaysSmall(t *testing.T) {
	t.Parallel()
	s := NewFiles(t.TempDir())
	for i := range 1000 {
		if ok, _, err := s.Take(t.Context(), "k", 10, start.Add(time.Duration(i)*10*time.Minute)); !ok || err != nil {
			t.Fatal(i, ok, err)
		}
	}
	info, err := os.Stat(s.path("k"))
	if err != nil || info.Size() > 4096 {
		t.Errorf("%d bytes, %v", info.Size(), err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

func TestKey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	real := filepath.Join(dir, "usepaso.yaml")
	if err := os.WriteFile(real, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if Key(real, "a") != Key(filepath.Join(dir, "x", "..", "usepaso.yaml"), "a") || Key(real, "a") == Key(real, "b") {
		t.Error("keys")
	}
	link := filepath.Join(dir, "link.yaml")
	if err := os.Symlink(real, link); err == nil && Key(link, "a") != Key(real, "a") {
		t.Error("a link has a count of its own")
	}
}

func BenchmarkTake(b *testing.B) {
	for _, limit := range []int{100, 10000} {
		b.Run(strconv.Itoa(limit), func(b *testing.B) {
			s := NewFiles(b.TempDir())
			now := start
			for range limit {
				now = now.Add(time.Millisecond)
				if _, _, err := s.Take(b.Context(), "k", limit, now); err != nil {
					b.Fatal(err)
				}
			}
			for b.Loop() {
				now = now.Add(time.Hour / time.Duration(limit))
				if _, _, err := s.Take(b.Context(), "k", limit, now); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
