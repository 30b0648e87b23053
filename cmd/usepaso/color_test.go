package main

import (
	"io"
	"os"
	"testing"
)

// TestColored tries every way to ask for colours, on a terminal and on a pipe.
func TestColored(t *testing.T) {
	t.Parallel()
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("this system has no /dev/ptmx")
	}
	defer terminal.Close()
	tests := []struct {
		name     string
		env      map[string]string
		refused  bool
		terminal bool
		want     bool
	}{
		{name: "a pipe"},
		{name: "a terminal", terminal: true, want: true},
		{name: "--no-color", terminal: true, refused: true},
		{name: "NO_COLOR", terminal: true, env: map[string]string{"NO_COLOR": "1"}},
		{name: "an empty NO_COLOR", terminal: true, env: map[string]string{"NO_COLOR": ""}, want: true},
		{name: "a dumb terminal", terminal: true, env: map[string]string{"TERM": "dumb"}},
		{name: "CLICOLOR_FORCE", env: map[string]string{"CLICOLOR_FORCE": "1"}, want: true},
		{name: "CLICOLOR_FORCE=0", env: map[string]string{"CLICOLOR_FORCE": "0"}},
		{name: "CLICOLOR_FORCE and NO_COLOR", env: map[string]string{"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}},
		{name: "CLICOLOR_FORCE and --no-color", refused: true, env: map[string]string{"CLICOLOR_FORCE": "1"}},
	}
	for _, test := range tests {
		c := &Command{noColor: test.refused, LookupEnv: func(name string) (string, bool) {
			value, ok := test.env[name]
			return value, ok
		}}
		w := io.Discard
		if test.terminal {
			w = terminal
		}
		if got := c.colored(w); got != test.want {
			t.Errorf("%s: coloured is %v", test.name, got)
		}
	}
}
