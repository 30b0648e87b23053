package main

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"

	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/mcp/audit"
	"github.com/usepaso/usepaso/mcp/state"
)

// interruptible returns a context that ends when the person or the system wants
// the program to end.
func interruptible() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
}

// goos is the system whose layout of settings holds.
func (c *Command) goos() string {
	if c.OS != "" {
		return c.OS
	}
	return runtime.GOOS
}

// home is the person's home folder, "" when the system does not tell.
func (c *Command) home() string {
	if c.goos() == "windows" {
		return c.env("USERPROFILE")
	}
	return c.env("HOME")
}

// clientEnv describes this computer to the table of clients.
func (c *Command) clientEnv() clients.Env {
	return clients.Env{
		GOOS: c.goos(), Home: c.home(), Dir: c.absolute("."), Getenv: c.env,
		Glob: func(pattern string) []string {
			found, _ := filepath.Glob(pattern) // only a wrong pattern is an error
			return found
		},
		Exists: func(path string) bool {
			_, err := os.Stat(path)
			return err == nil
		},
	}
}

// absolute returns the absolute path of what the user named.
func (c *Command) absolute(name string) string {
	path, err := filepath.Abs(c.path(name))
	if err != nil {
		return c.path(name) // there is no current folder any more
	}
	return path
}

// realPath is an absolute path without links, as far as they can be followed.
func (c *Command) realPath(name string) string {
	path := c.absolute(name)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

// stateDir is the folder for limits, locks and the audit log. Where the system has
// none it is one that cannot exist, so that what depends on it is refused.
func (c *Command) stateDir() string {
	if c.State != "" {
		return c.State
	}
	dir, err := state.Dir()
	if err != nil {
		return filepath.Join(os.DevNull, "usepaso")
	}
	return dir
}

// needState refuses what takes locks where the system has no folder for them.
func (c *Command) needState() error {
	if c.State != "" {
		return nil
	}
	if _, err := state.Dir(); err != nil {
		return failed("There is no folder for usepaso's state, since no variable names your home folder. Set HOME or XDG_STATE_HOME.")
	}
	return nil
}

// locks is the folder for the locks of files that belong to the person.
func (c *Command) locks() string { return filepath.Join(c.stateDir(), "locks") }

func (c *Command) auditLog() *audit.Log { return audit.Open(c.stateDir()) }
