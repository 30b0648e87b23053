package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The tutorial prints this on macOS.
const connected = `Added "Stripe" in Claude Desktop config.
  Config: ~/Library/Application Support/Claude/claude_desktop_config.json

Restart Claude Desktop to connect.
`

// newPerson returns the program as a person with a home of their own runs it, in a
// folder with the tutorial's declaration. What they see is kept.
func newPerson(t *testing.T, goos string) (c *Command, stdout, stderr *bytes.Buffer) {
	t.Helper()
	home := t.TempDir()
	dir := filepath.Join(home, "stripe")
	text, err := os.ReadFile(filepath.Join(exampleFolder, "stripe-tutorial", "usepaso.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "usepaso.yaml"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath("usepaso") // this test as the program, see TestMain
	if err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"HOME": home, "USERPROFILE": home, "PATH": os.Getenv("PATH")}
	stdout, stderr = &bytes.Buffer{}, &bytes.Buffer{}
	return &Command{
		Stdin: strings.NewReader(""), Stdout: stdout, Stderr: stderr, Dir: dir, OS: goos, Executable: program, State: filepath.Join(home, "state"),
		LookupEnv: func(name string) (string, bool) {
			value, ok := env[name]
			return value, ok
		},
	}, stdout, stderr
}

// TestConnectOnMacOS holds the tutorial's text, and what stands in the settings.
func TestConnectOnMacOS(t *testing.T) {
	t.Parallel()
	c, stdout, stderr := newPerson(t, "darwin")
	settings := filepath.Join(c.env("HOME"), "Library", "Application Support", "Claude", "claude_desktop_config.json")
	if err := os.MkdirAll(filepath.Dir(settings), 0o700); err != nil {
		t.Fatal(err)
	}
	before := "{\n  // mine\n  \"mcpServers\": {\n    \"other\": {\"command\": \"x\"},\n  },\n}\n"
	if err := os.WriteFile(settings, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	if code := c.Main([]string{"connect", "claude-desktop"}); code != ExitOK {
		t.Fatalf("ended with %d: %s", code, stderr)
	}
	if diff := cmp.Diff(connected, stdout.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for _, want := range []string{"Consent relies on Claude Desktop's dialog; do not choose Always allow.\n", "usepaso secret set"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("stderr lacks %q: %s", want, stderr)
		}
	}
	after, err := os.ReadFile(settings)
	if err != nil || !strings.Contains(string(after), "// mine") || !strings.Contains(string(after), `"other": {"command": "x"}`) || !strings.Contains(string(after), `"stripe": {`) {
		t.Errorf("%v: %s", err, after)
	}
	stdout.Reset()
	if code := c.Main([]string{"disconnect", "claude-desktop"}); code != ExitOK || !strings.HasPrefix(stdout.String(), `Removed "Stripe" from Claude Desktop config.`) {
		t.Errorf("ended with %d: %s%s", code, stdout, stderr)
	}
	if last, _ := os.ReadFile(settings); string(last) != before {
		t.Errorf("connect and disconnect leave a trace:\n%s", cmp.Diff(before, string(last)))
	}
}

// TestConnectElsewhere holds where the entry goes on the other systems, into settings
// as their editors leave them.
func TestConnectElsewhere(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ goos, client, config, hint string }{
		{"windows", "claude-desktop", `~\AppData\Roaming\Claude\claude_desktop_config.json`, "Restart Claude Desktop to connect."},
		{"windows", "windsurf", `~\.codeium\windsurf\mcp_config.json`, "Restart Windsurf to connect."},
		{"windows", "zed", `~\AppData\Roaming\Zed\settings.json`, "Restart Zed to connect."},
		{"linux", "claude-desktop", "~/.config/Claude/claude_desktop_config.json", "Restart Claude Desktop to connect."},
		{"darwin", "zed", "~/.config/zed/settings.json", "Restart Zed to connect."},
	} {
		t.Run(tc.goos+" "+tc.client, func(t *testing.T) {
			t.Parallel()
			c, stdout, stderr := newPerson(t, tc.goos)
			settings := c.env("HOME") + tc.config[1:]
			if err := os.MkdirAll(filepath.Dir(settings), 0o700); err != nil {
				t.Fatal(err)
			}
			before := "\ufeff{\r\n\t\"theme\": \"dark\" // mine\r\n}\r\n"
			writeFile(t, settings, before)
			want := fmt.Sprintf(" config.\n  Config: %s\n\n%s\n", tc.config, tc.hint)
			if code := c.Main([]string{"connect", tc.client}); code != ExitOK || !strings.HasSuffix(stdout.String(), want) {
				t.Fatalf("ended with %d: %s%s", code, stdout, stderr)
			}
			after, err := os.ReadFile(settings)
			kept := strings.HasPrefix(string(after), "\ufeff{\r\n\t\"theme\": \"dark\", // mine\r\n\t\"") && strings.Count(string(after), "\r\n") == strings.Count(string(after), "\n")
			if err != nil || !kept || !strings.Contains(string(after), `"stripe": {`) {
				t.Errorf("%v: %q", err, after)
			}
			if info, err := os.Stat(settings); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%v, %v", info, err)
			}
			stdout.Reset()
			if code := c.Main([]string{"connect", tc.client}); code != ExitOK || !strings.Contains(stdout.String(), "is already in") {
				t.Errorf("again: %d: %s%s", code, stdout, stderr)
			}
			if again, _ := os.ReadFile(settings); !bytes.Equal(after, again) {
				t.Error("connecting again changes the settings")
			}
		})
	}
}

