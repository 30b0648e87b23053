package audit

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	writers = 4
	each    = 100
)

// small is a log that begins a new file every hundred and fifty entries or so: the
// writers of TestProcesses begin two and drop none.
func small(dir string) *Log { return &Log{dir: dir, size: 24 << 10} }

func TestMain(m *testing.M) {
	// As a child of TestProcesses this program is one of the writers.
	if dir := os.Getenv("AUDIT_DIR"); dir != "" {
		if err := writeMany(small(dir), os.Getenv("AUDIT_NAME")); err != nil {
			panic(err)
		}
		return
	}
	m.Run()
}

func writeMany(l *Log, name string) error {
	for i := range each {
		if err := l.Write(context.Background(), entry(name, i)); err != nil {
			return err
		}
	}
	return nil
}

func entry(tool string, i int) Entry {
	return Entry{Time: time.Unix(1900000000, int64(i)).UTC(), Tool: tool, Decision: "allowed", Status: 200 + i, Arguments: Hash([]byte("{}"))}
}

func TestWriteAndRead(t *testing.T) {
	t.Parallel()
	l := Open(filepath.Join(t.TempDir(), "usepaso"))
	if got, bad, err := l.Read(t.Context(), Filter{}); len(got) > 0 || bad > 0 || err != nil {
		t.Errorf("an empty log: %v, %d, %v", got, bad, err)
	}
	must(t, l.Check(t.Context()))
	want := []Entry{
		{
			Time: time.Unix(1900000000, 5).UTC(), Service: "Stripe", Declaration: "/w/usepaso.yaml", Client: "cursor 1.7", Tool: "create_refund",
			Arguments: Hash([]byte(`{"charge":"ch_1"}`)), Decision: "consent_declined", Millis: 12, Key: "TEST, full", Trace: []string{"consent: line 12"},
		},
		{Time: time.Unix(1900000060, 0).UTC(), Tool: "get_balance", Decision: "allowed", Status: 200},
	}
	for _, e := range want {
		must(t, l.Write(t.Context(), e))
	}
	for _, tc := range []struct {
		filter Filter
		want   []Entry
	}{
		{Filter{}, want},
		{Filter{Tool: "create_*"}, want[:1]},
		{Filter{Tool: "get_balance", Decision: "allowed"}, want[1:]},
		{Filter{Decision: "forbidden"}, nil},
		{Filter{Service: "Stripe"}, want[:1]},
		{Filter{Since: want[1].Time}, want[1:]},
	} {
		got, bad, err := l.Read(t.Context(), tc.filter)
		if diff := cmp.Diff(tc.want, got); diff != "" || bad != 0 || err != nil {
			t.Errorf("%+v: %d, %v, %s", tc.filter, bad, err, diff)
		}
	}
	if _, _, err := l.Read(t.Context(), Filter{Tool: "[a"}); err == nil {
		t.Error("a broken pattern is taken for no match")
	}
	if info, err := os.Stat(l.Path()); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestRepairs(t *testing.T) {
	t.Parallel()
	l := Open(t.TempDir())
	must(t, os.WriteFile(l.Path(), []byte("not JSON\n{\"tool\":\"cut"), 0o600))
	must(t, os.Chmod(l.Path(), 0o644))
	must(t, l.Write(t.Context(), entry("a", 0)))
	got, bad, err := l.Read(t.Context(), Filter{})
	if len(got) != 1 || bad != 2 || err != nil {
		t.Errorf("%v, %d, %v", got, bad, err)
	}
	if info, _ := os.Stat(l.Path()); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

func TestNotWritable(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	l := Open(file)
	if l.Write(t.Context(), entry("a", 0)) == nil || l.Check(t.Context()) == nil {
		t.Error("a log in no folder was written")
	}
	folder := Open(t.TempDir())
	must(t, os.Mkdir(folder.Path(), 0o700))
	if folder.Write(t.Context(), entry("a", 0)) == nil || folder.Check(t.Context()) == nil {
		t.Error("a folder was written")
	}
	if err := Open(t.TempDir()).Write(t.Context(), Entry{Tool: strings.Repeat("x", maxLine)}); err == nil {
		t.Error("an endless entry was written")
	}
}

func TestRotation(t *testing.T) {
	t.Parallel()
	l := small(t.TempDir())
	for i := range 600 {
		must(t, l.Write(t.Context(), entry("a", i)))
	}
	got, bad, err := l.Read(t.Context(), Filter{})
	if err != nil || bad != 0 || len(got) == 0 {
		t.Fatalf("%d, %v", bad, err)
	}
	for i, e := range got {
		if want := entry("a", 600-len(got)+i); !cmp.Equal(want, e) {
			t.Fatalf("entry %d is %+v", i, e)
		}
	}
	names, _ := filepath.Glob(filepath.Join(l.dir, "audit*.jsonl"))
	if len(names) != files || len(got) == 600 {
		t.Errorf("files: %v", names)
	}
	for _, name := range names {
		if info, _ := os.Stat(name); info.Size() > l.size {
			t.Errorf("%s has %d bytes", name, info.Size())
		}
	}
}

// TestProcesses lets several processes write while files are begun,
// and follows them: every entry must be seen once.
func TestProcesses(t *testing.T) {
	t.Parallel()
	l := small(t.TempDir())
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	seen := map[string]int{}
	done := make(chan error, 1)
	complete := errors.New("complete")
	must(t, l.Write(ctx, entry("first", 0)))
	started := make(chan struct{}, 1)
	go func() {
		total := 0
		done <- l.Follow(ctx, Filter{}, func(e Entry) error {
			if e.Tool == "first" {
				started <- struct{}{}
				return nil
			}
			seen[e.Tool+strconv.Itoa(e.Status)]++
			if total++; total == writers*each {
				return complete
			}
			return nil
		})
	}()
	<-started
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			cmd := exec.CommandContext(ctx, os.Args[0])
			cmd.Env = append(os.Environ(), "AUDIT_DIR="+l.dir, "AUDIT_NAME="+string(rune('a'+i)))
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	wg.Wait()
	err := <-done
	if !errors.Is(err, complete) {
		t.Errorf("%d entries were seen: %v", len(seen), err)
	}
	for name, n := range seen {
		if n != 1 {
			t.Errorf("%s was seen %d times", name, n)
		}
	}
	entries, bad, err := l.Read(ctx, Filter{})
	if len(entries) != writers*each+1 || bad != 0 || err != nil {
		t.Errorf("%d entries, %d bad, %v", len(entries), bad, err)
	}
}

func TestFollowStarts(t *testing.T) {
	t.Parallel()
	l := Open(filepath.Join(t.TempDir(), "new"))
	ctx, cancel := context.WithCancel(t.Context())
	entries := make(chan Entry)
	done := make(chan error, 1)
	go func() {
		done <- l.Follow(ctx, Filter{Tool: "b"}, func(e Entry) error { entries <- e; return nil })
	}()
	for i, tool := range []string{"a", "b", "a", "b"} {
		must(t, l.Write(t.Context(), entry(tool, i)))
	}
	for _, want := range []int{201, 203} {
		if e := <-entries; e.Status != want {
			t.Errorf("got %d, want %d", e.Status, want)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := l.Follow(t.Context(), Filter{Tool: "["}, nil); err == nil {
		t.Error("a broken pattern is followed")
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil && !errors.Is(err, fs.ErrExist) {
		t.Fatal(err)
	}
}
