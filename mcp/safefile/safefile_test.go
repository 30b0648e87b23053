package safefile

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// writers is how many processes or goroutines change one file at a time.
const writers = 16

// appendLine is an edit that loses lines when two edits overlap.
func appendLine(line string) func([]byte) ([]byte, error) {
	return func(old []byte) ([]byte, error) { return append(slices.Clip(old), line+"\n"...), nil }
}

func TestMain(m *testing.M) {
	// As a child of TestProcesses this program is one of the writers.
	if path := os.Getenv("SAFEFILE_WRITE"); path != "" {
		o := Options{Locks: os.Getenv("SAFEFILE_LOCKS"), Mode: 0o600, Backup: true}
		if _, err := Update(context.Background(), path, o, appendLine(os.Getenv("SAFEFILE_LINE"))); err != nil {
			panic(err)
		}
		return
	}
	m.Run()
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	o := Options{Locks: t.TempDir(), Mode: 0o640, Backup: true}
	path := filepath.Join(t.TempDir(), "new", "folder", "f.json")
	for i, want := range []string{"a\n", "a\na\n"} {
		changed, err := Update(t.Context(), path, o, appendLine("a"))
		if err != nil || !changed {
			t.Fatalf("edit %d: %v, %v", i, changed, err)
		}
		expect(t, path, want)
	}
	expect(t, path+BackupSuffix, "a\n")
	if runtime.GOOS != "windows" {
		if info, _ := os.Stat(path); info.Mode().Perm() != 0o640 {
			t.Errorf("mode of a new file: %v", info.Mode())
		}
	}
	before, _ := os.Stat(path)
	if changed, err := Update(t.Context(), path, o, func(old []byte) ([]byte, error) { return old, nil }); changed || err != nil {
		t.Errorf("the same again: %v, %v", changed, err)
	}
	if after, _ := os.Stat(path); !os.SameFile(before, after) {
		t.Error("the file was written though nothing changed")
	}
	none := filepath.Join(t.TempDir(), "none")
	if changed, err := Update(t.Context(), none, o, func(old []byte) ([]byte, error) { return old, nil }); changed || err != nil {
		t.Errorf("nothing for nothing: %v, %v", changed, err)
	}
	if _, err := os.Stat(none); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a file was made")
	}
	refusal := errors.New("refused")
	if _, err := Update(t.Context(), path, o, func([]byte) ([]byte, error) { return nil, refusal }); !errors.Is(err, refusal) {
		t.Error(err)
	}
	expect(t, path, "a\na\n")
}

func TestLinks(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("making links needs a privilege there")
	}
	dir := t.TempDir()
	o := Options{Locks: t.TempDir(), Mode: 0o600, Backup: true}
	store := filepath.Join(dir, "dotfiles", "real.json")
	link := filepath.Join(dir, "link.json")
	must(t, os.MkdirAll(filepath.Dir(store), 0o755))
	must(t, os.WriteFile(store, []byte("x\n"), 0o600))
	must(t, os.Chmod(store, 0o604))
	must(t, os.Symlink(filepath.Join("dotfiles", "real.json"), link))
	_, err := Update(t.Context(), link, o, appendLine("y"))
	must(t, err)
	expect(t, store, "x\ny\n")
	expect(t, link+BackupSuffix, "x\n")
	if info, _ := os.Lstat(link); info.Mode()&fs.ModeSymlink == 0 {
		t.Error("the link became a file")
	}
	if info, _ := os.Stat(store); info.Mode().Perm() != 0o604 {
		t.Errorf("mode is now %v", info.Mode())
	}

	dangling := filepath.Join(dir, "dangling")
	must(t, os.Symlink(filepath.Join(dir, "later", "made"), dangling))
	_, err = Update(t.Context(), dangling, o, appendLine("z"))
	must(t, err)
	expect(t, filepath.Join(dir, "later", "made"), "z\n")

	loop := filepath.Join(dir, "loop")
	must(t, os.Symlink(loop, loop))
	if _, err := Update(t.Context(), loop, o, appendLine("z")); err == nil || !strings.Contains(err.Error(), "loop") {
		t.Errorf("a loop: %v", err)
	}
	if _, err := Update(t.Context(), dir, o, appendLine("z")); err == nil || !strings.Contains(err.Error(), "regular") {
		t.Errorf("a folder: %v", err)
	}
}

// TestReadOnly edits a file that somebody has protected.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, o := filepath.Join(dir, "f"), Options{Locks: t.TempDir(), Mode: 0o600, Backup: true}
	must(t, os.WriteFile(path, []byte("x\n"), 0o600))
	must(t, os.Chmod(path, 0o444))
	if _, err := Update(t.Context(), path, o, appendLine("y")); err == nil || !strings.Contains(err.Error(), "is read-only") {
		t.Error(err)
	}
	expect(t, path, "x\n")
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("something was left beside it: %v", left)
	}
	if changed, err := Update(t.Context(), path, o, func(old []byte) ([]byte, error) { return old, nil }); changed || err != nil {
		t.Errorf("nothing to change: %v, %v", changed, err)
	}
}

