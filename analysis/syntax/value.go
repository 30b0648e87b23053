package syntax

import (
	"fmt"
	"strings"

	"github.com/usepaso/usepaso/analysis/source"
)

// value follows what a key or a dash in column parent holds, from at on.
func (in *inspector) value(parent, at, end int) {
	if at = in.behindProperties(at, end); emptyBehind(in.text[:end], at) {
		in.open = parent // a property; the value stands below
		return
	}
	switch c := in.text[at]; c {
	case '"', '\'':
		in.quotedValue(parent, at, end)
	case '[', '{':
		in.flowValue(parent, at, end)
	case '|', '>':
		if in.header(parent, at, end) {
			return
		}
		in.skipDeeper(parent)
	case '*':
		in.aliasValue(at, end)
	case '@', '`', '%', ']', '}', ',':
		in.report(in.quoting(at, end, fmt.Sprintf("a plain value cannot start with %q; expected it in quotes", c)))
	default:
		if isDash(in.text[:end], at) {
			in.report(mistake{
				start: at, end: at + 1, until: end,
				message: "a list item stands behind the colon; expected it on the next line",
				repair:  []source.Edit{blanked(at, end)},
			})
			return
		}
		in.plainValue(parent, at, end)
	}
}

// header reports text behind the sign that begins a block scalar.
func (in *inspector) header(parent, at, end int) bool {
	i := at + 1
	for i < end && strings.IndexByte("+-123456789", in.text[i]) >= 0 {
		i++
	}
	if emptyBehind(in.text[:end], i) && (i == end || in.text[i] != '#') {
		return false
	}
	m := in.quoting(at, end, fmt.Sprintf("text stands behind the %c that begins a block of text; expected that text on the next lines, or the value in quotes", in.text[at]))
	if _, column := in.nextContent(end); column > parent { // the block is there
		m.start, m.title, m.repair = skipBlanks(in.text, i), "", []source.Edit{blanked(i, end)}
		in.skipDeeper(parent)
	}
	in.report(m)
	return true
}

// skipDeeper passes over the lines of a block scalar.
func (in *inspector) skipDeeper(parent int) {
	for in.pos < len(in.text) {
		end, next := lineEnd(in.text, in.pos)
		at := skipByte(in.text[:end], in.pos, ' ')
		if at < end && at-in.pos <= parent {
			return
		}
		in.pos = next
	}
}

const innerColonMessage = "a colon with a space behind it stands within this value; expected the value in quotes"

func (in *inspector) plainValue(parent, at, end int) {
	last := in.contentEnd(at, end)
	if colon := innerColon(in.text[at:last]); colon >= 0 {
		colon += at
		m := in.quoting(at, end, innerColonMessage)
		m.start, m.end = colon, colon+1
		in.report(m)
		return
	}
	if last < skipBack(in.text, at, end) {
		return // a comment ends the value
	}
	for in.pos < len(in.text) { // the lines that go on with it
		end, next := lineEnd(in.text, in.pos)
		line := in.text[:end]
		i := skipByte(line, in.pos, ' ')
		if i < end {
			_, _, key := keyAt(line, i)
			if i-in.pos <= parent || in.text[i] == '#' || in.text[i] == '\t' || key || isMarker(in.text[in.pos:end]) {
				return
			}
		}
		in.pos = next
	}
}

// skipBack returns the end of text[at:end] without white space.
func skipBack(text string, at, end int) int {
	for end > at && isBlank(text[end-1]) {
		end--
	}
	return end
}

// innerColon returns the offset of a colon that the library would take for a
// key's, or -1.
func innerColon(value string) int {
	for i := range len(value) {
		if value[i] == ':' && spaceAt(value, i+1) {
			return i
		}
	}
	return -1
}

// quoting makes the mistake of a value that needs quotes.
func (in *inspector) quoting(at, end int, message string) mistake {
	last := in.contentEnd(at, end)
	m := mistake{start: at, end: last, until: end, message: message, title: "put the value in quotes"}
	m.repair = quotes(in.text, at, last)
	return m
}

// quotes returns the edits that put text[start:end] in quotes, single ones where
// it contains what double ones give a meaning to.
func quotes(text string, start, end int) []source.Edit {
	if strings.Count(text[start:end], "'") > maxEdits {
		return []source.Edit{blanked(start, end)}
	}
	if !strings.ContainsAny(text[start:end], `"\`) {
		return []source.Edit{insertion(start, `"`), insertion(end, `"`)}
	}
	edits := []source.Edit{insertion(start, "'")}
	for i := start; i < end; i++ {
		if text[i] == '\'' {
			edits = append(edits, insertion(i, "'"))
		}
	}
	return append(edits, insertion(end, "'"))
}

func (in *inspector) aliasValue(at, end int) {
	name := at + 1
	last := name
	for last < end && isAnchorByte(in.text[last]) {
		last++
	}
	if last == name || !spaceAt(in.text, last) || !emptyBehind(in.text[:end], last) {
		in.report(in.quoting(at, end, `a plain value cannot start with "*"; expected it in quotes`))
		return
	}
	if !strings.Contains(in.text[:at], "&"+in.text[name:last]) {
		in.report(unknownAlias(in.text, at, last))
	}
}

func isAnchorByte(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || c == '_' || c == '-'
}
