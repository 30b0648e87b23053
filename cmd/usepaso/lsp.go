package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/lsp"
)

func (c *Command) lsp() *cobra.Command {
	var log string
	command := &cobra.Command{
		Use:   "lsp",
		Short: "Serve editors (Language Server Protocol)",
		Long: `Run the language server on standard input and output. Editors start it by
themselves; it answers for usepaso.yaml and *.usepaso.yaml and is silent on other
files. It reads no secret and sends nothing anywhere.`,
		Example: `  usepaso lsp
  usepaso lsp --log /tmp/usepaso.log`,
		Args: arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error { return c.runLSP(log) },
	}
	command.Flags().StringVar(&log, "log", "", "append one line for each event to this `file`")
	command.Flags().Bool("stdio", true, "accepted for editors that pass it; there is no other way")
	return command
}

func (c *Command) runLSP(log string) (err error) {
	options := lsp.Options{Version: programVersion(), Opening: c.opening}
	if log != "" {
		file, openErr := os.OpenFile(c.path(log), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if openErr != nil {
			return fmt.Errorf("cannot write the log: %w", openErr)
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		options.Log = file
	}
	in, ok := c.Stdin.(io.ReadCloser)
	if !ok {
		in = io.NopCloser(c.Stdin)
	}
	err = lsp.Serve(context.Background(), lsp.Join(in, keepOpen{c.Stdout}), options)
	if errors.Is(err, lsp.ErrExit) {
		return failed("The editor ended the session without shutting it down.")
	}
	return err
}

// keepOpen is a writer whose end is not ours to close.
type keepOpen struct{ io.Writer }

// Close implements io.Closer.
func (keepOpen) Close() error { return nil }
