// Package keys knows what API keys look like: which service a prefix belongs to,
// whether the key is a test or a live one, and how to keep a key out of a text.
//
// Start at Lookup for one key, Find for a text that may hold some, and Redactor
// for keeping one known secret out of everything that is shown.
package keys

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Mode says whether a key works on test data or on the real thing.
type Mode string

// The modes a prefix can tell. Most prefixes tell none.
const (
	Test Mode = "TEST"
	Live Mode = "LIVE"
)

// Scope says whether a key may do everything its account may.
type Scope string

// The scopes a prefix can tell. Most prefixes tell none.
const (
	Restricted Scope = "restricted"
	Full       Scope = "full"
)

// Kind is one shape of key.
type Kind struct {
	Prefix  string
	Service string // "Stripe"
	Mode    Mode   // "" when the prefix does not tell
	Scope   Scope  // "" when the prefix does not tell

	// What follows the prefix in a whole key: min to max bytes of class.
	class    class
	min, max int
}

// Lookup returns the kind of a key by its prefix. It asks nothing about the rest,
// so that a key of a length we have not seen is still called LIVE.
func Lookup(secret string) (Kind, bool) {
	for _, k := range kinds {
		if strings.HasPrefix(secret, k.Prefix) {
			return k, true
		}
	}
	return Kind{}, false
}

// Describe names what the prefix of a key tells, as "TEST, full", "LIVE" or
// "restricted". It is "" when the prefix tells nothing.
func Describe(secret string) string {
	k, _ := Lookup(secret)
	switch {
	case k.Mode == "":
		return string(k.Scope)
	case k.Scope == "":
		return string(k.Mode)
	}
	return string(k.Mode) + ", " + string(k.Scope)
}

// Mask stands for a key where its place must be shown: the first four characters
// and the length. Of a key shorter than twelve characters it shows the length only.
func Mask(secret string) string {
	n := utf8.RuneCountInString(secret)
	head := ""
	if n >= 12 {
		head = string([]rune(secret)[:4])
	}
	return fmt.Sprintf("%s… (%d characters)", head, n)
}
