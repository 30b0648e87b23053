package invoke

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	leftOutKey   = "_left_out"
	minCut       = 24   // bytes below which a field is dropped and not cut
	maxMembers   = 4096 // members of an object that share the room; further ones are dropped
	maxOmissions = 8    // places named in the note
	maxCutDepth  = 16   // of what is cut: each level is read anew
)

// cutter shortens one JSON text and remembers what it left out.
type cutter struct {
	out   bytes.Buffer
	left  []string
	more  int
	depth int
	err   error // what is wrong with the text
}

// cutJSON returns a valid JSON text of at most limit bytes that keeps what fits of
// body, which is longer: whole array elements and fields, the small ones first. Its
// last field or element says what was left out, and then advice. A limit under 1,000
// bytes counts as 1,000. An object or array that is no valid JSON is an error; other
// bodies must be valid.
func cutJSON(body []byte, limit int, advice string) ([]byte, error) {
	limit = max(limit, 1000)
	body = bytes.TrimSpace(body)
	c := &cutter{}
	c.value(body, limit-500-len(advice), "")
	return c.finish(advice), c.err
}

// finish closes the text with the note.
func (c *cutter) finish(advice string) []byte {
	text := strings.Join(c.left, "; ")
	if c.more > 0 {
		text += fmt.Sprintf("; %d more places", c.more)
	}
	note, err := jsontext.AppendQuote(nil, shorten(text, 420)+". "+advice)
	if err != nil {
		note = []byte(`"Parts were left out."`)
	}
	field := `"` + leftOutKey + `":` + string(note) + `}`
	text = c.out.String()
	switch {
	case text == "{}" || text == "[]":
		return []byte("{" + field)
	case strings.HasPrefix(text, "{"):
		return []byte(text[:len(text)-1] + "," + field)
	case strings.HasPrefix(text, "["):
		return []byte(text[:len(text)-1] + ",{" + field + "]")
	}
	return []byte(`{"result":` + text + "," + field)
}

func (c *cutter) omit(path, format string, args ...any) {
	if len(c.left) == maxOmissions {
		c.more++
		return
	}
	if path == "" {
		path = "answer"
	}
	c.left = append(c.left, shorten(path, 60)+": "+fmt.Sprintf(format, args...))
}

// value writes v, or what fits of it into room bytes. Room is at least minCut
// except for the outermost value.
func (c *cutter) value(v []byte, room int, path string) {
	switch {
	case len(v) <= room:
		c.out.Write(v)
	case c.depth == maxCutDepth && isContainer(v):
		c.out.WriteString("null")
		c.omit(path, "%d bytes, nested too deeply", len(v))
	case v[0] == '{':
		c.depth++
		c.object(v, room-2, path)
		c.depth--
	case v[0] == '[':
		c.depth++
		c.array(v, room-2, path)
		c.depth--
	case v[0] == '"':
		c.text(v, room, path)
	default:
		c.out.WriteString("null")
		c.omit(path, "a number of %d digits", len(v))
	}
}

// array writes the elements from the front as long as they fit; the first of all
// is cut itself when even it does not.
func (c *cutter) array(v []byte, room int, path string) {
	d := decoder(v)
	c.out.WriteByte('[')
	kept, total, full := 0, 0, false
	for d.PeekKind() != ']' {
		total++
		element, err := next(d, v)
		if err != nil {
			c.err = err
			break
		}
		if full {
			continue
		}
		full = len(element)+1 > room
		if full && (kept > 0 || room < minCut) {
			if c.depth > 1 { // what is within something else was read with it
				total += elements(v[d.InputOffset():])
				break
			}
			continue
		}
		if kept > 0 {
			c.out.WriteByte(',')
		}
		c.value(element, room-1, path+"[0]")
		room -= len(element) + 1
		kept++
	}
	if !full || c.depth == 1 {
		c.end(d, v)
	}
	c.out.WriteByte(']')
	if kept < total {
		c.omit(path, "%d of %d elements", kept, total)
	}
}

// elements counts the elements in the rest of a valid array, which begins behind one.
func elements(rest []byte) (n int) {
	for depth, i := 0, 0; i < len(rest); i++ {
		switch rest[i] {
		case '"':
			i += stringEnd(rest[i:])
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case ',':
			if depth == 0 {
				n++
			}
		}
	}
	return n
}

