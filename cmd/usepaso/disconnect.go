package main

import (
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/mcp/connect"
	"github.com/usepaso/usepaso/mcp/safefile"
)

// disconnectOptions are the flags of disconnect.
type disconnectOptions struct {
	name   string
	config string
	dryRun bool
}

func (c *Command) disconnect() *cobra.Command {
	o := &disconnectOptions{}
	command := &cobra.Command{
		Use:   "disconnect client",
		Short: "Take the declaration out of the settings of a client",
		Example: `  usepaso disconnect claude-desktop
  usepaso disconnect cursor --name stripe`,
		Args:              arguments(1, 1, "The client"),
		ValidArgsFunction: completeArgument(clientNames),
		RunE: func(_ *cobra.Command, args []string) error {
			return c.runDisconnect(o, args[0])
		},
	}
	flags := command.Flags()
	flags.BoolVar(&o.dryRun, "dry-run", false, "show the change of the settings and write nothing")
	flags.StringVar(&o.name, "name", "", "the entry's `name` (default: the one that serves the declaration)")
	flags.StringVar(&o.config, "config", "", "edit this `file` instead of the client's settings")
	return command
}

func (c *Command) runDisconnect(o *disconnectOptions, id string) error {
	client, err := findClient(id)
	if err != nil {
		return err
	}
	request := connect.Request{Client: client, DryRun: o.dryRun, Locks: c.locks()}
	if request.Config, err = c.settings(client, o.config); err != nil {
		return err
	}
	if request.Title, request.Slug, err = c.entryToRemove(o, client, request.Config); err != nil {
		return err
	}
	if err := c.needState(); err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	result, err := connect.Disconnect(ctx, request)
	if err != nil {
		return connectError(err)
	}
	if o.dryRun {
		return c.printChange(result)
	}
	_, err = io.WriteString(c.Stdout, result.Text(c.home()))
	return err
}

// entryToRemove returns the entry's title and name: the one given, the only one
// that serves the declaration, or the one that connect would write. The
// declaration need not be readable.
func (c *Command) entryToRemove(o *disconnectOptions, client clients.Client, config string) (title, slug string, err error) {
	if o.name != "" {
		return printable(o.name), connect.Slug(o.name), nil
	}
	settings, err := safefile.Read(config)
	if err != nil {
		return "", "", connectError(err)
	}
	file := c.absolute(c.servedFile(client, settings))
	if s, err := c.open(); err == nil {
		title = printable(s.Declaration.Service.Name.Or(""))
	}
	slugs := connect.Serving(client, settings, file)
	switch {
	case len(slugs) > 1:
		return "", "", failed("Several entries serve %s: %s. Name one with --name.", file, strings.Join(slugs, ", "))
	case len(slugs) == 1 && (title == "" || connect.Slug(title) != slugs[0]):
		return slugs[0], slugs[0], nil
	case len(slugs) == 1:
		return title, slugs[0], nil
	case title == "":
		_, err := os.Stat(file)
		return "", "", unknownEntry(file, err != nil)
	}
	slug = connect.Slug(title)
	if connect.Has(client, settings, slug) {
		return "", "", foreignEntry(client, settings, slug, file)
	}
	return title, slug, nil
}

// servedFile is the declaration at hand or, when it is gone and none was named, the
// one of the usual names that an entry serves.
func (c *Command) servedFile(client clients.Client, settings []byte) string {
	at := c.declarationFile()
	if _, err := os.Stat(c.path(at)); err == nil || c.file != "" {
		return at
	}
	for _, name := range defaultFiles {
		if len(connect.Serving(client, settings, c.absolute(name))) > 0 {
			return name
		}
	}
	return at
}

// foreignEntry refuses to remove an entry that only has the service's name: it may
// be another program, or a server elsewhere that the client calls by its URL. Its
// arguments are not shown, since people put keys there.
func foreignEntry(client clients.Client, settings []byte, slug, file string) error {
	what := "another server"
	if other, ok := connect.Lookup(client, settings, slug); ok {
		what = printable(other.Path)
	}
	return failed("Entry %q serves something else than %s: %s. Add --name %s to remove it all the same.", slug, file, what, slug)
}

// unknownEntry says that nothing tells which entry is meant.
func unknownEntry(file string, gone bool) error {
	if gone {
		return failed("File not found: %s No entry serves it. Name the entry with --name.", file)
	}
	return failed("No entry serves %s, and the file does not name its service. Name the entry with --name.", file)
}
