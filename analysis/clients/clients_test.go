package clients_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/analysis/clients"
)

// env describes a computer by its variables and the files it has.
func env(goos string, vars map[string]string, files ...string) clients.Env {
	e := clients.Env{GOOS: goos, Home: "/home/ada", Dir: "/srv/shop"}
	if goos == "windows" {
		e.Home, e.Dir = `C:\Users\ada`, `C:\work\shop`
	}
	if goos == "darwin" {
		e.Home = "/Users/ada"
	}
	e.Getenv = func(name string) string { return vars[name] }
	e.Exists = func(path string) bool { return slices.Contains(files, path) }
	e.Glob = func(pattern string) []string {
		var found []string
		for _, f := range files {
			if i := strings.IndexByte(f[min(len(f), len(pattern)-1):], '\\'); strings.HasPrefix(f, strings.TrimSuffix(pattern, "*")) {
				if i < 0 {
					i = len(f) - len(pattern) + 1
				}
				found = append(found, f[:len(pattern)-1+i])
			}
		}
		return found
	}
	return e
}

func TestConfigPath(t *testing.T) {
	t.Parallel()
	const packages = `C:\Users\ada\AppData\Local\Packages\`
	for _, tc := range []struct {
		client string
		env    clients.Env
		want   string
	}{
		{"claude-desktop", env("darwin", nil), "/Users/ada/Library/Application Support/Claude/claude_desktop_config.json"},
		{"claude-desktop", env("linux", nil), "/home/ada/.config/Claude/claude_desktop_config.json"},
		{"claude-desktop", env("linux", map[string]string{"XDG_CONFIG_HOME": "/cfg"}), "/cfg/Claude/claude_desktop_config.json"},
		{"claude-desktop", env("linux", map[string]string{"XDG_CONFIG_HOME": "cfg"}), "/home/ada/.config/Claude/claude_desktop_config.json"},
		{"claude-desktop", env("windows", nil), `C:\Users\ada\AppData\Roaming\Claude\claude_desktop_config.json`},
		{"claude-desktop", env("windows", map[string]string{"APPDATA": `D:\roam`}), `D:\roam\Claude\claude_desktop_config.json`},
		{
			"claude-desktop", env("windows", nil, packages+"Claude_abc"),
			packages + `Claude_abc\LocalCache\Roaming\Claude\claude_desktop_config.json`,
		},
		{
			"claude-desktop", env("windows", nil, packages+"Claude_abc", packages+`Claude_xyz\LocalCache\Roaming\Claude\claude_desktop_config.json`),
			packages + `Claude_xyz\LocalCache\Roaming\Claude\claude_desktop_config.json`,
		},
		{
			"claude-desktop", env("windows", map[string]string{"LOCALAPPDATA": `D:\local`}, packages+"Claude_abc"),
			`C:\Users\ada\AppData\Roaming\Claude\claude_desktop_config.json`,
		},
		{"claude-code", env("linux", nil), "/srv/shop/.mcp.json"},
		{"cursor", env("linux", nil), "/srv/shop/.cursor/mcp.json"},
		{"cursor", env("windows", nil), `C:\work\shop\.cursor\mcp.json`},
		{"vscode", env("darwin", nil), "/srv/shop/.vscode/mcp.json"},
		{"windsurf", env("windows", nil), `C:\Users\ada\.codeium\windsurf\mcp_config.json`},
		{"windsurf", env("linux", nil), "/home/ada/.codeium/windsurf/mcp_config.json"},
		{"zed", env("darwin", nil), "/Users/ada/.config/zed/settings.json"},
		{"zed", env("windows", nil), `C:\Users\ada\AppData\Roaming\Zed\settings.json`},
		{"zed", env("linux", map[string]string{"XDG_CONFIG_HOME": "/cfg/"}), "/cfg/zed/settings.json"},
		{"codex", env("linux", nil), "/home/ada/.codex/config.toml"},
		{"codex", env("linux", map[string]string{"CODEX_HOME": "/codex"}), "/codex/config.toml"},
		{"gemini", env("linux", nil), "/home/ada/.gemini/settings.json"},
	} {
		c, ok := clients.Find(tc.client)
		if !ok {
			t.Fatalf("no client %q", tc.client)
		}
		if diff := cmp.Diff(tc.want, c.ConfigPath(tc.env)); diff != "" {
			t.Errorf("%s on %s: %s", tc.client, tc.env.GOOS, diff)
		}
	}
}

// TestTable holds every entry to what the rest of the program relies on.
func TestTable(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range clients.All() {
		if seen[c.ID] || !regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`).MatchString(c.ID) {
			t.Errorf("%q is no ID or is there twice", c.ID)
		}
		seen[c.ID] = true
		if c.Title == "" || c.Key == "" || c.NameLimit == 0 {
			t.Errorf("%s: a fact is missing: %+v", c.ID, c)
		}
		if !strings.Contains(c.Hint, c.Title) || !strings.HasSuffix(c.Hint, "to connect.") {
			t.Errorf("%s: hint %q", c.ID, c.Hint)
		}
		// A bare path without variables must be absolute on a bare computer too.
		if p := c.ConfigPath(clients.Env{GOOS: "linux", Home: "/h", Dir: "/w"}); !strings.HasPrefix(p, "/h/") && !strings.HasPrefix(p, "/w/") {
			t.Errorf("%s: path %q", c.ID, p)
		}
	}
	if _, ok := clients.Find("emacs"); ok {
		t.Error("found a client that is not in the table")
	}
	if got := clients.IDs(); len(got) != len(clients.All()) || got[0] != "claude-desktop" {
		t.Errorf("IDs: %v", got)
	}
}

func TestToolName(t *testing.T) {
	t.Parallel()
	c, _ := clients.Find("claude-code")
	if got := c.ToolName("stripe", "get_balance"); got != "mcp__stripe__get_balance" {
		t.Error(got)
	}
	for length, want := range map[int]string{
		51: "",
		52: "claude-code codex",
		54: "claude-code cursor vscode codex gemini",
		65: "claude-desktop claude-code cursor vscode windsurf zed codex gemini",
	} {
		var ids []string
		for _, c := range clients.TooLong("stripe", strings.Repeat("x", length)) {
			ids = append(ids, c.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%d characters are too long for %q, want %q", length, got, want)
		}
	}
}
