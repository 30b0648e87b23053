package main

import (
	"errors"
	"fmt"
	"strings"
)

// The exit codes, as every command uses them.
const (
	ExitOK       = 0 // all is well
	ExitFailed   = 1 // findings, a failed check or a failed call
	ExitUsage    = 2 // the command line is wrong
	ExitInternal = 3 // the program or the machine failed: reading, writing, a bug
)

// exitError ends a command with a code. Without a message everything there is to
// say has been said.
type exitError struct {
	code    int
	message string
}

func (e *exitError) Error() string { return e.message }

// errFailed ends a command that has already told what failed.
var errFailed = &exitError{code: ExitFailed}

// failed ends a command whose check or call failed.
func failed(format string, args ...any) error {
	return &exitError{ExitFailed, fmt.Sprintf(format, args...)}
}

// wrongUsage ends a command that was called wrongly.
func wrongUsage(format string, args ...any) error {
	return &exitError{ExitUsage, fmt.Sprintf(format, args...)}
}

// exitCode tells the user about err and returns the exit code. Errors of no known
// kind are the machine's: a disk that is full, a file that may not be read.
func (c *Command) exitCode(err error) int {
	if err == nil {
		return ExitOK
	}
	e, ok := errors.AsType[*exitError](err)
	if !ok {
		c.say("Error: %v\n", err)
		return ExitInternal
	}
	if e.message != "" {
		c.say("%s\n", e.message)
	}
	return e.code
}

// sentence is an error as a sentence for people.
func sentence(err error) string {
	text := strings.TrimSuffix(printable(err.Error()), ".") + "."
	return strings.ToUpper(text[:1]) + text[1:]
}