// TestConnectAfterMoving connects again when the program lies elsewhere than it did.
func TestConnectAfterMoving(t *testing.T) {
	t.Parallel()
	c, stdout, stderr := newPerson(t, "linux")
	settings := filepath.Join(c.Dir, ".cursor", "mcp.json")
	now, old := c.Executable, filepath.Join(c.Dir, "old", "usepaso")
	if err := os.Mkdir(filepath.Dir(old), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(now, old); err != nil {
		t.Skip(err)
	}
	connect := func(program string, want int, text string) {
		t.Helper()
		stdout.Reset()
		stderr.Reset()
		c.Executable = program
		if code := c.Main([]string{"connect", "cursor"}); code != want || !strings.Contains(stdout.String()+stderr.String(), text) {
			t.Errorf("ended with %d: %s%s", code, stdout, stderr)
		}
	}
	connect(old, ExitOK, "Added")
	connect(now, ExitFailed, "already exists") // both programs are there: somebody chose
	if err := os.Remove(old); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(settings)
	if err != nil {
		t.Fatal(err)
	}
	connect(now, ExitOK, "Updated")
	connect(now, ExitOK, "is already in")
	for added, at := range map[string]string{`"disabled": true, `: `"command"`, `"--permission", `: `"serve"`} {
		writeFile(t, settings, strings.Replace(string(before), at, added+at, 1))
		connect(now, ExitFailed, "already exists") // more than the program differs
	}
}

// TestConnectTellsFailure connects a program that is none.
func TestConnectTellsFailure(t *testing.T) {
	t.Parallel()
	c, _, stderr := newPerson(t, "linux")
	c.Executable = filepath.Join(c.Dir, "gone")
	if code := c.Main([]string{"connect", "windsurf"}); code != ExitFailed || !strings.Contains(stderr.String(), "The entry is written but does not start") {
		t.Errorf("ended with %d: %s", code, stderr)
	}
	stderr.Reset()
	c.Executable = "/tmp/go-build123/b001/exe/usepaso"
	if code := c.Main([]string{"connect", "cursor"}); code != ExitFailed || !strings.Contains(stderr.String(), "Install usepaso first") {
		t.Errorf("ended with %d: %s", code, stderr)
	}
}
