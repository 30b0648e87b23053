package main

import (
	"fmt"
	"io"
	"path/filepath"
	"runtime/debug"

	"github.com/usepaso/usepaso/mcp/secret"
	"github.com/usepaso/usepaso/schema"
)

// Command is one run of the program: all that it touches of the world outside,
// and the flags that every command takes.
type Command struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Dir            string // where relative paths start; "" for the process's own folder
	LookupEnv      func(name string) (value string, ok bool)

	// The rest has its zero value, but in tests and in main.
	OS         string         // the system whose layout of settings holds; "" for the one this is
	Executable string         // path of this program; "" to ask the system
	State      string         // folder for limits, locks and the audit log; "" for the person's own
	Keyring    secret.Keyring // nil for none

	file    string // --file
	noColor bool   // --no-color
}

// Main runs the program with arguments, its own name not among them, and returns
// its exit code.
func (c *Command) Main(args []string) (code int) {
	defer func() {
		if p := recover(); p != nil {
			c.say("Internal error: %v.\nPlease report it at %s/issues with what follows.\n%s", p, schema.Home, debug.Stack())
			code = ExitInternal
		}
	}()
	root := c.root()
	root.SetArgs(append([]string{}, args...)) // never nil, which would mean os.Args
	root.SetIn(c.Stdin)
	root.SetOut(c.Stdout)
	root.SetErr(c.Stderr)
	return c.exitCode(root.Execute())
}

// say tells the user something on standard error. There is nowhere to tell that
// this failed.
func (c *Command) say(format string, args ...any) {
	_, _ = fmt.Fprintf(c.Stderr, format, args...)
}

// path returns where a path named by the user lies.
func (c *Command) path(name string) string {
	if c.Dir == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.Dir, name)
}

func (c *Command) env(name string) string {
	value, _ := c.LookupEnv(name)
	return value
}
