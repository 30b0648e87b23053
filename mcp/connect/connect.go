// Package connect enters a server into the settings of an MCP client, and takes
// it out again, without disturbing anything else in them: comments, order,
// indentation and foreign keys stay byte for byte.
//
// Start at Connect and Disconnect. Plan and PlanRemoval do the same on bytes.
package connect

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/mcp/safefile"
)

// Action says what became of an entry.
type Action uint8

// What Connect and Disconnect do. Only Added, Updated and Removed write.
const (
	Added     Action = iota + 1
	Updated          // an entry of the same name was replaced, as forced
	Unchanged        // the entry was there already
	Removed
	Absent // there was no such entry
	NoFile // there were no settings at all
)

// Request says what to connect to what.
type Request struct {
	Client clients.Client
	Config string // absolute path of the client's settings
	Title  string // the service's name as people know it: "Stripe"
	Slug   string // the entry's name; see Slug
	Entry  Entry  // not used by Disconnect
	Force  bool   // replace another entry of that name
	DryRun bool   // compute, and write nothing
	Locks  string // folder for locks, in the state folder

	// Probe, when set, starts the entry as the client would and returns an error
	// when it does not answer. It runs after the entry was found or written.
	Probe func(context.Context, Entry) error
}

// Result says what happened, or with DryRun would.
type Result struct {
	Action Action
	Client clients.Client
	Config string
	Title  string
	Slug   string
	Before []byte // the settings as they were; nil when there were none
	After  []byte // and as they are now
	Probe  error  // what Request.Probe returned
	// Dropped are the keys of an entry that was replaced which the new one does not
	// have, sorted: what somebody added, such as "disabledTools".
	Dropped []string
}

// Connect enters r.Entry under r.Slug. A different entry of that name is an
// *ExistsError unless r.Force is set; settings that cannot be read are a
// *SettingsError, and stay as they are.
func Connect(ctx context.Context, r Request) (Result, error) {
	result, err := change(ctx, r, func(old []byte) ([]byte, Action, error) {
		return Plan(r.Client, r.Slug, r.Entry, old, r.Force)
	})
	if result.Action == Updated {
		result.Dropped = dropped(r, result.Before)
	}
	if err == nil && r.Probe != nil && !r.DryRun {
		result.Probe = r.Probe(ctx, r.Entry)
	}
	return result, err
}

// dropped returns the keys of the entry in settings that r.Entry does not have.
func dropped(r Request, settings []byte) []string {
	existing, _ := lookup(values(r.Client, settings), r.Client.Key, r.Slug)
	mine, _ := existing.(map[string]any)
	fields := r.Entry.fields(r.Client, r.Slug)
	return slices.DeleteFunc(slices.Sorted(maps.Keys(mine)), func(key string) bool {
		_, kept := fields[key]
		return kept
	})
}

// Disconnect takes the entry r.Slug out. That there is none is no error.
func Disconnect(ctx context.Context, r Request) (Result, error) {
	return change(ctx, r, func(old []byte) ([]byte, Action, error) {
		if old == nil {
			return nil, NoFile, nil
		}
		return PlanRemoval(r.Client, r.Slug, old)
	})
}

// change runs a plan on the settings file and, unless it is a dry run, writes.
func change(ctx context.Context, r Request, plan func([]byte) ([]byte, Action, error)) (Result, error) {
	result := Result{Client: r.Client, Config: r.Config, Title: r.Title, Slug: r.Slug}
	edit := func(old []byte) (updated []byte, err error) {
		updated, result.Action, err = plan(old)
		result.Before, result.After = old, updated
		return updated, err
	}
	var err error
	if r.DryRun {
		var old []byte
		if old, err = safefile.Read(r.Config); err == nil {
			_, err = edit(old)
		}
	} else {
		_, err = safefile.Update(ctx, r.Config, safefile.Options{Locks: r.Locks, Mode: 0o600, Backup: true}, edit)
	}
	if bad, ok := errors.AsType[*SettingsError](err); ok {
		bad.Path = r.Config
	}
	return result, err
}

// Plan returns old with entry under slug in the client's table of servers. Old is
// nil or empty where there are no settings yet.
func Plan(c clients.Client, slug string, entry Entry, old []byte, force bool) (updated []byte, done Action, err error) {
	if c.Format == clients.TOML {
		return planTOML(c, slug, entry, old, force)
	}
	return planJSON(c, slug, entry, old, force)
}

// PlanRemoval returns old without the entry slug.
func PlanRemoval(c clients.Client, slug string, old []byte) (updated []byte, done Action, err error) {
	if c.Format == clients.TOML {
		return planTOMLRemoval(c, slug, old)
	}
	return planJSONRemoval(c, slug, old)
}

// ExistsError says that another entry has the name already.
type ExistsError struct {
	Client clients.Client
	Slug   string
	File   string // the declaration it serves, "" when it tells none
	Ours   bool   // that is the declaration to connect: only how it is started differs
}

// newExistsError tells the entry that has the arguments args from the wanted one.
func newExistsError(c clients.Client, slug string, args any, wanted Entry) *ExistsError {
	file := declarationOf(args)
	return &ExistsError{Client: c, Slug: slug, File: file, Ours: sameFile(file, wanted.file())}
}

func (e *ExistsError) Error() string {
	return fmt.Sprintf("Entry %q already exists in %s config. Use --force to overwrite.", e.Slug, e.Client.Title)
}

// Hint says what the other entry is and how to keep both.
func (e *ExistsError) Hint() string {
	if e.Ours {
		return "That entry serves this declaration in another way; --dry-run --force shows the difference."
	}
	if e.File == "" {
		return "Use --name to keep both."
	}
	return fmt.Sprintf("That entry serves %s. Use --name to keep both.", e.File)
}

// SettingsError says that the settings cannot be edited. They were left alone.
type SettingsError struct {
	Path   string
	Format clients.Format
	Why    string // "line 3, column 5: …", never a value from the file
}

func (e *SettingsError) Error() string {
	name := "JSON"
	if e.Format == clients.TOML {
		name = "TOML"
	}
	return fmt.Sprintf("Failed to parse %s: %s.\nFix the %s manually or delete the file and try again.", e.Path, e.Why, name)
}
