package request

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The characters that stay as they are when text is percent-encoded. Literals of
// a template may hold escapes of their own, so a well-formed one stays too.
const (
	letters      = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	unreserved   = letters + "-._~"
	pathLiteral  = unreserved + "!$&'()*+,;=:@%"
	queryLiteral = pathLiteral + "/?"
	formName     = unreserved + "[]"
)

// escape percent-encodes every byte that is not in keep.
func escape(s, keep string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '%' && strings.IndexByte(keep, '%') >= 0 && !isEscape(s[i:]), strings.IndexByte(keep, c) < 0:
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
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
