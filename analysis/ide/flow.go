package ide

import (
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/source"
)

// frame is one open bracket of a flow collection.
type frame struct {
	open  byte
	key   string   // whose value is being written, in a mapping
	keyed bool     // key is there
	keys  []string // seen in the mapping so far
	start int      // index behind the last "," ":" or bracket
}

// readFlow finds what the cursor stands on between brackets. The collection
// begins at from; the path leads to it.
func (c *cursor) readFlow(from int) bool {
	text := c.file.Slice(source.Range(from, c.line.start+len(c.line.text)))
	at := c.offset - from
	stack, ok := scanFlow(text, at)
	if !ok || len(stack) == 0 {
		return false
	}
	c.flow, c.key = true, ""
	for _, f := range stack[:len(stack)-1] {
		c.path = append(c.path, f.step())
	}
	top := stack[len(stack)-1]
	c.siblings = top.keys
	switch {
	case top.open == '[':
		c.path = append(c.path, item)
		c.atKey, c.unbraced = true, true
	case top.keyed:
		c.key, c.atKey = top.key, false
		c.siblings = top.keys[:len(top.keys)-1]
		c.tight = at == top.start
	default:
		c.atKey = true
	}
	start, end := c.flowWord(text, top.start, at)
	c.word = source.Range(from+start, from+end)
	if top.open == '{' {
		if c.quote != 0 && end < len(text) && text[end] == c.quote {
			end++
		}
		behind := source.Range(from+end, min(from+end+maxBehind, c.file.Len()))
		c.siblings = append(slices.Clip(c.siblings), keysBehind(c.file.Slice(behind))...)
	}
	return true
}

// maxBehind is how many bytes behind the cursor are looked at for other keys.
const maxBehind = 1 << 13

// keysBehind returns the keys that follow in a mapping between brackets, given what
// stands behind the word that the cursor is in.
func keysBehind(text string) []string {
	var keys []string
	depth, start := 0, -1 // of the key that is being read; -1 for none
	if rest := strings.TrimLeft(text, " \t"); strings.HasPrefix(rest, "\n") || strings.HasPrefix(rest, "\r") {
		start = 0 // on the next line begins another entry, although a comma is missing
	}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth < 0 {
				return keys
			}
		case ',':
			if depth == 0 {
				start = i + 1
			}
		case ':':
			if depth == 0 && start >= 0 && endsKey(text, i) {
				keys = append(keys, strings.Trim(text[start:i], " \t\r\n\"'"))
				start = -1
			}
		case '"', '\'':
			if end := quotedEnd(text[i:]); end > 0 && opens(text, 0, i) {
				i += end - 1
			}
		}
	}
	return keys
}

// endsKey reports whether the colon at an index stands behind a key.
func endsKey(text string, i int) bool {
	return blankAt(text, i+1) || text[i+1] == '\n' || text[i+1] == '\r' || i > 0 && (text[i-1] == '"' || text[i-1] == '\'')
}

func (f frame) step() string {
	if f.open == '[' {
		return item
	}
	return f.key
}

// scanFlow returns the brackets that are open at an index of a text that begins
// with one.
func scanFlow(text string, at int) (stack []frame, ok bool) {
	for i := 0; i < at; i++ {
		var top *frame
		if len(stack) > 0 {
			top = &stack[len(stack)-1]
		}
		switch text[i] {
		case '[', '{':
			stack = append(stack, frame{open: text[i], start: i + 1})
		case ']', '}':
			if stack = stack[:len(stack)-1]; len(stack) == 0 {
				return nil, false
			}
		case ',':
			top.key, top.keyed, top.start = "", false, i+1
		case ':':
			if top.open == '{' && !top.keyed && endsKey(text, i) {
				top.key, top.keyed = strings.Trim(text[top.start:i], " \t\r\n\"'"), true
				top.keys = append(top.keys, top.key)
				top.start = i + 1
			}
		case '"', '\'':
			if strings.TrimSpace(text[top.start:i]) != "" {
				continue
			}
			end := quotedEnd(text[i:])
			if end == 0 || i+end > at {
				return stack, true
			}
			i += end - 1
		}
	}
	return stack, true
}

// flowWord returns the word between brackets that the cursor stands in, which
// begins at an index of the text or behind blanks that follow.
func (c *cursor) flowWord(text string, start, at int) (from, to int) {
	for start < at && strings.IndexByte(" \t\r\n", text[start]) >= 0 {
		start++
	}
	stop := ",]}"
	if c.atKey {
		stop += ":"
	}
	switch closed := quotedEnd(text[start:]); {
	case closed > 0 && start+closed <= at: // behind the quotes
	case start < at && (text[start] == '"' || text[start] == '\''):
		c.quote = text[start]
		start++
		stop = string(c.quote)
	}
	end := len(text)
	if i := strings.IndexAny(text[at:], stop); i >= 0 {
		end = at + i
	}
	if c.quote == 0 {
		end = at + len(strings.TrimRight(text[at:end], " \t"))
	}
	return start, end
}
