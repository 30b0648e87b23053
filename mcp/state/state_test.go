package state

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestDir(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ goos, xdg, local, want string }{
		{"linux", "", "", "/home/ada/.local/state/usepaso"},
		{"linux", "/state", "", "/state/usepaso"},
		{"linux", "state", "", "/home/ada/.local/state/usepaso"},
		{"darwin", "", "", "/home/ada/Library/Application Support/usepaso"},
		{"windows", "", "/local", "/local/usepaso"},
		{"windows", "", "", "/home/ada/AppData/Local/usepaso"},
	} {
		getenv := func(name string) string {
			return map[string]string{"XDG_STATE_HOME": tc.xdg, "LOCALAPPDATA": tc.local}[name]
		}
		if got := filepath.ToSlash(dir(tc.goos, "/home/ada", getenv)); got != tc.want {
			t.Errorf("%s, %q: got %s, want %s", tc.goos, tc.xdg, got, tc.want)
		}
	}
}

func TestLock(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a", "b.lock")
	unlock, err := Lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := RLock(ctx, path); err == nil || !strings.Contains(err.Error(), "another process holds") {
		t.Errorf("a reader got a lock that a writer has: %v", err)
	}
	unlock()
	first, err := RLock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	second, err := RLock(t.Context(), path)
	if err != nil {
		t.Fatalf("two readers: %v", err)
	}
	first()
	second()
}
