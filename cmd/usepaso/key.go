package main

import (
	"context"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/mcp/connect"
	"github.com/usepaso/usepaso/mcp/secret"
)

// keyOptions says where the API key of a declaration is looked for. EnvFile is
// what --env names.
func (c *Command) keyOptions(s *analysis.Snapshot, envFile string) secret.Options {
	o := secret.Options{
		Declaration: c.absolute(c.declarationFile()), Variable: s.Declaration.Service.Auth.Variable(),
		LookupEnv: c.LookupEnv, Keyring: c.Keyring,
	}
	if envFile != "" {
		o.EnvFile = c.absolute(envFile)
	}
	return o
}

// key returns the API key for requests, none where the declaration needs none or
// nobody allowed it to have that variable. What is worth knowing
// about where it lies is told.
func (c *Command) key(ctx context.Context, s *analysis.Snapshot, w wiring) (secret.Secret, error) {
	o := c.keyOptions(s, w.env)
	if o.Variable == "" {
		return secret.Secret{}, nil
	}
	found, err := secret.Resolve(ctx, o)
	if err != nil {
		return secret.Secret{}, failed("%s", sentence(err))
	}
	if !found.Found() {
		return found, nil
	}
	if !c.mayHave(s, originOf(s, w.baseURL)) {
		c.say("%s\n", notAllowed(s, w.baseURL))
		return secret.Secret{}, nil
	}
	if found.Source != secret.Environment {
		c.say("Loaded %s from %s.\n", o.Variable, c.shortPath(found.Source))
	}
	for _, warning := range append(found.Warnings, secret.Guard(ctx, found.Source)...) {
		c.say("Warning: %s\n", printable(warning))
	}
	return found, nil
}

// shortPath is a path as it is shown to the person, or another source of a key.
func (c *Command) shortPath(path string) string { return connect.Tilde(path, c.home()) }
