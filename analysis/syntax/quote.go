package syntax

import (
	"fmt"
	"strings"

	"github.com/usepaso/usepaso/analysis/source"
)

// quotedValue follows a quoted value and what stands behind it.
func (in *inspector) quotedValue(parent, at, end int) {
	close := in.quoted(parent, at, end)
	if close < 0 {
		return
	}
	end, _ = lineEnd(in.text, close)
	if !emptyBehind(in.text[:end], close) {
		in.behindQuote(at, close, end)
	}
}

// quoted returns the offset behind the quoted scalar at at, which may end on a
// later line, or -1 where it is not closed and that has been reported. Lines that
// are not indented deeper than parent do not belong to it.
func (in *inspector) quoted(parent, at, end int) int {
	limit := end
	for pos := in.pos; ; {
		if close := quoteEnd(in.text[:limit], at); close >= 0 {
			in.escapes(at, close)
			if close > end {
				in.pos = pos
			}
			return close
		}
		if pos >= len(in.text) {
			break
		}
		e, next := lineEnd(in.text, pos)
		if i := skipBlanks(in.text[:e], pos); i < e && i-pos <= parent || isMarker(in.text[pos:e]) {
			break
		}
		limit, pos = e, next
	}
	in.unclosedQuote(at, end)
	return -1
}

func (in *inspector) unclosedQuote(at, end int) {
	last := skipBack(in.text, at, end)
	until, _ := in.nextContent(end)
	in.report(mistake{
		start: at, end: at + 1, until: until,
		message: fmt.Sprintf("unclosed quote opened here; expected a closing %c", in.text[at]),
		repair:  []source.Edit{insertion(in.quoteTail(at, last), in.text[at:at+1])}, title: "close the quote",
	})
}

// quoteTail returns where a quote that is not closed should be: at the end of the
// line, but within the brackets that were opened before it there.
func (in *inspector) quoteTail(at, end int) int {
	line := strings.LastIndexAny(in.text[:at], "\r\n") + 1
	depth := 0
	for i := line; i < at; i++ {
		switch in.text[i] {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
	}
	for ; depth > 0 && end > at+1 && strings.IndexByte("]} ", in.text[end-1]) >= 0; end-- {
		if in.text[end-1] != ' ' {
			depth--
		}
	}
	return end
}

// behindQuote reports text behind a closing quote.
func (in *inspector) behindQuote(at, close, end int) {
	last := in.contentEnd(close, end)
	c := in.text[at]
	start := skipBlanks(in.text[:end], close)
	m := mistake{start: start, end: last, until: end, message: fmt.Sprintf("text stands behind the closing %c; expected nothing more", c)}
	if in.text[last-1] == c && last-1 > at && strings.Count(in.text[at:last], string(c)) < maxEdits {
		m.title = "escape the quotes inside"
		for i := at + 1; i < last-1; i++ {
			if in.text[i] == c && c == '"' && in.text[i-1] != '\\' {
				m.repair = append(m.repair, insertion(i, `\`))
			} else if in.text[i] == c && c == '\'' {
				m.repair = append(m.repair, insertion(i, "'"))
			}
		}
	} else {
		m.title = "put the whole value in quotes"
		m.repair = quotes(in.text, at, last)
	}
	in.report(m)
}

// escapes reports the first backslash in double quotes that means nothing; the
// repair doubles all of them.
func (in *inspector) escapes(at, close int) {
	if in.text[at] != '"' {
		return
	}
	var m mistake
	for i := at + 1; i < close-1 && len(m.repair) <= maxEdits; i++ {
		if in.text[i] != '\\' {
			continue
		}
		if n := badEscape(in.text[i:close]); n > 0 {
			if m.repair == nil {
				m.start, m.end = i, i+n
			}
			m.repair = append(m.repair, insertion(i, `\`))
		}
		i++
	}
	if m.repair == nil {
		return
	}
	m.until, _ = lineEnd(in.text, close)
	m.message = fmt.Sprintf("%s is no escape sequence; expected a doubled backslash, or single quotes around the value", quote(in.text[m.start:m.end]))
	m.title = "double the backslash"
	in.report(m)
}

// badEscape returns the length of the escape sequence at the start of s if YAML has none such.
func badEscape(s string) int {
	digits, ok := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[1]]
	if !ok {
		if strings.IndexByte("0abt\tnvfe \"'/\\N_LP\r\n", s[1]) >= 0 {
			return 0
		}
		n := 2
		for n < len(s) && s[n]&0xC0 == 0x80 {
			n++
		}
		return n
	}
	value := 0
	for i := 2; i < 2+digits; i++ {
		d := -1
		if i < len(s) {
			d = strings.IndexByte("0123456789abcdef", s[i]|0x20)
		}
		if d < 0 {
			return i
		}
		value = value<<4 | d
	}
	if value >= 0xD800 && value <= 0xDFFF || value > 0x10FFFF {
		return 2 + digits
	}
	return 0
}
