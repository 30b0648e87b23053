package syntax

import (
	"fmt"
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/source"
)

// bracket is one that is open, and where.
type bracket struct {
	close byte
	at    int
	value int // where the value of the current entry starts; 0 in its key
}

// flowValue follows a value in brackets and what stands behind it.
func (in *inspector) flowValue(parent, at, end int) {
	f := flow{inspector: in, parent: parent, end: end}
	close := f.follow(at)
	if close < 0 {
		return
	}
	if rest := skipBlanks(in.text[:f.end], close); !emptyBehind(in.text[:f.end], close) && in.text[rest] != ':' {
		m := in.quoting(at, f.end, fmt.Sprintf("text stands behind the closing %c; expected nothing more, or the whole value in quotes", in.text[close-1]))
		m.start = rest
		in.report(m)
	}
}

// flow follows brackets, over several lines if need be.
type flow struct {
	*inspector
	parent int
	end    int // of the line
	open   []bracket
	quoted bool // the last thing was a quoted scalar: a comma or bracket must follow
}

// follow returns the offset behind the bracket that closes the one at i, or -1
// where there is a mistake, which has been reported.
func (f *flow) follow(i int) int {
	for {
		for i < f.end {
			n := f.step(i)
			if n < 0 || len(f.open) == 0 {
				return n
			}
			i = n
		}
		if i = f.nextLine(); i < 0 {
			f.unclosed()
			return -1
		}
	}
}

// step follows one character, or a quoted scalar, and returns the offset behind it.
func (f *flow) step(i int) int {
	c := f.text[i]
	quoted := f.quoted
	f.quoted = quoted && isBlank(c)
	switch c {
	case '[':
		f.open = append(f.open, bracket{close: ']', at: i})
	case '{':
		f.open = append(f.open, bracket{close: '}', at: i})
	case ']', '}':
		return f.close(i, c)
	case ',':
		f.open[len(f.open)-1].value = 0
	case ':':
		if spaceAt(f.text, i+1) {
			return f.colon(i)
		}
	case '#':
		if isBlank(f.text[i-1]) {
			return f.end
		}
	case '"', '\'':
		if quoted {
			f.missingComma(i)
			return -1
		}
		if !f.startsScalar(i) {
			break
		}
		end := f.inspector.quoted(f.parent, i, f.end)
		if end > f.end {
			f.end, _ = lineEnd(f.text, end)
		}
		f.quoted = true
		return end
	}
	return i + 1
}

// startsScalar reports whether a quote opens a scalar rather than standing in a plain one.
func (f *flow) startsScalar(i int) bool {
	before := strings.TrimRight(f.text[:i], " \t\r\n")
	return before == "" || strings.IndexByte("[{,:?", before[len(before)-1]) >= 0
}

func (f *flow) close(i int, c byte) int {
	last := f.open[len(f.open)-1]
	f.open = f.open[:len(f.open)-1]
	if c != last.close {
		f.report(mistake{
			start: i, end: i + 1, until: f.end,
			message: fmt.Sprintf("%c closes the %c; expected %c", c, f.text[last.at], last.close),
			repair:  []source.Edit{{Span: source.Range(i, i+1), New: string(last.close)}}, title: fmt.Sprintf("write %c", last.close),
		})
		return -1
	}
	return i + 1
}

// colon follows a colon that makes a key of what stands before it.
func (f *flow) colon(i int) int {
	b := &f.open[len(f.open)-1]
	if b.value == 0 {
		b.value = skipBlanks(f.text[:f.end], i+1)
		return i + 1
	}
	end := i
	for end < f.end && strings.IndexByte(",]}", f.text[end]) < 0 {
		end++
	}
	m := f.quoting(b.value, end, innerColonMessage)
	m.start, m.end, m.until = i, i+1, f.end
	f.report(m)
	return -1
}

func (f *flow) missingComma(i int) {
	f.report(mistake{
		start: i, end: i + 1, until: f.end, message: "two values follow each other in brackets; expected a comma between them",
		repair: []source.Edit{insertion(i, ", ")}, title: "insert a comma",
	})
}

// nextLine returns where the next line that belongs to the brackets starts, or -1.
func (f *flow) nextLine() int {
	for f.pos < len(f.text) {
		end, next := lineEnd(f.text, f.pos)
		at := skipBlanks(f.text[:end], f.pos)
		if at < end && (isMarker(f.text[f.pos:end]) || at-f.pos <= f.parent && f.text[at] != ']' && f.text[at] != '}') {
			return -1
		}
		f.pos = next
		if at < end {
			f.end = end
			return at
		}
	}
	return -1
}

// unclosed reports the innermost bracket that is not closed. The repair closes
// all that are open.
func (f *flow) unclosed() {
	last := f.open[len(f.open)-1]
	var closing strings.Builder
	for _, b := range slices.Backward(f.open) {
		closing.WriteByte(b.close)
	}
	start := strings.LastIndexAny(f.text[:f.end], "\r\n") + 1
	at := f.contentEnd(max(start, last.at+1), f.end)
	until, _ := f.nextContent(f.end)
	f.report(mistake{
		start: last.at, end: last.at + 1, until: until,
		message: fmt.Sprintf("unclosed %c opened here; expected a closing %c", f.text[last.at], last.close),
		repair:  []source.Edit{insertion(at, closing.String())}, title: fmt.Sprintf("insert the closing %s", closing.String()),
	})
}
