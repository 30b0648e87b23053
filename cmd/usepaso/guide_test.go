package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/usepaso/usepaso/analysis/clients"
)

// TestGuides runs every command of every guide, each guide in an empty folder. A
// block marked "sh fails" must fail. The APIs that the guides' declarations name are
// replaced by one on this machine.
func TestGuides(t *testing.T) {
	t.Parallel()
	api := newAPI()
	t.Cleanup(api.Close)
	for _, name := range guideNames() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, ran := t.TempDir(), 0
			for _, line := range guideCommands(t, guideText(name)) {
				runGuideLine(t, dir, line)
				stayHere(t, filepath.Join(dir, "usepaso.yaml"), api.URL)
				ran++
			}
			if ran == 0 {
				t.Error("the guide has no commands")
			}
		})
	}
}

// guideLine is one command of a guide.
type guideLine struct {
	text  string
	fails bool
}

// guideCommands returns the commands in the shell blocks of a guide. Other blocks
// show files, and must say of which kind.
func guideCommands(t *testing.T, text string) []guideLine {
	t.Helper()
	var lines []guideLine
	fence := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		kind, isFence := strings.CutPrefix(line, "```")
		switch {
		case isFence && fence == "":
			if fence = kind; kind != "sh" && kind != "sh fails" && kind != "yaml" {
				t.Errorf("a block of an unknown kind: %q", line)
			}
		case isFence:
			fence = ""
		case strings.HasPrefix(fence, "sh") && line != "":
			lines = append(lines, guideLine{line, fence == "sh fails"})
		}
	}
	return lines
}

func runGuideLine(t *testing.T, dir string, line guideLine) {
	t.Helper()
	text, not := strings.CutPrefix(line.text, "! ")
	args := strings.Fields(text)
	if args[0] != "usepaso" {
		t.Fatalf("%q is no command of ours", line.text)
	}
	var out bytes.Buffer
	code := newcomer(t, dir, &out).Main(args[1:])
	want := ExitOK
	if line.fails || not {
		want = ExitFailed
	}
	if code != want {
		t.Errorf("%s\nended with %d, want %d:\n%s", line.text, code, want, &out)
	}
}

var baseURL = regexp.MustCompile(`(?m)^(  base_url: )https://\S+`)

// stayHere has a declaration, where there is one, speak to the API at url.
func stayHere(t *testing.T, path, url string) {
	t.Helper()
	if text, err := os.ReadFile(path); err == nil {
		writeFile(t, path, baseURL.ReplaceAllString(string(text), "${1}"+url))
	}
}

// TestGuideNamesClients holds the guide's table against what is known of the clients.
func TestGuideNamesClients(t *testing.T) {
	t.Parallel()
	text := guideText("clients")
	for _, client := range clients.All() {
		asks := "nobody"
		if client.Elicits {
			asks = "usepaso"
		} else if client.Asks {
			asks = "the client"
		}
		row := fmt.Sprintf("| `%s` | `%s` | %s |\n", client.ID, client.ConfigPath(clients.Env{GOOS: "linux", Home: "~", Dir: "."}), asks)
		if !strings.Contains(text, row) {
			t.Errorf("the guide lacks the row %s", row)
		}
	}
	if rows := strings.Count(text, "\n| `"); rows != len(clients.All()) {
		t.Errorf("the guide has %d clients, want %d", rows, len(clients.All()))
	}
}
