package lsp

import (
	"errors"
	"io"
)

// Join makes one stream of the two ends that a process has.
func Join(in io.ReadCloser, out io.WriteCloser) io.ReadWriteCloser { return joined{in, out} }

type joined struct {
	io.ReadCloser
	out io.WriteCloser
}

// Write implements io.Writer.
func (j joined) Write(p []byte) (int, error) { return j.out.Write(p) }

// Close closes both ends.
func (j joined) Close() error { return errors.Join(j.ReadCloser.Close(), j.out.Close()) }
