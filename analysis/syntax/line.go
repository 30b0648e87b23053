package syntax

import "strings"

// lineEnd returns the offset behind the content of the line that starts at from,
// and the offset of the next line. Lines break as in source.File.
func lineEnd(text string, from int) (end, next int) {
	end = firstBreak(text, from)
	switch {
	case end == len(text):
		return end, end
	case strings.HasPrefix(text[end:], "\r\n"):
		return end, end + 2
	}
	return end, end + 1
}

// firstBreak returns the offset of the first "\n" or "\r" from from on. It looks
// for both a stretch at a time, lest it run through the whole text for one of them.
func firstBreak(text string, from int) int {
	for size := 128; from < len(text); size *= 2 {
		part := text[from:min(from+size, len(text))]
		i := strings.IndexByte(part, '\n')
		if i >= 0 {
			part = part[:i]
		}
		if j := strings.IndexByte(part, '\r'); j >= 0 {
			return from + j
		}
		if i >= 0 {
			return from + i
		}
		from += len(part)
	}
	return len(text)
}

// skipByte returns the offset of the first byte from i on that is not c.
func skipByte(s string, i int, c byte) int {
	for i < len(s) && s[i] == c {
		i++
	}
	return i
}

// skipBlanks returns the offset of the first byte from i on that is neither space nor tab.
func skipBlanks(s string, i int) int {
	for i < len(s) && isBlank(s[i]) {
		i++
	}
	return i
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func isBreak(c byte) bool { return c == '\n' || c == '\r' }

func isSpace(c byte) bool { return isBlank(c) || isBreak(c) }

// spaceAt reports whether the text ends at i or goes on with white space there.
func spaceAt(s string, i int) bool { return i >= len(s) || isSpace(s[i]) }

// isDash reports whether a list item starts at i.
func isDash(s string, i int) bool { return i < len(s) && s[i] == '-' && spaceAt(s, i+1) }

// isMarker reports whether line starts or ends a document ("---", "...").
func isMarker(line string) bool {
	return len(line) >= 3 && (line[:3] == "---" || line[:3] == "...") && spaceAt(line, 3)
}

// keyAt finds a key at offset i of a line: its end and the offset of its colon.
// The line must not contain its break.
func keyAt(line string, i int) (end, colon int, ok bool) {
	if i >= len(line) {
		return 0, 0, false
	}
	switch c := line[i]; c {
	case '"', '\'':
		end = quoteEnd(line, i)
		if end < 0 {
			return 0, 0, false
		}
		colon = skipBlanks(line, end)
		return end, colon, colon < len(line) && line[colon] == ':' && spaceAt(line, colon+1)
	case '-', '?', ':':
		if spaceAt(line, i+1) {
			return 0, 0, false
		}
	case ' ', '\t', '[', ']', '{', '}', ',', '#', '&', '*', '!', '|', '>', '%', '@', '`':
		return 0, 0, false
	}
	return plainKey(line, i)
}

func plainKey(line string, i int) (end, colon int, ok bool) {
	for j := i; j < len(line); j++ {
		switch line[j] {
		case ':':
			if spaceAt(line, j+1) {
				end = j
				for end > i && isBlank(line[end-1]) {
					end--
				}
				return end, j, true
			}
		case '#':
			if j > i && isBlank(line[j-1]) {
				return 0, 0, false
			}
		}
	}
	return 0, 0, false
}

// quoteEnd returns the offset behind the quoted scalar that starts at i, or -1
// where it is not closed.
func quoteEnd(s string, i int) int {
	quote := s[i]
	for j := i + 1; j < len(s); j++ {
		switch {
		case s[j] == '\\' && quote == '"':
			j++
		case s[j] == quote && quote == '\'' && j+1 < len(s) && s[j+1] == quote:
			j++
		case s[j] == quote:
			return j + 1
		}
	}
	return -1
}

// emptyBehind reports whether nothing but white space and a comment stands from i on.
func emptyBehind(line string, i int) bool {
	j := skipBlanks(line, i)
	return j >= len(line) || line[j] == '#' && (j == 0 || j > i || isBlank(line[j-1]))
}
