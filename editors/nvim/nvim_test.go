// Package nvim_test drives the plugin in this folder from real Neovims.
package nvim_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestNeovim runs a script of checks in each Neovim that is there.
func TestNeovim(t *testing.T) {
	t.Parallel()
	if os.Getenv("USEPASO_TEST_ALL") == "" {
		t.Skip("set USEPASO_TEST_ALL=1 and run .ci/install to drive real editors")
	}
	binary := filepath.Join(t.TempDir(), "usepaso")
	if out, err := exec.Command("go", "build", "-o", binary, "../../cmd/usepaso").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, command := range neovims(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			drive(t, command, binary)
		})
	}
}

// neovims returns how to start the Neovims that .ci/install leaves.
func neovims(t *testing.T) map[string][]string {
	t.Helper()
	tools := os.Getenv("USEPASO_CI_TOOLS")
	if tools == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			t.Fatal(err)
		}
		tools = filepath.Join(cache, "usepaso-ci")
	}
	newer := filepath.Join(tools, "nvim-trixie", "run")
	if _, err := os.Stat(newer); err != nil {
		t.Fatalf("%v: run .ci/install", err)
	}
	return map[string][]string{"system": {"nvim"}, "newer": {newer, "nvim"}}
}

func drive(t *testing.T, command []string, binary string) {
	t.Helper()
	workspace := t.TempDir()
	declaration, err := os.ReadFile("../../testdata/examples/stripe-tutorial/usepaso.yaml")
	if err != nil {
		t.Fatal(err)
	}
	broken := bytes.Replace(declaration, []byte("consent_required"), []byte("consent_requird"), 1)
	for name, text := range map[string][]byte{"usepaso.yaml": broken, "other.yaml": []byte("a: b\n")} {
		if err := os.WriteFile(filepath.Join(workspace, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	plugin, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	args := append(command[1:], "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", "luafile "+filepath.Join(plugin, "testdata", "smoke.lua"))
	run := exec.CommandContext(ctx, command[0], args...)
	home := t.TempDir()
	run.Env = append(os.Environ(), "USEPASO="+binary, "PLUGIN="+plugin, "WORKSPACE="+workspace, "HOME="+home,
		"XDG_CONFIG_HOME="+home, "XDG_STATE_HOME="+home, "XDG_DATA_HOME="+home, "XDG_CACHE_HOME="+home)
	if strings.Contains(command[0], "nvim-trixie") {
		run.Env = append(run.Env, "VIMRUNTIME="+filepath.Join(filepath.Dir(command[0]), "root/usr/share/nvim/runtime"))
	}
	out, err := run.CombinedOutput()
	t.Logf("%s", out)
	if passed := bytes.Count(out, []byte("ok ")); err != nil || passed < 14 || bytes.Contains(out, []byte("FAIL")) {
		t.Errorf("%d checks passed, %v", passed, err)
	}
}
