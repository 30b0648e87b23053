package main

import (
	"bufio"
	"context"
	"os"

	"golang.org/x/term"
)

// terminal returns the terminal at which a person types, to show a question on,
// wherever standard output and standard error go. It is nil when there is none.
func (c *Command) terminal() *os.File {
	if !isTerminal(c.Stdin) {
		return nil
	}
	f, err := os.OpenFile(console, os.O_WRONLY, 0)
	if err != nil {
		return nil
	}
	return f
}

// readLine reads what the person types up to the end of the line. It gives up when
// ctx ends.
func (c *Command) readLine(ctx context.Context) (string, error) {
	return await(ctx, func() (string, error) { return bufio.NewReader(c.Stdin).ReadString('\n') })
}

// readHidden reads a line from the terminal without showing it. When ctx ends the
// terminal is as it was before.
func readHidden(ctx context.Context, terminal *os.File) (string, error) {
	fd := int(terminal.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	text, err := await(ctx, func() (string, error) {
		line, err := term.ReadPassword(fd)
		return string(line), err
	})
	if ctx.Err() != nil {
		_ = term.Restore(fd, before) // the program ends; there is nobody to tell
	}
	return text, err
}

// await runs a read that cannot be interrupted. When ctx ends first the read is
// left to the end of the program.
func await(ctx context.Context, read func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := read()
		answers <- answer{text, err}
	}()
	select {
	case a := <-answers:
		return a.text, a.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
