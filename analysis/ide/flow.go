package ide

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/source"
)

// frame is one open bracket of a flow collection.
type frame struct {
	open  byte
	key   string   // whose value is being written, in a mapping
	keyed bool     // key is there
	keys  []string // seen in the mapping so far
	start int      // offset behind the last "," ":" or bracket
}

// readFlow finds what the cursor stands on between brackets. The collection
// begins at from; the path leads to it.
func (c *cursor) readFlow(from int) bool {
	stack, ok := c.scanFlow(from)
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
		c.atKey = true
	case top.keyed:
		c.key = top.key
		c.siblings = top.keys[:len(top.keys)-1]
		c.tight = c.offset > 0 && c.file.Text()[c.offset-1] == ':'
	default:
		c.atKey = true
	}
	c.flowWord(top.start)
	return true
}

func (f frame) step() string {
	if f.open == '[' {
		return item
	}
	return f.key
}

// scanFlow returns the brackets that are open at the cursor.
func (c *cursor) scanFlow(from int) (stack []frame, ok bool) {
	text := c.file.Text()
	for i := from; i < c.offset; i++ {
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
			if top.open == '{' && !top.keyed && (blankAt(text, i+1) || text[i+1] == '\n' || text[i-1] == '"') {
				top.key, top.keyed = strings.Trim(text[top.start:i], " \t\r\n\"'"), true
				top.keys = append(top.keys, top.key)
				top.start = i + 1
			}
		case '"', '\'':
			if strings.TrimSpace(text[top.start:i]) != "" {
				continue
			}
			end := quotedEnd(text[i:])
			if end == 0 || i+end > c.offset {
				return stack, true
			}
			i += end - 1
		}
	}
	return stack, true
}

// flowWord sets the word between brackets that the cursor stands in, which
// begins at start or behind blanks that follow.
func (c *cursor) flowWord(start int) {
	text := c.file.Text()
	for start < c.offset && strings.IndexByte(" \t\r\n", text[start]) >= 0 {
		start++
	}
	stop := ",]}\r\n"
	if c.atKey {
		stop += ":"
	}
	if start < c.offset && (text[start] == '"' || text[start] == '\'') {
		c.quote = text[start]
		start++
		stop = string(c.quote) + "\r\n"
	}
	end := len(text)
	if i := strings.IndexAny(text[c.offset:], stop); i >= 0 {
		end = c.offset + i
	}
	if c.quote == 0 {
		end = c.offset + len(strings.TrimRight(text[c.offset:end], " \t"))
	}
	c.word = source.Range(start, end)
}