func TestGoroutines(t *testing.T) {
	t.Parallel()
	path, o := filepath.Join(t.TempDir(), "f"), Options{Locks: t.TempDir(), Mode: 0o600, Backup: true}
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			if _, err := Update(t.Context(), path, o, appendLine(strconv.Itoa(i))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	everyLine(t, path)
}

func TestProcesses(t *testing.T) {
	t.Parallel()
	path, locks := filepath.Join(t.TempDir(), "f"), t.TempDir()
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			cmd := exec.CommandContext(t.Context(), os.Args[0])
			cmd.Env = append(os.Environ(), "SAFEFILE_WRITE="+path, "SAFEFILE_LOCKS="+locks, "SAFEFILE_LINE="+strconv.Itoa(i))
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	wg.Wait()
	everyLine(t, path)
}

// everyLine checks that no writer's line was lost or written twice.
func everyLine(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	seen := map[string]int{}
	for line := range strings.Lines(string(data)) {
		seen[strings.TrimSuffix(line, "\n")]++
	}
	for i := range writers {
		if seen[strconv.Itoa(i)] != 1 {
			t.Errorf("line %d is there %d times", i, seen[strconv.Itoa(i)])
		}
	}
}

// TestForeignWriter edits a file that a program without our lock writes between
// our reading and our replacing.
func TestForeignWriter(t *testing.T) {
	t.Parallel()
	path, o := filepath.Join(t.TempDir(), "f"), Options{Locks: t.TempDir(), Backup: true}
	must(t, os.WriteFile(path, []byte("1\n"), 0o600))
	times := 0
	_, err := Update(t.Context(), path, o, func(old []byte) ([]byte, error) {
		if times++; times == 1 {
			must(t, os.WriteFile(path, []byte("1\ntheirs\n"), 0o600))
		}
		return appendLine("ours")(old)
	})
	must(t, err)
	expect(t, path, "1\ntheirs\nours\n")

	_, err = Update(t.Context(), path, o, func(old []byte) ([]byte, error) {
		must(t, os.WriteFile(path, append(slices.Clip(old), "again\n"...), 0o600))
		return appendLine("ours")(old)
	})
	if err == nil || !strings.Contains(err.Error(), "keeps changing") {
		t.Errorf("a file that never rests: %v", err)
	}
}

// TestEveryFailure makes the n-th step fail for every n, once as an error that is
// cleaned up after, once as if the process had been killed there.
func TestEveryFailure(t *testing.T) {
	t.Parallel()
	for _, killed := range []bool{false, true} {
		for _, old := range []string{"", "before\n"} {
			for n := 1; ; n++ {
				path := filepath.Join(t.TempDir(), "f")
				if old != "" {
					must(t, os.WriteFile(path, []byte(old), 0o600))
				}
				o := Options{Locks: t.TempDir(), Mode: 0o600, Backup: true}
				sys := &failing{at: n, killed: killed}
				_, err := update(t.Context(), sys, path, o, appendLine("after"))
				data, readErr := os.ReadFile(path)
				if got := string(data); got != old && got != old+"after\n" || readErr == nil && got == "" {
					t.Fatalf("step %d (%s) left %q", n, sys.failed, got)
				}
				if sys.count < n {
					break // every step has had its turn
				}
				if err == nil && sys.failed != "SyncDir" && sys.failed != "Remove" {
					t.Errorf("%s failed and nobody said so", sys.failed)
				}
				// The next run is not hindered by what this one left behind.
				if _, err := Update(t.Context(), path, o, func([]byte) ([]byte, error) { return []byte("next\n"), nil }); err != nil {
					t.Errorf("after %s failed: %v", sys.failed, err)
				}
				expect(t, path, "next\n")
				if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(left) > 0 {
					t.Errorf("after %s failed, %v is left", sys.failed, left)
				}
			}
		}
	}
}

// failing is a disk on which one step fails; when killed, all later ones too.
type failing struct {
	disk
	at, count int
	killed    bool
	failed    string
}

var errFault = errors.New("fault")

func (f *failing) step(name string) error {
	f.count++
	if f.count == f.at || f.killed && f.count > f.at {
		if f.count == f.at {
			f.failed = name
		}
		return errFault
	}
	return nil
}

func (f *failing) Lstat(p string) (fs.FileInfo, error) {
	if err := f.step("Lstat"); err != nil {
		return nil, err
	}
	return f.disk.Lstat(p)
}

func (f *failing) ReadFile(p string) ([]byte, error) {
	if err := f.step("ReadFile"); err != nil {
		return nil, err
	}
	return f.disk.ReadFile(p)
}

func (f *failing) MkdirAll(p string) error {
	return errors.Join(f.step("MkdirAll"), f.disk.MkdirAll(p))
}

func (f *failing) Create(p string) (file, error) {
	if err := f.step("Create"); err != nil {
		return nil, err
	}
	real, err := f.disk.Create(p)
	return failingFile{real, f}, err
}

func (f *failing) Rename(ctx context.Context, a, b string) error {
	if err := f.step("Rename"); err != nil {
		return err
	}
	return f.disk.Rename(ctx, a, b)
}

func (f *failing) Remove(p string) error {
	if err := f.step("Remove"); err != nil {
		return err
	}
	return f.disk.Remove(p)
}

func (f *failing) SyncDir(p string) error {
	if err := f.step("SyncDir"); err != nil {
		return err
	}
	return f.disk.SyncDir(p)
}

type failingFile struct {
	file
	f *failing
}

// Write writes half of the data before it fails.
func (w failingFile) Write(data []byte) (int, error) {
	if err := w.f.step("Write"); err != nil {
		n, _ := w.file.Write(data[:len(data)/2])
		return n, err
	}
	return w.file.Write(data)
}

func (w failingFile) Chmod(m fs.FileMode) error {
	return errors.Join(w.f.step("Chmod"), w.file.Chmod(m))
}

func (w failingFile) Sync() error  { return errors.Join(w.f.step("Sync"), w.file.Sync()) }
func (w failingFile) Close() error { return errors.Join(w.f.step("Close"), w.file.Close()) }

func expect(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	must(t, err)
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%s: %s", filepath.Base(path), diff)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
