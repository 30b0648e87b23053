// Package consent holds what stands between a tool that needs a person's word and
// the request: the question as the person reads it, and the seal that binds an
// answer to exactly that request, once.
package consent

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/usepaso/usepaso/analysis/request"
)

// maxShown is how many bytes of one argument, the description or the URL a question shows.
const maxShown = 300

// Question is what a person is asked before a request goes out.
type Question struct {
	Service     string
	Tool        string
	Description string
	Request     *request.Request
	Arguments   []Argument // in the order of the declaration
	Key         string     // "TEST, full" and the like; "" when the key does not tell
	// Mask hides the secret in a text; nil hides nothing.
	Mask func(string) string
}

// Argument is one value as it will be sent.
type Argument struct {
	Name  string
	Value any // a JSON value
}

// Digest identifies the request and all its arguments.
func (q *Question) Digest() [sha256.Size]byte {
	h := sha256.New()
	part := func(b []byte) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(b)))
		h.Write(n[:])
		h.Write(b)
	}
	part([]byte(q.Service))
	part([]byte(q.Tool))
	part([]byte(q.Request.Method))
	part([]byte(q.Request.URL))
	part(q.Request.Body)
	for _, f := range q.Request.Header {
		part([]byte(f.Name))
		part([]byte(f.Value))
	}
	for _, a := range q.Arguments {
		value, _ := json.Marshal(a.Value) // JSON values always can be written
		part([]byte(a.Name))
		part(value)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// Text is the question in plain lines. Nothing in it can start a line of its own,
// turn the writing direction or hide: such characters are shown as escapes.
func (q *Question) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Allow %s on %s?\n", q.shown(q.Tool), q.shown(q.Service))
	if q.Description != "" {
		fmt.Fprintf(&b, "%s\n", q.shown(q.Description))
	}
	fmt.Fprintf(&b, "\n%s %s\n", q.shown(q.Request.Method), q.shown(q.Request.ShownURL()))
	if len(q.Arguments) == 0 {
		b.WriteString("  no arguments\n")
	}
	for _, a := range q.Arguments {
		value, _ := json.Marshal(a.Value)
		if s, ok := a.Value.(string); ok {
			value = []byte(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`)
		}
		fmt.Fprintf(&b, "  %s: %s\n", q.shown(a.Name), q.shown(string(value)))
	}
	if q.Key != "" {
		fmt.Fprintf(&b, "\nAPI key: %s.\n", q.shown(q.Key))
	}
	return strings.TrimRight(b.String(), "\n")
}

// shown is a text of the call as it may stand in the question.
func (q *Question) shown(s string) string {
	if q.Mask != nil {
		s = q.Mask(s)
	}
	return visible(s)
}

// visible shows what would move the cursor, change the direction or not be seen
// as escapes, and cuts what is too long, saying how long it is.
func visible(s string) string {
	var b strings.Builder
	for i, r := range s {
		if b.Len() >= maxShown {
			return fmt.Sprintf("%s… (%d characters)", b.String(), utf8.RuneCountInString(s))
		}
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == ' ' || unicode.IsGraphic(r) && !unicode.In(r, unicode.Zs, unicode.Zl, unicode.Zp) && !hidden(r):
			b.WriteRune(r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	return b.String()
}

// hidden are graphic characters that show nothing: fillers, and marks that alter
// how the character before them looks.
func hidden(r rune) bool {
	switch r {
	case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x034F, 0x17B4, 0x17B5:
		return true
	}
	return unicode.Is(unicode.Variation_Selector, r)
}

// Verdict is what came of a question.
type Verdict int

// The verdicts. Only Accepted and Trusted let the request out.
const (
	Declined  Verdict = iota // the person said no, or did not tick the box
	Accepted                 // the person agreed to exactly this request
	Trusted                  // the operator trusts the client's own dialog
	Cancelled                // closed without an answer, or the client went away
	TimedOut                 // nobody answered in time
	CannotAsk                // there is no way to ask
	Busy                     // too many questions are open
	Refused                  // an answer came that does not belong to this question
	Later                    // the question was handed over; the call comes back with the answer
)

// Allows reports whether the request may go out.
func (v Verdict) Allows() bool { return v == Accepted || v == Trusted }

// Asker puts a question to a person. It returns when there is a verdict, at the
// latest when ctx ends.
type Asker interface {
	Ask(ctx context.Context, q *Question) Verdict
}
