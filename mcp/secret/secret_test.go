package secret_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/mcp/secret"
)

const name = "USEPASO_STRIPE"

// ring is a keychain in memory.
type ring map[string]string

func (r ring) Get(service, account string) (string, error) {
	if v, ok := r[service+"/"+account]; ok {
		return v, nil
	}
	return "", fs.ErrNotExist
}
func (r ring) Set(service, account, v string) error { r[service+"/"+account] = v; return nil }
func (r ring) Delete(service, account string) error {
	if _, ok := r[service+"/"+account]; !ok {
		return fs.ErrNotExist
	}
	delete(r, service+"/"+account)
	return nil
}

// stuck is a keychain that waits for a person who is not there.
type stuck struct{ ring }

func (stuck) Get(string, string) (string, error) { select {} }

// folder returns the options for a declaration in a new folder with these files.
func folder(t *testing.T, files map[string]string) secret.Options {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	return secret.Options{Declaration: filepath.Join(dir, "usepaso.yaml"), Variable: name}
}

// variables is a LookupEnv with one variable.
func variables(value string) func(string) (string, bool) {
	return func(n string) (string, bool) {
		if n != name {
			return "", false
		}
		return value, true
	}
}

func TestResolveOrder(t *testing.T) {
	t.Parallel()
	chain := ring{}
	o := folder(t, map[string]string{".env": name + "=from-file\n", "prod.env": name + "=from-prod\n"})
	o.Keyring, o.LookupEnv = chain, variables("from-env")
	if _, err := secret.Store(t.Context(), o, secret.Place{Keychain: true}, "from-chain"); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(o.Declaration)
	check := func(want, source string) {
		t.Helper()
		s, err := secret.Resolve(t.Context(), o)
		if err != nil || s.Reveal() != want || s.Source != source || s.Found() != (want != "") {
			t.Errorf("got %q from %q, %v; want %q from %q", s.Reveal(), s.Source, err, want, source)
		}
	}
	check("from-env", secret.Environment)
	o.LookupEnv = variables(" \n")
	check("from-file", filepath.Join(dir, ".env"))
	o.LookupEnv = variables("")
	check("from-file", filepath.Join(dir, ".env"))
	o.EnvFile = filepath.Join(dir, "prod.env")
	check("from-prod", o.EnvFile)
	o.EnvFile = ""
	must(t, os.Remove(filepath.Join(dir, ".env")))
	check("from-chain", secret.Keychain)
	o.Declaration = filepath.Join(t.TempDir(), "usepaso.yaml")
	check("", "") // a stranger's declaration that names the same variable
	o.Keyring = nil
	check("", "")
	o.EnvFile = filepath.Join(dir, "none.env")
	if _, err := secret.Resolve(t.Context(), o); err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("a missing --env file: %v", err)
	}
}

func TestSlowKeychain(t *testing.T) {
	t.Parallel()
	o := folder(t, nil)
	o.Keyring, o.KeyringWait = stuck{}, time.Millisecond
	if s, err := secret.Resolve(t.Context(), o); err != nil || s.Found() {
		t.Errorf("%v, %v", s, err)
	}
}

func TestEnvFile(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ what, text, want, problem string }{
		{"plain", name + "=abc\n", "abc", ""},
		{"no newline", name + "=abc", "abc", ""},
		{"CRLF", "A=1\r\n" + name + "=abc\r\nB=2\r\n", "abc", ""},
		{"BOM", "\ufeff" + name + "=abc\n", "abc", ""},
		{"export and comment", "# keys\nexport " + name + "=abc # mine\n", "abc", ""},
		{"single quotes", name + "='a $b #c'\n", "a $b #c", ""},
		{"double quotes", name + `="a \"b\" c"` + "\n", `a "b" c`, ""},
		{"the last counts", name + "=a\n" + name + "=b\n", "b", ""},
		{"empty", name + "=\n", "", ""},
		{"another", name + "_2=abc\nX" + name + "=abc\n", "", ""},
		{"commented out", "#" + name + "=abc\n", "", ""},
		{"nonsense elsewhere", "tok&en!\n" + name + "=abc\n", "abc", ""},
		{"quoted newline", name + "=\"abc\\n\"\n", "abc", ""},
		{"control character", name + "=\"a\\nb\"\n", "", "contains a control character at position 2 of 3"},
		{"unterminated", "A=1\n" + name + "='abcdef\n", "", "line 2: " + name + " must be written as"},
		{"UTF-16", "\xff\xfeU\x00S\x00", "", "not UTF-8"},
	} {
		t.Run(tc.what, func(t *testing.T) {
			t.Parallel()
			s, err := secret.Resolve(t.Context(), folder(t, map[string]string{".env": tc.text}))
			if s.Reveal() != tc.want || tc.problem == "" && err != nil {
				t.Errorf("got %q, %v; want %q", s.Reveal(), err, tc.want)
			}
			if tc.problem != "" && (err == nil || !strings.Contains(err.Error(), tc.problem) || strings.Contains(err.Error(), "abcdef")) {
				t.Errorf("error %v, want %q", err, tc.problem)
			}
		})
	}
	s, err := secret.Resolve(t.Context(), folder(t, map[string]string{".env": "\n" + name + "=a$b\n"}))
	if err != nil || len(s.Warnings) != 1 || !strings.Contains(s.Warnings[0], "line 2: $ in") {
		t.Errorf("a $ outside quotes: %v, %v", s.Warnings, err)
	}
}

