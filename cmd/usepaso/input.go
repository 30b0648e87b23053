package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// stdinName is how the user names standard input among files.
const stdinName = "-"

// defaultFiles are looked for when no file is named.
var defaultFiles = []string{"usepaso.yaml", "usepaso.yml"}

// declarationFile returns the declaration that --file names, or the default one.
func (c *Command) declarationFile() string {
	if c.file != "" {
		return c.file
	}
	for _, name := range defaultFiles {
		if _, err := os.Stat(c.path(name)); err == nil {
			return name
		}
	}
	return defaultFiles[0]
}

// open reads and analyses the declaration at hand.
func (c *Command) open() (*analysis.Snapshot, error) {
	name := c.declarationFile()
	text, err := c.read(name)
	if err != nil {
		return nil, err
	}
	return analysis.Analyze(displayName(name), text), nil
}

// displayName is what findings call a file.
func displayName(name string) string {
	if name == stdinName {
		return "<stdin>"
	}
	return filepath.ToSlash(name)
}

// read returns the text of a declaration. One that is too large is refused, a file
// before anything is read of it.
func (c *Command) read(name string) (string, error) {
	if name == stdinName {
		return readLimited(c.Stdin, "Standard input")
	}
	f, err := openRegular(c.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		absolute, _ := filepath.Abs(c.path(name))
		return "", failed("File not found: %s Run usepaso init to create one.", absolute)
	}
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // read only: nothing can be lost
	return readLimited(f, name)
}

// readLimited reads all of a declaration; what names it in the error.
func readLimited(r io.Reader, what string) (string, error) {
	text, err := io.ReadAll(io.LimitReader(r, syntax.MaxBytes+1))
	if err != nil {
		return "", fmt.Errorf("cannot read %s: %w", what, err)
	}
	if len(text) > syntax.MaxBytes {
		return "", failed("%s is too large. A declaration has at most %d MB.", what, syntax.MaxBytes>>20)
	}
	return string(text), nil
}

// openRegular opens a regular file. Everything else is refused before it is
// opened, and again after, in case it was exchanged: a pipe would wait forever.
func openRegular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the declaration: %w", err)
	}
	if err := regular(path, info); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, fmt.Errorf("cannot read the declaration: %w", err)
	}
	info, err = f.Stat()
	if err == nil {
		err = regular(path, info)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// regular refuses what is no file, or one too large to be a declaration.
func regular(path string, info fs.FileInfo) error {
	switch mode := info.Mode(); {
	case mode.IsRegular() && info.Size() > syntax.MaxBytes:
		return failed("%s is too large (%d MB). A declaration has at most %d MB.", path, info.Size()>>20, syntax.MaxBytes>>20)
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		return failed("%s is a folder. Name the declaration in it with --file.", path)
	default:
		return failed("%s is not a regular file (%s). Pipe a declaration into usepaso validate - instead.", path, kindOf(mode))
	}
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "it is a pipe"
	case mode&fs.ModeSocket != 0:
		return "it is a socket"
	default:
		return "it is a device"
	}
}
