package request

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// The characters that stay as they are when text is percent-encoded. Literals of
// a template may hold escapes of their own, so a well-formed one stays too.
var (
	unreserved   = setOf(letters + "-._~")
	pathLiteral  = setOf(letters + "-._~!$&'()*+,;=:@%")
	queryLiteral = setOf(letters + "-._~!$&'()*+,;=:@%/?")
	formName     = setOf(letters + "-._~[]")
)

// byteSet is a set of bytes.
type byteSet [256]bool

func setOf(bytes string) *byteSet {
	var set byteSet
	for i := range len(bytes) {
		set[bytes[i]] = true
	}
	return &set
}

// escape percent-encodes every byte that is not in keep.
func escape(s string, keep *byteSet) string {
	var b []byte
	kept := 0 // bytes of s that are in b
	for i := range len(s) {
		if c := s[i]; !keep[c] || c == '%' && !isEscape(s[i:]) {
			b = fmt.Appendf(append(b, s[kept:i]...), "%%%02X", c)
			kept = i + 1
		}
	}
	if kept == 0 {
		return s
	}
	return string(append(b, s[kept:]...))
}

func isEscape(s string) bool { return len(s) >= 3 && isHex(s[1]) && isHex(s[2]) }

func isHex(c byte) bool { return strings.IndexByte("0123456789abcdefABCDEF", c) >= 0 }

// scalar returns the text of a value outside JSON; ok is false for lists, objects
// and null.
func scalar(v any) (text string, ok bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return string(v), true
	case bool:
		return fmt.Sprint(v), true
	}
	return "", false
}

// isText reports whether s is valid UTF-8 without control characters.
func isText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}