func TestNothingPrints(t *testing.T) {
	t.Parallel()
	s := secret.New("sk_test_"+"4eC39HqLyjWDarjt", secret.Environment)
	inside := struct{ hidden secret.Secret }{s}
	data, err := json.Marshal(map[string]any{"s": s})
	must(t, err)
	var b strings.Builder
	b.Write(data)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&b, verb+verb+verb, s, &s, inside)
	}
	if strings.Contains(b.String(), "4eC39") || strings.Contains(b.String(), fmt.Sprintf("%x", "4eC39")) {
		t.Errorf("the secret is in %s", b.String())
	}
	if s.Kind() != "TEST, full" || s.String() != "***" || (secret.Secret{}).String() != "" {
		t.Error(s.Kind(), s.String())
	}
}

func TestStore(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ what, before, value, after string }{
		{"new", "", "abc", name + "=abc\n"},
		{"appended", "A=1", "abc", "A=1\n" + name + "=abc\n"},
		{"replaced in place", "# keys\nexport " + name + "=old # mine\nB=2\n", "abc", "# keys\n" + name + "=abc\nB=2\n"},
		{"all but one dropped", name + "=1\nA=1\n" + name + "=2\n", "abc", name + "=abc\nA=1\n"},
		{"CRLF", "A=1\r\n", "abc", "A=1\r\n" + name + "=abc\r\n"},
		{"BOM", "\ufeff" + name + "=1\n", "abc", "\ufeff" + name + "=abc\n"},
		{"spaces", "", "a b", name + "='a b'\n"},
		{"dollar", "", "pa$WORD", name + "='pa$WORD'\n"},
		{"comment sign", "", "a #b", name + "='a #b'\n"},
		{"single quote", "", `it's $X`, name + `="it's \$X"` + "\n"},
		{"backslash", "", `a\b`, name + `='a\b'` + "\n"},
		{"pasted newline", "", "abc\r\n", name + "=abc\n"},
	} {
		t.Run(tc.what, func(t *testing.T) {
			t.Parallel()
			o := folder(t, nil)
			path := filepath.Join(filepath.Dir(o.Declaration), ".env")
			if tc.before != "" {
				must(t, os.WriteFile(path, []byte(tc.before), 0o600))
				must(t, os.Chmod(path, 0o644))
			}
			place := secret.Place{Locks: t.TempDir()}
			stored, err := secret.Store(t.Context(), o, place, tc.value)
			if err != nil || !stored.Changed || stored.Source != path || filepath.Base(stored.Ignored) != ".gitignore" {
				t.Fatalf("%+v, %v", stored, err)
			}
			data, _ := os.ReadFile(path)
			if diff := cmp.Diff(tc.after, string(data)); diff != "" {
				t.Error(diff)
			}
			if info, _ := os.Stat(path); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
				t.Errorf("mode %v", info.Mode())
			}
			if s, err := secret.Resolve(t.Context(), o); err != nil || s.Reveal() != strings.TrimRight(tc.value, "\r\n") || len(s.Warnings) > 0 && tc.what != "single quote" {
				t.Errorf("read back: %q, %v, %v", s.Reveal(), s.Warnings, err)
			}
			if stored, err = secret.Store(t.Context(), o, place, tc.value); err != nil || stored.Changed {
				t.Errorf("again: %+v, %v", stored, err)
			}
			if stored, err = secret.Remove(t.Context(), o, place); err != nil || !stored.Changed {
				t.Errorf("removed: %+v, %v", stored, err)
			}
			if s, err := secret.Resolve(t.Context(), o); err != nil || s.Found() {
				t.Errorf("after removing: %v, %v", s, err)
			}
		})
	}
}

func TestStoreRefuses(t *testing.T) {
	t.Parallel()
	o, place := folder(t, map[string]string{".env": name + "=\"two\nlines\"\nA=1\n"}), secret.Place{Locks: t.TempDir()}
	for value, want := range map[string]string{
		"":           "is empty",
		"\n":         "is empty",
		"a\x00b":     "control character",
		"a\xffb":     "not UTF-8",
		"abc":        "cannot be changed safely",
		"'\"`$\\'\"": "",
	} {
		_, err := secret.Store(t.Context(), o, place, value)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", value, err, want)
		}
	}
	if _, err := secret.Store(t.Context(), o, secret.Place{Keychain: true}, "abc"); err == nil || !strings.Contains(err.Error(), "no keychain") {
		t.Errorf("no keychain: %v", err)
	}
}

