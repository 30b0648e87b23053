package ide

import "strings"

// line is one line of a file, cut as block YAML cuts it. Columns count bytes from
// the line's start.
type line struct {
	start   int    // offset of the line's first byte
	text    string // without the line break
	indent  int    // leading blanks
	dashes  []int  // columns of the dashes of list items
	content int    // column behind blanks and dashes
	key     string // decoded name in front of a colon; "" for none
	keyEnd  int    // column behind the key as written, its quotes included
	value   int    // column of what stands behind the colon; the line's end for nothing
	comment int    // column of the "#" of a comment; the line's end for none
}

// cut reads one line.
func cut(start int, text string) line {
	l := line{start: start, text: text}
	l.indent = blanks(text, 0)
	l.content = l.indent
	for l.content < len(text) && text[l.content] == '-' && blankAt(text, l.content+1) {
		l.dashes = append(l.dashes, l.content)
		l.content = blanks(text, l.content+1)
	}
	l.comment = commentIn(text, l.content)
	l.keyEnd, l.value = l.content, l.content
	if colon := l.readKey(); colon >= 0 {
		l.value = blanks(text[:l.comment], colon+1)
	}
	return l
}

// readKey fills key and keyEnd and returns the column of the colon, or -1.
func (l *line) readKey() int {
	rest := l.text[l.content:l.comment]
	if rest == "" || strings.ContainsRune("[]{},&*!|>%@`", rune(rest[0])) {
		return -1
	}
	end := quotedEnd(rest)
	if end == 0 {
		end = plainKeyEnd(rest)
	}
	colon := end + blanks(rest[end:], 0)
	if end == 0 || colon >= len(rest) || rest[colon] != ':' || !blankAt(rest, colon+1) {
		return -1
	}
	l.key = strings.Trim(strings.TrimPrefix(rest[:end], byteOrderMark), `"'`)
	l.keyEnd = l.content + end
	return l.content + colon
}

// empty reports whether nothing stands on the line but blanks, dashes or a comment.
func (l line) empty() bool { return l.content == l.comment && len(l.dashes) == 0 }

// dashOnly reports whether an element begins here whose text stands further down.
func (l line) dashOnly() bool { return l.content == l.comment && len(l.dashes) > 0 }

// end returns the column behind the last character that is no blank or comment.
func (l line) end() int { return len(strings.TrimRight(l.text[:l.comment], " \t")) }

// afterProperties returns the column of the value behind an anchor and a tag.
func (l line) afterProperties() int {
	at := l.value
	for at < l.end() && (l.text[at] == '&' || l.text[at] == '!') {
		for at < l.end() && !blankAt(l.text, at) {
			at++
		}
		at = blanks(l.text[:l.comment], at)
	}
	return at
}

// bracketed reports whether the line is the start of a flow collection that has
// no key.
func (l line) bracketed() bool {
	return l.key == "" && l.content < l.comment && (l.text[l.content] == '[' || l.text[l.content] == '{')
}

// written returns the value on the line without blanks and comment around it.
func (l line) written() string {
	if l.value >= l.end() {
		return ""
	}
	return l.text[l.value:l.end()]
}

// byteOrderMark may stand in front of the first key of a file.
const byteOrderMark = "\uFEFF"

func blankAt(s string, i int) bool { return i >= len(s) || s[i] == ' ' || s[i] == '\t' }

// blanks returns the first index from i on that is no blank.
func blanks(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t') {
		i++
	}
	return min(i, len(s))
}

// quotedEnd returns the index behind a quoted text at the start of s, 0 where
// there is none or it is not closed.
func quotedEnd(s string) int {
	if s == "" || s[0] != '"' && s[0] != '\'' {
		return 0
	}
	for i := 1; i < len(s); i++ {
		switch {
		case s[0] == '"' && s[i] == '\\':
			i++
		case s[i] == s[0] && s[0] == '\'' && i+1 < len(s) && s[i+1] == '\'':
			i++
		case s[i] == s[0]:
			return i + 1
		}
	}
	return 0
}

// plainKeyEnd returns the index of the colon that ends a key without quotes, less
// the blanks in front of it; 0 for none.
func plainKeyEnd(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] == ':' && blankAt(s, i+1) {
			return len(strings.TrimRight(s[:i], " \t"))
		}
	}
	return 0
}

// commentIn returns the column of the "#" that begins a comment at from or behind
// it; the length of the text for none. A quote that opens a value hides it.
func commentIn(text string, from int) int {
	for i := from; i < len(text); i++ {
		switch {
		case text[i] == '#' && (i == 0 || blankAt(text, i-1)):
			return i
		case (text[i] == '"' || text[i] == '\'') && opens(text, from, i):
			if end := quotedEnd(text[i:]); end > 0 {
				i += end - 1
			}
		}
	}
	return len(text)
}

// opens reports whether a quote at i begins a text and is not a character within one.
func opens(text string, from, i int) bool {
	return i == from || strings.IndexByte(" \t[{,", text[i-1]) >= 0
}
