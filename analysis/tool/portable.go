package tool

import (
	"regexp"
	"strings"
)

// Portable reports whether a RE2 pattern means the same in JSON Schema, whose
// dialect is ECMAScript's with the u flag. It errs on the side of no.
func Portable(pattern string) bool {
	if _, err := regexp.Compile(pattern); err != nil {
		return false
	}
	p := portable{rest: pattern}
	for p.rest != "" {
		if !p.step() {
			return false
		}
	}
	return true
}

// portable walks over a pattern that RE2 accepts.
type portable struct {
	rest    string
	inClass bool
}

// What may follow a backslash in both dialects.
const (
	classEscapes = "dDwWsS"
	textEscapes  = `nrtfv^$\.*+?()[]{}|/`
)

func (p *portable) take(n int) { p.rest = p.rest[n:] }

// step takes the next construct and reports whether both dialects agree on it.
func (p *portable) step() bool {
	c := p.rest[0]
	switch {
	case c == '\\':
		return p.escape()
	case p.inClass:
		return p.class(c)
	case c == '[':
		return p.open()
	case c == '(' && strings.HasPrefix(p.rest, "(?"):
		ok := strings.HasPrefix(p.rest, "(?:")
		p.take(2)
		return ok
	case c == '{':
		repeat := repetition.FindString(p.rest)
		p.take(max(len(repeat), 1))
		return repeat != ""
	case c == '}' || c == ']':
		return false
	}
	p.take(1)
	return true
}

var repetition = regexp.MustCompile(`^\{\d+(,\d*)?\}`)

func (p *portable) escape() bool {
	c := p.rest[1]
	p.take(2)
	switch {
	case strings.IndexByte(classEscapes, c) >= 0: // a range must not begin with it
		return !p.inClass || !strings.HasPrefix(p.rest, "-")
	case c == '-':
		return p.inClass
	case c == 'b' || c == 'B':
		return !p.inClass
	}
	return strings.IndexByte(textEscapes, c) >= 0
}

// open takes the start of a class. A bracket that RE2 reads as its first member
// closes an ECMAScript class.
func (p *portable) open() bool {
	p.inClass = true
	p.take(1)
	p.rest = strings.TrimPrefix(p.rest, "^")
	return !strings.HasPrefix(p.rest, "]")
}

func (p *portable) class(c byte) bool {
	if strings.HasPrefix(p.rest, "[:") {
		return false
	}
	p.inClass = c != ']'
	p.take(1)
	return true
}
