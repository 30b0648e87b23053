package keys

import (
	"slices"
	"strings"
	"unsafe"
)

// shortest is the length in bytes below which a secret is masked only where it
// stands alone: masking every "a" would leave nothing to read.
const shortest = 4

// Redactor replaces secrets in texts. It finds a secret as it is, percent-encoded
// (fully, in part, or twice), with JSON or backslash escapes or HTML's entities, in
// any mixture of these, and within Base64, standard or URL-safe, padded or not, also when other
// text was encoded together with it, as "user:secret" is in Basic authentication.
//
// Secrets of at least four bytes never appear in what it returns. Shorter ones
// are replaced where no letter, digit or underscore touches them, and are not
// looked for in Base64.
//
// The zero Redactor changes nothing. It is immutable and safe for concurrent use.
type Redactor struct {
	secrets []pattern
	mask    string
	longest int // bytes that the beginning of a secret may take, however it is spelled
	marks   [256]mark
}

// mark says where a byte may stand at the beginning of some secret's appearance.
type mark uint8

const (
	first  mark = 1 << iota
	second      // behind a first
	opens       // first, whatever comes second: it may be an escape
)

// pattern is one secret with what must be found.
type pattern struct {
	secret string
	base64 []string // appearances within Base64, see encoded
}

// NewRedactor returns a Redactor for secrets. Empty ones are left out.
func NewRedactor(secrets ...string) *Redactor {
	r := &Redactor{}
	for _, s := range secrets {
		if s == "" || slices.ContainsFunc(r.secrets, func(p pattern) bool { return p.secret == s }) {
			continue
		}
		p := pattern{secret: s}
		if len(s) >= shortest {
			p.base64 = encoded(s)
		}
		r.secrets = append(r.secrets, p)
		r.longest = max(r.longest, longestEntity*len(s))
		for _, appearance := range append(p.base64, s) {
			r.note(appearance)
		}
	}
	for _, c := range `%\&` {
		r.marks[c] |= opens | second
	}
	r.mask = maskFor(secrets)
	return r
}

// note marks the bytes with which an appearance may begin. After a secret of one
// byte anything may come.
func (r *Redactor) note(s string) {
	r.mark(s[0], first)
	if len(s) > 1 {
		r.mark(s[1], second)
		return
	}
	for i := range r.marks {
		r.marks[i] |= second
	}
}

func (r *Redactor) mark(b byte, m mark) {
	r.marks[b] |= m
	if b == ' ' {
		r.marks['+'] |= m
	}
}

// next returns the first offset from i on at which a secret may appear, or the
// text's length.
func (r *Redactor) next(text string, i int) int {
	marks := &r.marks
	for ; i+5 <= len(text); i += 4 { // most texts have nothing for long
		t := text[i : i+5]
		a, b, c, d, e := marks[t[0]], marks[t[1]], marks[t[2]], marks[t[3]], marks[t[4]]
		if (a&(opens|b/second)|b&(opens|c/second)|c&(opens|d/second)|d&(opens|e/second))&(opens|first) != 0 {
			break
		}
	}
	if i >= len(text) {
		return i
	}
	m := r.marks[text[i]]
	for ; i+1 < len(text); i++ {
		following := r.marks[text[i+1]]
		if m&(opens|following/second&first) != 0 { // an escape, or a first before a second
			return i
		}
		m = following
	}
	if m&(opens|first) != 0 {
		return i
	}
	return len(text)
}

// Bytes is String for bytes. It returns text itself when there is nothing to hide.
func (r *Redactor) Bytes(text []byte) []byte {
	// Answers may have many megabytes, and nearly none holds a secret: look at the
	// bytes where they are. Nothing keeps the string, and nothing writes meanwhile.
	if hidden := r.hide(unsafe.String(unsafe.SliceData(text), len(text))); hidden != nil {
		return hidden
	}
	return text
}

// Torn is Bytes for a text that breaks off somewhere, and so perhaps within a
// secret: what of it stands at the end is hidden too, from four bytes on.
func (r *Redactor) Torn(text []byte) []byte {
	text = r.Bytes(text)
	for i := max(0, len(text)-r.longest); i < len(text); i++ {
		if r.begins(string(text[i:])) {
			return append(text[:i:i], r.mask...)
		}
	}
	return text
}

// begins reports whether a secret begins at the start of text and reaches beyond it.
func (r *Redactor) begins(text string) bool {
	for _, p := range r.secrets {
		if begun(text, p.secret, shortest) {
			return true
		}
		for _, b := range p.base64 {
			if begun(text, b, 2*shortest) {
				return true
			}
		}
	}
	return false
}

// String returns text with each secret replaced by ***, or by other characters
// when a secret itself contains *.
func (r *Redactor) String(text string) string {
	if hidden := r.hide(text); hidden != nil {
		return string(hidden)
	}
	return text
}

// hide returns text without the secrets, nil when there are none in it.
func (r *Redactor) hide(text string) []byte {
	if r == nil || len(r.secrets) == 0 {
		return nil
	}
	var hidden []byte
	done := 0 // of text is in hidden
	for i := r.next(text, 0); i < len(text); i = r.next(text, i) {
		start, end := r.at(text, i)
		if end <= i {
			i++
			continue
		}
		if hidden == nil { // masks may be longer than what they hide
			hidden = make([]byte, 0, len(text)+len(text)/64+64)
		}
		if start > done {
			hidden = append(hidden, text[done:start]...)
		}
		hidden = append(hidden, r.mask...)
		i, done = end, end
	}
	if hidden == nil {
		return nil
	}
	return append(hidden, text[done:]...)
}

// at returns the extent of the secret that appears at text[i:], or an end not
// beyond i. Start is before i when the Base64 around it began earlier.
func (r *Redactor) at(text string, i int) (start, end int) {
	start, end = i, i
	for _, p := range r.secrets {
		if n := spelled(text[i:], p.secret); n > 0 && (len(p.secret) >= shortest || alone(text, i, i+n)) {
			end = max(end, i+n)
		}
		for _, b := range p.base64 {
			// Base64 has / and +, which JSON and URLs may escape.
			if c := text[i]; c != b[0] && c != '%' && c != '\\' && c != '&' {
				continue
			}
			if n := spelled(text[i:], b); n > 0 {
				s, e := token64(text, i, i+n)
				start, end = min(start, s), max(end, e)
			}
		}
	}
	return start, end
}

// alone reports whether no word character touches text[start:end].
func alone(text string, start, end int) bool {
	return (start == 0 || !word.has(text[start-1])) && (end == len(text) || !word.has(text[end]))
}

// maskFor returns three times a character that is in no secret. Only then can a
// mask, together with what stands beside it, never spell a secret again.
func maskFor(secrets []string) string {
	all := strings.Join(secrets, "")
	mask := '*'
	for next := '\u2588'; strings.ContainsRune(all, mask); next++ {
		mask = next
	}
	return strings.Repeat(string(mask), 3)
}
