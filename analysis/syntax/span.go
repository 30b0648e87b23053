package syntax

import "strings"

// The YAML library says where a node starts, its properties ("&name", "!tag")
// included, and nothing else. What follows finds the rest in the text.

// skipProperties returns where a node's own text starts, which may stand on a later line.
func (c *converter) skipProperties(i int) int {
	if i < len(c.text) && (c.text[i] == '&' || c.text[i] == '!') {
		return c.skip(i)
	}
	return i
}

// skip returns the offset of the next character that is neither white space nor
// part of a comment or of a property.
func (c *converter) skip(i int) int {
	for i < len(c.text) {
		switch b := c.text[i]; {
		case isSpace(b):
			i++
		case b == '#':
			i, _ = lineEnd(c.text, i)
		case b == '&', b == '!':
			i = c.property(i)
		default:
			return i
		}
	}
	return i
}

func (c *converter) property(i int) int {
	if strings.HasPrefix(c.text[i:], "!<") {
		if end := strings.IndexByte(c.text[i:], '>'); end >= 0 {
			return i + end + 1
		}
	}
	goesOn := isAnchorByte
	if c.text[i] == '!' { // a tag ends with white space only
		goesOn = func(b byte) bool { return !isSpace(b) }
	}
	for i++; i < len(c.text) && goesOn(c.text[i]); i++ {
	}
	return i
}

// match returns where the text from start on has shown every character of value
// but white space, as it does in plain and block scalars.
func (c *converter) match(start int, value string) int {
	if strings.HasPrefix(c.text[start:], value) {
		return start + len(strings.TrimRight(value, " \t\r\n"))
	}
	i, end := start, start
	for j := 0; j < len(value); j++ {
		if isSpace(value[j]) {
			continue
		}
		for i < len(c.text) && isSpace(c.text[i]) {
			i++
		}
		if i == len(c.text) || c.text[i] != value[j] {
			return end
		}
		i++
		end = i
	}
	return end
}

// quoted returns the offset behind the quoted scalar that starts at i.
func (c *converter) quoted(i int) int {
	if i < len(c.text) {
		if end := quoteEnd(c.text, i); end >= 0 {
			return end
		}
	}
	return len(c.text)
}

// block returns the end of the block scalar whose indicator stands at start: that
// of its last line that is not blank, or of the indicator.
func (c *converter) block(start int, value string) int {
	_, next := lineEnd(c.text, start)
	if end := c.match(next, value); end > next {
		end, _ = lineEnd(c.text, end)
		return end
	}
	end := start
	for end < len(c.text) && !isSpace(c.text[end]) {
		end++
	}
	return end
}

// closing returns the offset behind the bracket that closes a flow collection
// whose last child ended at i.
func (c *converter) closing(i int, bracket byte) int {
	for i < len(c.text) {
		switch c.text[i] {
		case bracket:
			return i + 1
		case ',', ':', '?':
			i++
		default:
			next := c.skip(i)
			if next == i {
				return i
			}
			i = next
		}
	}
	return i
}

// behindColon returns the offset behind the colon that follows a key which ended
// at i, or i where there is none.
func (c *converter) behindColon(i int) int {
	if colon := c.skip(i); colon < len(c.text) && c.text[colon] == ':' {
		return colon + 1
	}
	return i
}

// absentKey returns the place of a key that is not there, behind an entry that ended at i.
func (c *converter) absentKey(i int) int {
	for i = c.skip(i); i < len(c.text) && c.text[i] == ','; {
		i = c.skip(i + 1)
	}
	if i < len(c.text) && c.text[i] == '?' {
		return i + 1
	}
	return i
}

// absentItem returns the place of an item that is not there, behind one that ended at i.
func (c *converter) absentItem(i int, style Style) int {
	i = c.skip(i)
	if style == Block {
		return min(i+1, len(c.text))
	}
	for i < len(c.text) && c.text[i] == ',' {
		i = c.skip(i + 1)
	}
	return i
}
