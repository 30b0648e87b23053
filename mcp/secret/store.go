package secret

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/usepaso/usepaso/mcp/safefile"
)

// Place is where a secret is kept.
type Place struct {
	Keychain bool   // in the keychain, else in the file of Options
	Locks    string // folder for locks, in the state folder
}

// Stored says what was done.
type Stored struct {
	Source  string   // where the secret is, as Secret.Source
	Changed bool     // false when all was as wanted
	Ignored string   // the .gitignore that now keeps the file out of git, "" if none was changed
	Notes   []string // sentences for the person
}

// Store puts value where Resolve will find it. A .env file is readable by the
// person alone afterwards, its other lines stay, and .gitignore beside it names it.
func Store(ctx context.Context, o Options, p Place, value string) (Stored, error) {
	value, err := clean(value)
	if err != nil {
		return Stored{}, fmt.Errorf("the value for %s %w. Nothing was stored", o.Variable, err)
	}
	if blank(value) {
		return Stored{}, fmt.Errorf("the value for %s is empty. Nothing was stored", o.Variable)
	}
	if p.Keychain {
		if o.Keyring == nil {
			return Stored{}, errors.New("there is no keychain on this computer. Leave out --keychain to use .env")
		}
		_, err := o.timed(ctx, func() (string, error) { return "", o.Keyring.Set(service, o.account(), value) })
		if err != nil {
			return Stored{}, fmt.Errorf("the keychain could not store %s: %w. Leave out --keychain to use .env", o.Variable, err)
		}
		return Stored{Source: Keychain, Changed: true, Notes: o.shadows(Keychain)}, nil
	}
	path, err := o.envPath()
	if err != nil {
		return Stored{}, err
	}
	written, ok := quote(o.Variable, value)
	if !ok {
		return Stored{}, fmt.Errorf("the value for %s mixes quotes in a way that .env cannot hold. Use --keychain", o.Variable)
	}
	// Git is told first: there must be no moment in which it could take the key.
	stored := Stored{Source: path, Notes: o.shadows(path)}
	if stored.Ignored, err = o.ignore(ctx, path, p.Locks); err != nil {
		return Stored{}, err
	}
	if err := private(path); err != nil {
		return Stored{}, err
	}
	stored.Changed, err = o.edit(ctx, path, p, value, func(old []byte) []byte { return setLine(old, o.Variable, written) })
	return stored, err
}

// edit changes the file at path, when that changes nothing but the variable.
func (o Options) edit(ctx context.Context, path string, p Place, want string, change func([]byte) []byte) (bool, error) {
	return safefile.Update(ctx, path, safefile.Options{Locks: p.Locks, Mode: 0o600}, func(old []byte) ([]byte, error) {
		text, marked := bytes.CutPrefix(old, []byte(mark))
		updated := change(text)
		if marked {
			updated = append([]byte(mark), updated...)
		}
		if got, _, err := fromText(updated, path, o.Variable); err != nil || got != want || !sameOthers(old, updated, o.Variable) {
			return nil, fmt.Errorf("%s is written in %s in a way that cannot be changed safely. Edit the file by hand", o.Variable, path)
		}
		return updated, nil
	})
}

// Remove takes the secret out of the place.
func Remove(ctx context.Context, o Options, p Place) (Stored, error) {
	if p.Keychain {
		if o.Keyring == nil {
			return Stored{Source: Keychain}, nil
		}
		_, err := o.timed(ctx, func() (string, error) { return "", o.Keyring.Delete(service, o.account()) })
		if errors.Is(err, fs.ErrNotExist) {
			return Stored{Source: Keychain}, nil
		}
		if err != nil {
			return Stored{}, fmt.Errorf("the keychain could not remove %s: %w", o.Variable, err)
		}
		return Stored{Source: Keychain, Changed: true}, nil
	}
	path, err := o.envPath()
	if err != nil {
		return Stored{}, err
	}
	changed, err := o.edit(ctx, path, p, "", func(old []byte) []byte {
		if old == nil {
			return nil
		}
		return dropLines(old, o.Variable)
	})
	return Stored{Source: path, Changed: changed}, err
}

// shadows says which other place will be asked before source.
func (o Options) shadows(source string) []string {
	var notes []string
	if o.LookupEnv != nil {
		if value, _ := o.LookupEnv(o.Variable); value != "" {
			notes = append(notes, fmt.Sprintf("%s is also set in the environment, which comes first.", o.Variable))
		}
	}
	if source == Keychain {
		if path, err := o.envPath(); err == nil {
			if value, _, err := fromFile(path, o.Variable); err == nil && value != "" {
				notes = append(notes, fmt.Sprintf("%s is also set in %s, which comes first.", o.Variable, path))
			}
		}
	}
	return notes
}

// ignore names the file in the .gitignore beside it, unless it is there already. It
// returns the .gitignore that it changed. Beside a declaration git may begin to work
// later; in another folder there must be a repository.
func (o Options) ignore(ctx context.Context, path, locks string) (string, error) {
	if o.EnvFile != "" && repository(filepath.Dir(path)) == "" {
		return "", nil
	}
	file, name := filepath.Join(filepath.Dir(path), ".gitignore"), filepath.Base(path)
	changed, err := safefile.Update(ctx, file, safefile.Options{Locks: locks, Mode: 0o644}, func(old []byte) ([]byte, error) {
		lines := bufio.NewScanner(bytes.NewReader(old))
		for lines.Scan() {
			if text := strings.TrimSpace(lines.Text()); text == name || text == "/"+name || text == "*.env" && strings.HasSuffix(name, ".env") {
				return old, nil
			}
		}
		return setLine(old, name, name), lines.Err()
	})
	if err != nil {
		return "", fmt.Errorf("name %s in .gitignore: %w", name, err)
	}
	if !changed {
		return "", nil
	}
	return file, nil
}

// private makes a file readable by the person alone, before a key goes into it.
func private(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || info.Mode().Perm()&0o077 == 0 {
		return err
	}
	return os.Chmod(path, 0o600)
}