// stringEnd returns the offset of the quote that ends a valid JSON string.
func stringEnd(s []byte) int {
	for end := 1; ; end++ {
		end += bytes.IndexByte(s[end:], '"')
		backslashes := end - len(bytes.TrimRight(s[:end], `\`))
		if backslashes%2 == 0 {
			return end
		}
	}
}

type member struct {
	name, value []byte
	room        int // bytes it may take, with its name
}

func (m member) size() int { return len(m.name) + len(m.value) + 2 }

// object shares the room among the fields: each may have an equal part, and what
// the small ones do not need goes to the large ones. Fields keep their order.
func (c *cutter) object(v []byte, room int, path string) {
	members, dropped := c.membersOf(v)
	bySize := make([]*member, len(members))
	for i := range members {
		bySize[i] = &members[i]
	}
	slices.SortStableFunc(bySize, func(a, b *member) int { return cmp.Compare(a.size(), b.size()) })
	for i, m := range bySize {
		m.room = min(m.size(), max(room, 0)/(len(bySize)-i))
		if m.room < m.size() && m.room-len(m.name)-2 < minCut {
			m.room = 0
		}
		room -= m.room
	}
	c.out.WriteByte('{')
	first := true
	for _, m := range members {
		if m.room == 0 {
			dropped++
			continue
		}
		if !first {
			c.out.WriteByte(',')
		}
		first = false
		c.out.Write(m.name)
		c.out.WriteByte(':')
		c.value(m.value, m.room-len(m.name)-2, join(path, m.name))
	}
	c.out.WriteByte('}')
	if dropped > 0 {
		c.omit(path, "%d fields", dropped)
	}
}

func (c *cutter) membersOf(v []byte) (members []member, more int) {
	d := decoder(v)
	for d.PeekKind() != '}' {
		name, err := next(d, v)
		if err != nil {
			c.err = err
			break
		}
		value, err := next(d, v)
		if err != nil {
			c.err = err
			break
		}
		if len(members) == maxMembers {
			more++
			continue
		}
		members = append(members, member{name: name, value: value})
	}
	c.end(d, v)
	return members, more
}

// end checks that nothing stands behind the object or array that d has read all of.
func (c *cutter) end(d *jsontext.Decoder, v []byte) {
	if _, err := d.ReadToken(); c.err == nil && err != nil {
		c.err = err
	}
	if c.err == nil && d.InputOffset() < int64(len(v)) {
		c.err = errors.New("more than one value")
	}
}

// next reads a value and returns it as a part of v, which d reads.
func next(d *jsontext.Decoder, v []byte) ([]byte, error) {
	value, err := d.ReadValue()
	end := d.InputOffset()
	return v[end-int64(len(value)) : end], err
}

// decoder reads the inside of an object or array.
func decoder(v []byte) *jsontext.Decoder {
	d := jsontext.NewDecoder(bytes.NewBuffer(v), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	_, _ = d.ReadToken()
	return d
}

// text writes the beginning of a string.
func (c *cutter) text(v []byte, room int, path string) {
	plain, _ := jsontext.AppendUnquote(nil, v) // the only error is a half surrogate, read as U+FFFD
	whole := utf8.RuneCount(plain)
	// A character may take six bytes once it is quoted; halve until it fits.
	for n := min(len(plain), max(room-8, 0)); ; n = n * 3 / 4 {
		part := plain[:runeStart(plain, n)]
		quoted, err := jsontext.AppendQuote(nil, string(part)+"…")
		if err != nil || n == 0 || len(quoted) <= room {
			c.out.Write(quoted)
			c.omit(path, "the first %d of %d characters", utf8.RuneCount(part), whole)
			return
		}
	}
}

// runeStart returns the last start of a character at or before n.
func runeStart(b []byte, n int) int {
	for n > 0 && n < len(b) && !utf8.RuneStart(b[n]) {
		n--
	}
	return n
}

func join(path string, name []byte) string {
	plain, _ := jsontext.AppendUnquote(nil, name)
	if path == "" {
		return string(plain)
	}
	return path + "." + string(plain)
}

// shorten returns s cut to about n bytes at a character.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:runeStart([]byte(s), n)] + "…"
}
