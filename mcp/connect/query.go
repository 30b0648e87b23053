package connect

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"github.com/usepaso/usepaso/analysis/clients"
)

// Serving returns the names of the entries that start the declaration at file,
// sorted. With it, disconnect needs no readable declaration.
func Serving(c clients.Client, settings []byte, file string) []string {
	table, _ := values(c, settings)[c.Key].(map[string]any)
	var slugs []string
	for slug, v := range table {
		if m, ok := v.(map[string]any); ok && sameFile(declarationOf(m["args"]), file) {
			slugs = append(slugs, slug)
		}
	}
	slices.Sort(slugs)
	return slugs
}

// Command is how a client starts a server.
type Command struct {
	Path string            `json:"command"`
	Args []string          `json:"args"`
	Env  map[string]string `json:"env"` // what the client adds to the variables
}

// Lookup returns how the client would start the entry slug. Ok is false when it
// has no such entry, or one without a command.
func Lookup(c clients.Client, settings []byte, slug string) (command Command, ok bool) {
	v, _ := lookup(values(c, settings), c.Key, slug)
	data, err := json.Marshal(v)
	if err != nil || json.Unmarshal(data, &command) != nil {
		return Command{}, false
	}
	return command, command.Path != ""
}

// Has reports whether there is an entry called slug, of whatever shape.
func Has(c clients.Client, settings []byte, slug string) bool {
	_, ok := lookup(values(c, settings), c.Key, slug)
	return ok
}

// Check returns a *SettingsError when settings, which lie at path, cannot be read.
func Check(c clients.Client, settings []byte, path string) error {
	var err error
	if c.Format == clients.TOML {
		_, _, err = parseTOML(settings)
	} else if d, bad := parse(settings); bad != nil {
		err = bad
	} else {
		_, _, err = d.object(c.Key)
	}
	if bad, ok := errors.AsType[*SettingsError](err); ok {
		bad.Path = path
	}
	return err
}

// values returns settings as plain values, nil when they cannot be read.
func values(c clients.Client, settings []byte) map[string]any {
	if c.Format == clients.TOML {
		_, m, _ := parseTOML(settings)
		return m
	}
	d, err := parse(settings)
	if err != nil {
		return nil
	}
	m, _ := d.values()
	return m
}

// sameFile reports whether two paths mean one file, also when it is gone.
func sameFile(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	if filepath.Clean(a) == filepath.Clean(b) {
		return true
	}
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}
