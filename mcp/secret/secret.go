// Package secret finds the API key of a declaration, and puts it where it will be
// found. Only the one variable that the declaration names is ever looked at.
//
// Start at Resolve; Store and Remove are behind `usepaso secret`.
package secret

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/usepaso/usepaso/analysis/keys"
)

// Environment and Keychain are Sources; the third is the path of a .env file.
const (
	Environment = "the environment"
	Keychain    = "the keychain"
)

// Options says where to look.
type Options struct {
	Declaration string // path of the declaration
	Variable    string // the variable that it names: "USEPASO_STRIPE"
	EnvFile     string // read instead of the .env beside the declaration; must exist
	// LookupEnv is os.LookupEnv, or a stand-in for it.
	LookupEnv func(string) (string, bool)
	Keyring   Keyring // nil for none
	// KeyringWait bounds how long the keychain may take; 0 means two seconds. It
	// may be waiting for a person to unlock it, whom a server cannot wait for.
	KeyringWait time.Duration
}

// Secret is an API key that does not print. The zero Secret is none.
type Secret struct {
	// A pointer, so that not even a print of a struct around it shows the value.
	value *string
	// Source is Environment, Keychain or the absolute path of a file.
	Source string
	// Warnings are sentences about how the file says it; see also Guard.
	Warnings []string
}

// New returns a secret with a value that came from source.
func New(value, source string) Secret { return Secret{value: &value, Source: source} }

// Found reports whether there is a secret.
func (s Secret) Found() bool { return s.Reveal() != "" }

// Reveal returns the secret itself, for the request that needs it and nothing else.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// Kind is what the key's prefix tells: "TEST, full". It is "" when it tells nothing.
func (s Secret) Kind() string { return keys.Describe(s.Reveal()) }

// String returns *** for any secret, "" for none.
func (s Secret) String() string {
	if !s.Found() {
		return ""
	}
	return "***"
}

// Format prints String whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText returns String, for JSON and its like.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Resolve returns the secret, from the first place that has one: the process's
// environment, the .env file, the keychain. A variable that is set to nothing
// counts as not set. That there is none anywhere is no error; a keychain that
// fails or does not answer has none.
func Resolve(ctx context.Context, o Options) (Secret, error) {
	if o.LookupEnv != nil {
		if value, _ := o.LookupEnv(o.Variable); !blank(value) {
			return o.found(value, Environment, nil)
		}
	}
	path, err := o.envPath()
	if err != nil {
		return Secret{}, err
	}
	value, warnings, err := fromFile(path, o.Variable)
	switch {
	case errors.Is(err, fs.ErrNotExist) && o.EnvFile != "":
		return Secret{}, fmt.Errorf("the file %s given by --env does not exist", o.EnvFile)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return Secret{}, err
	case !blank(value):
		return o.found(value, path, warnings)
	}
	if value, ok := o.fromKeyring(ctx); ok {
		return o.found(value, Keychain, nil)
	}
	return Secret{Warnings: warnings}, nil
}

// blank reports whether a value is no key but a place left for one.
func blank(value string) bool { return strings.TrimSpace(value) == "" }

// envPath returns the file to read variables from.
func (o Options) envPath() (string, error) {
	path := o.EnvFile
	if path == "" {
		path = filepath.Join(filepath.Dir(o.Declaration), ".env")
	}
	return filepath.Abs(path)
}

// found returns the secret that source has. Control characters in it are an error,
// since it could not be sent in a header.
func (o Options) found(value, source string, warnings []string) (Secret, error) {
	value, err := clean(value)
	if err != nil {
		return Secret{}, fmt.Errorf("%s from %s %w. Set it again on one line: usepaso secret set", o.Variable, source, err)
	}
	s := New(value, source)
	s.Warnings = warnings
	return s, nil
}

// clean returns value without line ends behind it. The error completes a sentence
// whose subject is the variable.
func clean(value string) (string, error) {
	value = strings.TrimRight(value, "\r\n")
	if !utf8.ValidString(value) {
		return "", errors.New("is not UTF-8 text")
	}
	at := 0
	for _, r := range value {
		if at++; r < ' ' || r == 0x7f {
			return "", fmt.Errorf("contains a control character at position %d of %d", at, len([]rune(value)))
		}
	}
	return value, nil
}
