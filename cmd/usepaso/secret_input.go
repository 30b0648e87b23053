package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/usepaso/usepaso/analysis/keys"
)

// restrictedAdvice recommends a restricted key instead of a full live one, where
// the service has such keys.
func restrictedAdvice(value string) string {
	if kind, ok := keys.Lookup(strings.TrimSpace(value)); ok && kind.Mode == keys.Live && kind.Scope == keys.Full {
		return fmt.Sprintf("This is a live key that may do everything. %s has restricted keys: make one with the permissions that usepaso inspect lists, and no more.", kind.Service)
	}
	return ""
}

// readSecret reads a key from the terminal, where it is not shown, or from
// standard input.
func (c *Command) readSecret(ctx context.Context, prompt string) (string, error) {
	if f, ok := c.Stdin.(*os.File); ok && isTerminal(f) {
		c.say("%s", prompt)
		value, err := readHidden(ctx, f)
		c.say("\n")
		return value, err
	}
	text, err := io.ReadAll(io.LimitReader(c.Stdin, maxSecret+1))
	if err == nil && len(text) > maxSecret {
		err = fmt.Errorf("it is longer than %d kB", maxSecret>>10)
	}
	return string(text), err
}
