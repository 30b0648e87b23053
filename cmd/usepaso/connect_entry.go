package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/mcp/connect"
	"github.com/usepaso/usepaso/mcp/secret"
)

// connection says what to enter where.
func (c *Command) connection(o *connectOptions, client clients.Client, s *analysis.Snapshot) (connect.Request, error) {
	program, err := c.program()
	if err != nil {
		return connect.Request{}, err
	}
	if connect.Transient(program) && !o.dryRun && !o.print {
		return connect.Request{}, failed("This program is %s, which will be gone when %s starts it. Install usepaso first and run that.", program, client.Title)
	}
	options := connect.EntryOptions{Command: program, File: c.absolute(c.declarationFile()), Args: o.serve}
	if o.env != "" {
		options.EnvFile = c.absolute(o.env)
	}
	if variable := s.Declaration.Service.Auth.Variable(); o.ask && variable != "" {
		options.Ask = []string{variable}
	}
	entry, err := connect.NewEntry(client, options)
	if err != nil {
		return connect.Request{}, failed("Cannot connect: %s.", printable(err.Error()))
	}
	title := s.Declaration.Service.Name.Value
	if o.name != "" {
		title = o.name
	}
	config, err := c.settings(client, o.config)
	if err != nil && !o.print {
		return connect.Request{}, err
	}
	return connect.Request{
		Client: client, Config: config, Title: printable(title), Slug: connect.Slug(title),
		Entry: entry, Force: o.force, DryRun: o.dryRun, Locks: c.locks(),
		Probe: func(ctx context.Context, e connect.Entry) error {
			greeting, err := c.startAs(ctx, client, connect.Command{Path: e.Command, Args: e.Args})
			if err != nil {
				return errors.New(startProblem(greeting, err))
			}
			return nil
		},
	}, nil
}

// program is the path of this program as settings should name it.
func (c *Command) program() (string, error) {
	if c.Executable != "" {
		return c.Executable, nil
	}
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find this program: %w", err)
	}
	return connect.Executable(path), nil
}

// settings is the file of a client's settings: its own, or the one given. Without a
// home the client's own would come to lie at the root of the disk.
func (c *Command) settings(client clients.Client, given string) (string, error) {
	if given != "" {
		return c.absolute(given), nil
	}
	if client.Scope == clients.Global && c.home() == "" {
		return "", failed("The settings of %s lie in your home folder, and no variable tells where that is. Set HOME, or name the file with --config.", client.Title)
	}
	return client.ConfigPath(c.clientEnv()), nil
}

// keyNotes say where the client will find the key, or what to do so that it does.
func (c *Command) keyNotes(ctx context.Context, o *connectOptions, client clients.Client, s *analysis.Snapshot) ([]string, error) {
	options := c.keyOptions(s, o.env)
	if options.Variable == "" || o.ask {
		return nil, nil
	}
	// A variable of this terminal may not reach the client: other places first.
	options.LookupEnv = nil
	found, err := secret.Resolve(ctx, options)
	if err != nil {
		return nil, failed("%s", sentence(err))
	}
	_, exported := c.LookupEnv(options.Variable)
	exported = exported && !found.Found()
	source := c.shortPath(found.Source)
	if exported {
		source = secret.Environment
	}
	notes := []string{connect.KeyNote(client, options.Variable, source, exported)}
	if !c.mayHave(s, originOf(s, "")) {
		notes = append(notes, notAllowed(s, ""))
	}
	for _, warning := range secret.Guard(ctx, found.Source) {
		notes = append(notes, "Warning: "+printable(warning))
	}
	return notes, nil
}
