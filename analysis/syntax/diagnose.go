package syntax

import (
	"fmt"
	"strings"

	"github.com/usepaso/usepaso/analysis/source"
)

// maxTrials bounds the texts whose mistakes are made sure of by reading parts of them.
const maxTrials = 64 << 10

// diagnose names the first mistake in a text that the library cannot read.
func diagnose(text string, err error) mistake {
	if m, ok := unknownAnchor(text, err); ok {
		return m
	}
	cause := causeOf(err)
	limit := consumed(text)
	for _, m := range inspect(text) {
		if len(text) > maxTrials && m.start <= limit || confirmed(text, m) {
			return m
		}
	}
	return located(text, limit, cause)
}

// confirmed reports whether a mistake is the first: the text before what
// contains it can be read, the text up to its end cannot.
func confirmed(text string, m mistake) bool {
	if _, err := decode(text[:m.from]); err != nil {
		return false
	}
	_, err := decode(text[:m.until])
	return err != nil
}

// missingAnchor returns the name of an anchor that the library looked for in vain.
func missingAnchor(err error) (name string, ok bool) {
	if err == nil {
		return "", false
	}
	name, ok = strings.CutPrefix(causeOf(err), "unknown anchor '")
	name, _, _ = strings.Cut(name, "'")
	return name, ok && name != ""
}

// unknownAnchor finds the alias that the library means.
func unknownAnchor(text string, err error) (mistake, bool) {
	name, ok := missingAnchor(err)
	if !ok {
		return mistake{}, false
	}
	for at := 0; ; {
		i := strings.Index(text[at:], "*"+name)
		if i < 0 {
			return mistake{}, false
		}
		at += i
		last := at + 1 + len(name)
		opens := at == 0 || isSpace(text[at-1]) || strings.IndexByte("[{,:", text[at-1]) >= 0
		if opens && (last == len(text) || !isAnchorByte(text[last])) {
			return unknownAlias(text, at, last), true
		}
		at = last
	}
}

// unknownAlias is the mistake of an alias whose anchor does not stand before it.
func unknownAlias(text string, at, last int) mistake {
	name := text[at+1 : last]
	return mistake{
		start: at, end: last, until: last, anchor: name,
		message: fmt.Sprintf("alias %s has no anchor &%s before it; expected one, or the value in quotes", quote("*"+name), name),
		repair:  quotes(text, at, last), title: "put the value in quotes",
	}
}

// located finds a mistake that has no name: of the last lines that the library
// read, the one whose absence makes a difference.
func located(text string, limit int, cause string) mistake {
	last := lineMistake(text, limit, cause)
	if len(text) > maxTrials {
		return last
	}
	const lines = 4
	m := last
	for range lines {
		for _, repair := range [][]source.Edit{blankValue(text, m.start), m.repair} {
			without, ok := source.Apply(text, repair)
			if !ok || without == text {
				continue
			}
			if _, err := decode(without); err == nil || progressed(cause, limit, err, without) {
				m.repair = repair
				return m
			}
		}
		start := lineStart(text, m.start)
		if start == 0 {
			break
		}
		m = lineMistake(text, start-1, cause)
	}
	return last
}

// progressed reports whether a text without a line fails for another reason or further on.
func progressed(cause string, limit int, err error, without string) bool {
	return consumed(without) > limit || causeOf(err) != cause
}

// lineMistake blames the last line up to at that has something in it.
func lineMistake(text string, at int, cause string) mistake {
	for {
		start := lineStart(text, at)
		end, _ := lineEnd(text, start)
		from := skipBlanks(text[:end], start)
		if !emptyBehind(text[:end], start) || start == 0 {
			to := skipBack(text, from, end)
			return mistake{start: from, end: to, until: end, message: inPlainWords(cause), repair: []source.Edit{blanked(from, end)}}
		}
		at = start - 1
	}
}

// blankLine returns the repair that empties the line of an offset.
func blankLine(text string, at int) []source.Edit {
	start := lineStart(text, at)
	end, _ := lineEnd(text, start)
	return []source.Edit{blanked(start, end)}
}

// blankValue returns the repair that empties the value behind the key or dash of
// the line that has its content at at; none where there is no such value.
func blankValue(text string, at int) []source.Edit {
	end, _ := lineEnd(text, at)
	line := text[:end]
	from := at
	for isDash(line, at) {
		at = skipBlanks(line, at+1)
	}
	if _, colon, ok := keyAt(line, at); ok {
		at = colon + 1
	}
	if at == from || at >= end {
		return nil
	}
	return []source.Edit{blanked(at, end)}
}

// lineStart returns the offset of the line that at stands in.
func lineStart(text string, at int) int {
	return strings.LastIndexAny(text[:min(at, len(text))], "\r\n") + 1
}

// plainWords says what the library's words mean.
var plainWords = []struct{ cause, words string }{
	{"mapping values are not allowed", "a colon makes a key of this where no key can stand; expected quotes around the value, or another indentation"},
	{"could not find expected ':'", "this line has no colon; expected a key, a colon and a space, as in \"name: value\""},
	{"did not find expected key", "this does not continue the mapping above; expected a key in its column"},
	{"did not find expected '-' indicator", "this does not continue the list above; expected an item that starts with \"- \" in its column"},
	{"block sequence entries are not allowed", "a list item cannot stand here; expected it on a line of its own"},
	{"mapping keys are not allowed", "a \"?\" cannot stand here; expected a key, a colon and a space"},
	{"found character that cannot start any token", "a value cannot start with this character; expected it in quotes"},
	{"did not find expected ',' or", "brackets are not closed here; expected a comma or a closing bracket"},
	{"did not find expected node content", "a value is missing here"},
	{"found unexpected end of stream", "a quote is not closed; expected a closing one"},
	{"found unexpected document indicator", "a quote is not closed; expected a closing one"},
	{"did not find expected alphabetic or numeric character", "\"*\" and \"&\" begin an alias or an anchor; expected its name, or the value in quotes"},
	{"did not find expected comment or line break", "text stands behind the sign that begins a block of text; expected the text on the next lines"},
	{"found a tab character", "a tab indents this line; expected spaces"},
	{"found undefined tag handle", "a tag starts with a name that is not declared; expected the value in quotes"},
	{"found an indentation indicator equal to 0", "a block of text cannot be indented by 0; expected 1 to 9"},
}

func inPlainWords(cause string) string {
	for _, p := range plainWords {
		if strings.HasPrefix(cause, p.cause) {
			return p.words
		}
	}
	if cause == "" {
		return "this cannot be read as YAML"
	}
	return "this cannot be read as YAML: " + cause
}
