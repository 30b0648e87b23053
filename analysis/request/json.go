package request

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
)

// object is a JSON object whose members have an order.
type object []member

type member struct {
	name  string
	value any
}

// JSON returns the arguments as one compact JSON object, names in order: equal
// arguments have the same.
func (a Arguments) JSON() []byte { return appendJSON(make([]byte, 0, 256), map[string]any(a)) }

// placeholder is a value that nobody has given; it shows as {name}.
type placeholder string

// ordered gives the members of objects their order and their names on the wire:
// declared properties as the file has them, then the others by name.
func ordered(in *declaration.Input, v any) any {
	if in == nil {
		in = &declaration.Input{}
	}
	switch v := v.(type) {
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = ordered(in.Items, item)
		}
		return list
	case map[string]any:
		return orderedObject(in, v)
	}
	return v
}

func orderedObject(in *declaration.Input, m map[string]any) object {
	o := make(object, 0, len(m))
	declared := map[string]bool{}
	for _, p := range in.Properties {
		declared[p.Name] = true
		if v, ok := m[p.Name]; ok {
			o = append(o, member{p.WireName(), ordered(p, v)})
		}
	}
	for _, name := range sortedNames(m) {
		if !declared[name] {
			o = append(o, member{name, ordered(nil, m[name])})
		}
	}
	return o
}

func sortedNames(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// appendJSON appends the compact JSON of a value. Characters that people cannot
// see are written as escapes, so that what is shown is what is sent.
func appendJSON(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return appendString(b, v)
	case placeholder:
		return appendString(b, v.text())
	case json.Number:
		return append(b, v...)
	case bool:
		return fmt.Append(b, v)
	case []any:
		b = append(b, '[')
		for i, item := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, item)
		}
		return append(b, ']')
	case object:
		b = append(b, '{')
		for i, m := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendString(b, m.name), ':')
			b = appendJSON(b, m.value)
		}
		return append(b, '}')
	case map[string]any:
		b = append(b, '{')
		for i, name := range sortedNames(v) {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendString(b, name), ':')
			b = appendJSON(b, v[name])
		}
		return append(b, '}')
	}
	return appendString(b, fmt.Sprint(v))
}

func appendString(b []byte, s string) []byte {
	if !strings.ContainsFunc(s, source.Invisible) {
		b, _ = jsontext.AppendQuote(b, s) // the only error is invalid UTF-8, read as U+FFFD
		return b
	}
	quoted, _ := jsontext.AppendQuote(nil, s)
	for _, r := range string(quoted) {
		switch {
		case !source.Invisible(r):
			b = append(b, string(r)...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			b = fmt.Appendf(b, `\u%04x\u%04x`, high, low)
		default:
			b = fmt.Appendf(b, `\u%04x`, r)
		}
	}
	return b
}

func (p placeholder) text() string { return "{" + string(p) + "}" }

// shownLength is how many characters of a value a message quotes.
const shownLength = 80

// show returns the value as JSON for a message, cut when it is long.
func show(v any) string { return clip(string(appendJSON(nil, v))) }

func clip(text string) string {
	n := 0
	for i := range text {
		if n++; n > shownLength {
			return text[:i] + "…"
		}
	}
	return text
}

// plain returns a value as people write it: strings without quotes.
func plain(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return string(appendJSON(nil, v))
}

// plainList returns values as "a, b", cut when there are many.
func plainList(values []any) string {
	const most = 30
	var names []string
	for i, v := range values {
		if i == most {
			names = append(names, fmt.Sprintf("and %d more", len(values)-most))
			break
		}
		names = append(names, clip(source.Strip(plain(v))))
	}
	return strings.Join(names, ", ")
}
