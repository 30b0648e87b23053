package secret

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/zalando/go-keyring"
)

// Keyring is the keychain of the operating system.
type Keyring interface {
	Get(service, account string) (string, error)
	Set(service, account, secret string) error
	Delete(service, account string) error // fs.ErrNotExist when there is none
}

// System is the real keychain: Keychain on macOS, the Credential Manager on
// Windows, the Secret Service elsewhere.
type System struct{}

// Get implements Keyring.
func (System) Get(service, account string) (string, error) { return keyring.Get(service, account) }

// Set implements Keyring.
func (System) Set(service, account, secret string) error {
	return keyring.Set(service, account, secret)
}

// Delete implements Keyring.
func (System) Delete(service, account string) error {
	err := keyring.Delete(service, account)
	if errors.Is(err, keyring.ErrNotFound) {
		return fs.ErrNotExist
	}
	return err
}

// service is the name under which all our entries stand in a keychain.
const service = "usepaso"

// keyringWait is the default of Options.KeyringWait.
const keyringWait = 2 * time.Second

// account names a secret in the keychain: the variable together with the real path
// of the declaration. Otherwise a declaration from a stranger could name the
// variable of another service and have its key sent to an address of its own.
func (o Options) account() string {
	path := o.Declaration
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return o.Variable + " " + path
}

// fromKeyring asks the keychain, and leaves it when it does not answer in time.
func (o Options) fromKeyring(ctx context.Context) (string, bool) {
	if o.Keyring == nil {
		return "", false
	}
	value, err := o.timed(ctx, func() (string, error) { return o.Keyring.Get(service, o.account()) })
	return value, err == nil && value != ""
}

// errSlow says that the keychain did not answer.
var errSlow = errors.New("the keychain does not answer. Unlock it and try again")

// timed runs a call of the keychain, which cannot be interrupted: one that never
// ends is left to the end of the process.
func (o Options) timed(ctx context.Context, call func() (string, error)) (string, error) {
	wait := o.KeyringWait
	if wait == 0 {
		wait = keyringWait
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	type answer struct {
		value string
		err   error
	}
	answers := make(chan answer, 1)
	go func() {
		value, err := call()
		answers <- answer{value, err}
	}()
	select {
	case a := <-answers:
		return a.value, a.err
	case <-ctx.Done():
		return "", errSlow
	}
}
