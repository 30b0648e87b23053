package request

import (
	"net/url"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
)

// path fills the template in one pass and returns the escaped path and the query
// that the template itself has. A fragment is never sent.
func (b *builder) path() (path, query string) {
	if !strings.HasPrefix(b.c.Path.Value, "/") {
		b.refuse(nil, b.c.Path.Span, "", "The path must start with /, got %s.", show(b.c.Path.Value))
		return "", ""
	}
	f := &filler{}
	for _, part := range b.c.Template.Parts {
		if part.Placeholder {
			f.fill(b.placeholder(part))
		} else if done := f.literal(part.Text); done {
			break
		}
	}
	f.endSegment()
	if f.dots && len(b.problems) == 0 {
		b.refuse(nil, b.c.Path.Span, "Send the identifier itself.", "The path would have a segment %q, which changes the path.", f.dotted)
	}
	return f.path.String(), f.query.String()
}

// filler writes a path segment by segment, then a query.
type filler struct {
	path, segment, query strings.Builder
	inQuery              bool
	filled               bool // the segment holds a value
	dots                 bool // a segment with a value came out as . or ..
	dotted               string
}

// literal adds text of the template; done tells that a fragment begins.
func (f *filler) literal(text string) (done bool) {
	text, _, done = strings.Cut(text, "#")
	if f.inQuery {
		f.query.WriteString(escape(text, queryLiteral))
		return done
	}
	text, query, found := strings.Cut(text, "?")
	first := true
	for piece := range strings.SplitSeq(text, "/") {
		if !first {
			f.endSegment()
			f.path.WriteByte('/')
		}
		first = false
		f.segment.WriteString(escape(piece, pathLiteral))
	}
	if found {
		f.inQuery = true
		f.query.WriteString(escape(query, queryLiteral))
	}
	return done
}

func (f *filler) fill(escaped string) {
	if f.inQuery {
		f.query.WriteString(escaped)
		return
	}
	f.filled = true
	f.segment.WriteString(escaped)
}

func (f *filler) endSegment() {
	text := f.segment.String()
	if decoded, err := url.PathUnescape(text); f.filled && err == nil && (decoded == "." || decoded == "..") {
		f.dots, f.dotted = true, decoded
	}
	f.path.WriteString(text)
	f.segment.Reset()
	f.filled = false
}

// placeholder returns the escaped text that stands for one placeholder.
func (b *builder) placeholder(part declaration.TemplatePart) string {
	in := b.c.Input(part.Text)
	if in == nil {
		if !b.o.Placeholders {
			b.refuse(nil, b.c.Path.Span, "", "The path has {%s}, but no input of that name.", part.Text)
		}
		return b.missing(placeholder(part.Text)).text()
	}
	v, ok := b.value(in)
	if !ok {
		p := missing(in)
		b.refuse(in, p.Span, p.Hint, "%s", p.Message)
		return ""
	}
	if p, ok := v.(placeholder); ok {
		return p.text()
	}
	name, explode := style(in, b.o.Operation, "path")
	unsafe := ""
	text, ok := pathValue(name, explode, in.WireName(), ordered(in, v), func(s string) string {
		if unsafe == "" {
			unsafe = pathComplaint(s)
		}
		return escape(s, unreserved)
	})
	switch {
	case unsafe != "":
		b.refuse(in, in.Key, "Send the identifier itself.", "Parameter %q %s", in.Name, unsafe)
	case !ok:
		b.refuse(in, in.Key, "", "Parameter %q cannot be sent in the path: its values are nested.", in.Name)
	case text == "":
		b.refuse(in, in.Key, "", "Parameter %q must not be empty: it is part of the path.", in.Name)
	}
	return text
}

// pathComplaint says why a value must not be part of a path, or "".
func pathComplaint(s string) string {
	switch {
	case s == "":
		return "must not be empty: it is part of the path."
	case !isText(s):
		return "must not hold control characters or invalid UTF-8, got " + show(s) + "."
	}
	for segment := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '/' || r == '\\' }) {
		if segment == "." || segment == ".." {
			return "must not hold " + show(segment) + " as a path segment, got " + show(s) + "."
		}
	}
	return ""
}

// pathValue serialises a value for a path. Values is called for every scalar.
func pathValue(style string, explode bool, name string, v any, value func(string) string) (string, bool) {
	pair := ","
	if explode {
		pair = "="
	}
	switch style {
	case "label":
		separator := ","
		if explode {
			separator = "."
		}
		text, ok := join(v, separator, pair, value)
		return "." + text, ok
	case "matrix":
		return matrix(explode, escape(name, unreserved), v, value)
	}
	return join(v, ",", pair, value)
}

func matrix(explode bool, name string, v any, value func(string) string) (string, bool) {
	list, isList := v.([]any)
	_, isObject := v.(object)
	switch {
	case explode && isObject:
		text, ok := join(v, ";", "=", value)
		return ";" + text, ok
	case explode && isList:
		text, ok := join(list, ";"+name+"=", "", value)
		return ";" + name + "=" + text, ok
	}
	text, ok := join(v, ",", ",", value)
	return ";" + name + "=" + text, ok
}

// join serialises a scalar, a list or an object of scalars; ok is false for
// anything nested deeper. Value is called for every scalar and every key.
func join(v any, separator, pair string, value func(string) string) (text string, ok bool) {
	var parts []string
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			s, ok := scalar(item)
			if !ok {
				return "", false
			}
			parts = append(parts, value(s))
		}
	case object:
		for _, m := range v {
			s, ok := scalar(m.value)
			if !ok {
				return "", false
			}
			parts = append(parts, value(m.name)+pair+value(s))
		}
	default:
		s, ok := scalar(v)
		return value(s), ok
	}
	return strings.Join(parts, separator), true
}
