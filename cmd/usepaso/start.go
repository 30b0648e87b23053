package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/mcp"
	"github.com/usepaso/usepaso/mcp/connect"
)

// startTime is how long a server may take to answer its client's greeting.
const startTime = 15 * time.Second

// The variables that clients hand to a server when they do not hand on all: those
// of the official client library.
var (
	unixVariables    = []string{"HOME", "LOGNAME", "PATH", "SHELL", "TERM", "USER"}
	windowsVariables = []string{"APPDATA", "HOMEDRIVE", "HOMEPATH", "LOCALAPPDATA", "PATH", "PROCESSOR_ARCHITECTURE", "SYSTEMDRIVE", "SYSTEMROOT", "TEMP", "USERNAME", "USERPROFILE", "PROGRAMFILES"}
)

// startAs starts a command the way a client does, with its variables and in its
// folder, and returns what the server said.
func (c *Command) startAs(ctx context.Context, client clients.Client, command connect.Command) (mcp.Greeting, error) {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	env := c.bareEnv(client)
	for name, value := range command.Env {
		env = append(env, name+"="+value)
	}
	return mcp.Handshake(ctx, mcp.Command{Path: command.Path, Args: command.Args, Env: env, Dir: c.startDir(client)})
}

// bareEnv returns the variables that a client hands to its servers.
func (c *Command) bareEnv(client clients.Client) []string {
	if client.Shell {
		return os.Environ()
	}
	names := unixVariables
	if c.goos() == "windows" {
		names = windowsVariables
	}
	var env []string
	for _, name := range names {
		if value, ok := c.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// startDir is the folder in which a client starts its servers: its workspace, or
// for a program with windows the root of the disk.
func (c *Command) startDir(client clients.Client) string {
	if client.Scope == clients.Workspace {
		return c.absolute(".")
	}
	root := filepath.VolumeName(c.absolute(".")) + string(filepath.Separator)
	return root
}

// startProblem says why a server did not start: the error, and the last words of
// its standard error.
func startProblem(g mcp.Greeting, err error) string {
	text := "it did not answer"
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		text = fmt.Sprintf("it did not answer within %v", startTime)
	case err != nil:
		text = printable(err.Error())
	}
	lines := strings.Split(strings.TrimSpace(g.Stderr), "\n")
	for _, line := range lines[max(0, len(lines)-5):] {
		if line != "" {
			text += "\n  " + printable(line)
		}
	}
	return text
}