func TestRemoveNothing(t *testing.T) {
	t.Parallel()
	o := folder(t, nil)
	stored, err := secret.Remove(t.Context(), o, secret.Place{Locks: t.TempDir()})
	if err != nil || stored.Changed {
		t.Errorf("%+v, %v", stored, err)
	}
	if _, err := os.Stat(stored.Source); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file was made: %v", err)
	}
}

func TestKeychain(t *testing.T) {
	t.Parallel()
	o, place := folder(t, map[string]string{".env": name + "=file\n"}), secret.Place{Keychain: true}
	o.Keyring, o.LookupEnv = ring{}, variables("set")
	stored, err := secret.Store(t.Context(), o, place, "abc")
	if err != nil || stored.Source != secret.Keychain || len(stored.Notes) != 2 {
		t.Errorf("%+v, %v", stored, err)
	}
	for _, changed := range []bool{true, false} {
		if stored, err = secret.Remove(t.Context(), o, place); err != nil || stored.Changed != changed {
			t.Errorf("%+v, %v", stored, err)
		}
	}
}

// TestIgnoredBeforeGit stores a key where git does not work yet: it must not get the
// key when it does. Nothing is written into a stranger's folder.
func TestIgnoredBeforeGit(t *testing.T) {
	t.Parallel()
	o, place := folder(t, nil), secret.Place{Locks: t.TempDir()}
	stored, err := secret.Store(t.Context(), o, place, "abc")
	if data, _ := os.ReadFile(filepath.Join(filepath.Dir(o.Declaration), ".gitignore")); err != nil || string(data) != ".env\n" {
		t.Errorf("%+v, %v: %q", stored, err, data)
	}
	o.EnvFile = filepath.Join(t.TempDir(), "other.env")
	if stored, err = secret.Store(t.Context(), o, place, "abc"); err != nil || stored.Ignored != "" {
		t.Errorf("%+v, %v", stored, err)
	}
}

func TestGit(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	o := folder(t, map[string]string{".gitignore": "bin/\n"})
	dir := filepath.Dir(o.Declaration)
	git := func(args ...string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "git", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %s", args, out)
		}
	}
	git("init", "-q")
	place := secret.Place{Locks: t.TempDir()}
	stored, err := secret.Store(t.Context(), o, place, "abc")
	if err != nil || stored.Ignored != filepath.Join(dir, ".gitignore") {
		t.Errorf("%+v, %v", stored, err)
	}
	if data, _ := os.ReadFile(stored.Ignored); string(data) != "bin/\n.env\n" {
		t.Errorf(".gitignore: %q", data)
	}
	if stored, err = secret.Store(t.Context(), o, place, "abc"); err != nil || stored.Ignored != "" {
		t.Errorf("again: %+v, %v", stored, err)
	}
	s, err := secret.Resolve(t.Context(), o)
	if err != nil || len(secret.Guard(t.Context(), s.Source)) != 0 {
		t.Errorf("%v, %v", secret.Guard(t.Context(), s.Source), err)
	}
	git("add", "-f", ".env")
	must(t, os.Chmod(s.Source, 0o644))
	want := []string{"tracked by git"}
	if runtime.GOOS != "windows" {
		want = []string{"read by everybody", "tracked by git"}
	}
	got := secret.Guard(t.Context(), s.Source)
	if len(got) != len(want) {
		t.Fatalf("warnings: %q", got)
	}
	for i := range want {
		if !strings.Contains(got[i], want[i]) {
			t.Errorf("warning %q, want %q", got[i], want[i])
		}
	}
	if got := secret.Guard(t.Context(), secret.Keychain); got != nil {
		t.Error(got)
	}
}

// FuzzStore puts any value into any file: it is refused, or read back as it was.
func FuzzStore(f *testing.F) {
	f.Add("A=1\n", "abc")
	f.Add(name+"='x\n", "it's")
	f.Add("# "+name+"=1\n\ufeff", `$\"`)
	f.Add("", " ")
	f.Fuzz(func(t *testing.T, before, value string) {
		o := folder(t, map[string]string{".env": before})
		if _, err := secret.Store(context.Background(), o, secret.Place{Locks: t.TempDir()}, value); err != nil {
			return
		}
		s, err := secret.Resolve(context.Background(), o)
		if err != nil || s.Reveal() != strings.TrimRight(value, "\r\n") {
			t.Errorf("%q in %q is read as %q, %v", value, before, s.Reveal(), err)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil && !errors.Is(err, fs.ErrExist) {
		t.Fatal(err)
	}
}
