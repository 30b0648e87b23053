package main

import (
	"bytes"
	"strings"
	"testing"
)

// run runs the program in a folder, without an environment.
func run(dir string, args ...string) (code int, stdout, stderr string) {
	var out, complaint bytes.Buffer
	c := Command{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &complaint, Dir: dir, LookupEnv: noEnv}
	code = c.Main(args)
	return code, out.String(), complaint.String()
}

// runIn runs the program and fails the test when it cannot work at all.
func runIn(t *testing.T, dir string, args ...string) (stdout, stderr string) {
	t.Helper()
	code, stdout, stderr := run(dir, args...)
	if code > ExitFailed {
		t.Errorf("usepaso %s ended with %d: %s", strings.Join(args, " "), code, stderr)
	}
	return stdout, stderr
}
