package main

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/rules"
	"github.com/usepaso/usepaso/mcp/safefile"
)

// A declaration from a stranger could name any variable as its key. One that looks
// as if it belonged to something else goes to an origin only after the person said
// so, once; what was said is kept, a line "VARIABLE ORIGIN" each.

func (c *Command) trustFile() string { return filepath.Join(c.stateDir(), "allowed-variables") }

// mayHave reports whether requests of the declaration to origin may carry the
// value of the variable it names.
func (c *Command) mayHave(s *analysis.Snapshot, origin string) bool {
	service := s.Declaration.Service
	if !rules.Foreign(service) {
		return true
	}
	said, err := safefile.Read(c.trustFile())
	return err == nil && slices.Contains(strings.Split(string(said), "\n"), trustLine(service.Auth.Variable(), origin))
}

// allow keeps that the person allows a variable for an origin.
func (c *Command) allow(ctx context.Context, variable, origin string) error {
	line := trustLine(variable, origin)
	_, err := safefile.Update(ctx, c.trustFile(), safefile.Options{Locks: c.locks(), Mode: 0o600}, func(old []byte) ([]byte, error) {
		if slices.Contains(strings.Split(string(old), "\n"), line) {
			return old, nil
		}
		return append(slices.Clone(old), line+"\n"...), nil
	})
	return err
}

func trustLine(variable, origin string) string { return variable + " " + origin }

// notAllowed says what to do about a variable that nobody allowed. BaseURL is what
// --base-url names.
func notAllowed(s *analysis.Snapshot, baseURL string) string {
	flag := ""
	if baseURL != "" {
		flag = " --base-url " + baseURL
	}
	return fmt.Sprintf("%s is not sent to %s: it may hold a secret of something else. If it is meant, run usepaso secret allow%s once.",
		printable(s.Declaration.Service.Auth.Variable()), originOf(s, baseURL), flag)
}

// originOf returns the scheme, host and port that requests go to.
func originOf(s *analysis.Snapshot, baseURL string) string {
	if baseURL == "" {
		baseURL = s.Declaration.Service.BaseURL.Value
	}
	u, err := url.Parse(baseURL)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Scheme + "://" + u.Host)
}
