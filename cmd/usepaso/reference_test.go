package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const (
	readme         = "../../README.md"
	referenceStart = "<!-- commands:start -->\n"
	referenceEnd   = "<!-- commands:end -->"
)

// TestHelpTexts holds every help text against testdata/cli/help, so that a change
// to one is seen in review.
func TestHelpTexts(t *testing.T) {
	t.Parallel()
	const folder = "../../testdata/cli/help/"
	known := map[string]bool{}
	for _, command := range everyCommand(newRoot()) {
		name := strings.ReplaceAll(command.CommandPath(), " ", "-") + ".txt"
		known[name] = true
		out, _ := runIn(t, t.TempDir(), append(strings.Fields(command.CommandPath())[1:], "--help")...)
		golden(t, folder+name, out)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !known[e.Name()] {
			t.Errorf("%s%s describes no command", folder, e.Name())
		}
	}
}

// TestReference holds the README's command reference against the commands.
func TestReference(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), referenceStart)
	old, after, closed := strings.Cut(rest, referenceEnd)
	if !ok || !closed {
		t.Fatalf("README.md has no %s … %s", strings.TrimSpace(referenceStart), referenceEnd)
	}
	want := reference(newRoot())
	if *update && old != want {
		if err := os.WriteFile(readme, []byte(before+referenceStart+want+referenceEnd+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, old); diff != "" {
		t.Errorf("the command reference is out of date; go test -update writes it (-want +got):\n%s", diff)
	}
}

func newRoot() *cobra.Command {
	c := &Command{Stdout: io.Discard, Stderr: io.Discard, LookupEnv: noEnv}
	return c.root()
}

// everyCommand returns a command and all below it.
func everyCommand(command *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{command}
	for _, child := range command.Commands() {
		if !child.Hidden {
			all = append(all, everyCommand(child)...)
		}
	}
	return all
}

// reference describes all commands as Markdown.
func reference(root *cobra.Command) string {
	var b strings.Builder
	for _, command := range everyCommand(root)[1:] {
		fmt.Fprintf(&b, "### `%s`\n\n%s.\n\n", command.UseLine(), command.Short)
		if flags := flagTable(command); flags != "" {
			fmt.Fprintf(&b, "| flag | what |\n|---|---|\n%s\n", flags)
		}
		if command.Example != "" {
			fmt.Fprintf(&b, "```sh\n%s\n```\n\n", unindent(command.Example))
		}
	}
	return b.String()
}

func flagTable(command *cobra.Command) string {
	var b strings.Builder
	command.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Name == "help" || f.Hidden || command.InheritedFlags().Lookup(f.Name) != nil {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		fmt.Fprintf(&b, "| `%s` | %s |\n", strings.TrimSpace(name+" "+value), strings.ReplaceAll(usage, "|", "\\|"))
	})
	return b.String()
}

func unindent(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], "  ")
	}
	return strings.Join(lines, "\n")
}

// golden compares a text with a file, or writes it there.
func golden(t *testing.T, path, got string) {
	t.Helper()
	want, err := os.ReadFile(path)
	if string(want) == got && err == nil {
		return
	}
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("%s (-want +got):\n%s", path, cmp.Diff(string(want), got))
}
