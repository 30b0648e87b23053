package main

import (
	"strings"
	"testing"
)

// TestGuides runs every command of every guide, each guide in an empty folder. A
// block marked "sh fails" must fail.
func TestGuides(t *testing.T) {
	t.Parallel()
	for _, name := range guideNames() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, ran := t.TempDir(), 0
			for _, line := range guideCommands(t, guideText(name)) {
				runGuideLine(t, dir, line)
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
	code, stdout, stderr := run(dir, args[1:]...)
	want := ExitOK
	if line.fails || not {
		want = ExitFailed
	}
	if code != want {
		t.Errorf("%s\nended with %d, want %d:\n%s", line.text, code, want, stdout+stderr)
	}
}
