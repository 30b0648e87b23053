package connect

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/tailscale/hujson"

	"github.com/usepaso/usepaso/analysis/source"
)

// container is an object or array to which something is added at the end.
type container struct {
	open, close int           // offsets of its brackets
	last        *hujson.Value // its last value, nil when it is empty
	start       int           // where its last member or element starts
}

func objectIn(v *hujson.Value, o *hujson.Object) container {
	c := container{open: v.StartOffset, close: v.EndOffset - 1}
	if n := len(o.Members); n > 0 {
		c.last, c.start = &o.Members[n-1].Value, o.Members[n-1].Name.StartOffset
	}
	return c
}

func arrayIn(v *hujson.Value, a *hujson.Array) container {
	c := container{open: v.StartOffset, close: v.EndOffset - 1}
	if n := len(a.Elements); n > 0 {
		c.last, c.start = &a.Elements[n-1], a.Elements[n-1].StartOffset
	}
	return c
}

// add returns the edits that put a value at the end of c, in the layout that the
// document has. Name is "" in an array. Comments behind the last value stay with it.
func (d *document) add(c container, name string, value any) []source.Edit {
	after, trailing := c.open+1, false
	if c.last != nil {
		after = c.last.EndOffset
		if trailing = c.last.AfterExtra != nil; trailing {
			after += len(c.last.AfterExtra) + 1
		}
	}
	rest := d.text[after:c.close]
	at := after + len(strings.TrimRight(rest, " \t\r\n"))
	var edits []source.Edit
	if c.last != nil && !trailing {
		edits = append(edits, insert(c.last.EndOffset, ","))
	}
	comma := ""
	if trailing {
		comma = ","
	}
	if d.inline(c) {
		space := ""
		if c.last != nil && strings.Contains(d.text, `": `) {
			space = " "
		}
		return append(edits, insert(at, space+d.spell(name, value, "", "")+comma))
	}
	outer, unit := d.indent(c.open), d.unit()
	inner := outer + unit
	if c.last != nil && d.startsLine(c.start) {
		inner = d.indent(c.start)
	}
	text := d.newline() + inner + d.spell(name, value, inner, unit) + comma
	if !strings.Contains(d.text[at:c.close], "\n") {
		text += d.newline() + outer
	}
	return append(edits, insert(at, text))
}

func insert(at int, text string) source.Edit {
	return source.Edit{Span: source.Range(at, at), New: text}
}

// inline reports whether what is added to c belongs on c's own line.
func (d *document) inline(c container) bool {
	if c.last == nil {
		return c.open != d.root.StartOffset && !strings.Contains(strings.TrimSpace(d.text), "\n")
	}
	return !strings.Contains(d.text[c.open:c.close], "\n")
}

// spell returns a member, or an element when name is "", as JSON. Unit is the
// indentation of one level; with none all goes on one line.
func (d *document) spell(name string, value any, indent, unit string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if unit != "" {
		enc.SetIndent(indent, unit)
	}
	// The values are strings in lists and maps made here: encoding cannot fail.
	_ = enc.Encode(value)
	text := strings.TrimSuffix(b.String(), "\n")
	text = strings.ReplaceAll(text, "\n", d.newline())
	if name == "" {
		return text
	}
	colon := ":"
	if unit != "" || strings.Contains(d.text, `": `) {
		colon = ": "
	}
	return string(hujson.String(name)) + colon + text
}

func (d *document) newline() string { return newline(d.text) }

// newline returns the line ending that text uses.
func newline(text string) string {
	if strings.Contains(text, "\r\n") {
		return "\r\n"
	}
	return "\n"
}

// unit returns the indentation of one level: that of the first member that starts
// a line, else two spaces.
func (d *document) unit() string {
	for _, m := range d.root.Value.(*hujson.Object).Members {
		if i := d.indent(m.Name.StartOffset); d.startsLine(m.Name.StartOffset) && i != "" {
			return i
		}
	}
	return "  "
}

// indent returns the white space at the start of the line that offset is in.
func (d *document) indent(offset int) string {
	line := d.text[strings.LastIndexByte(d.text[:offset], '\n')+1 : offset]
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// startsLine reports whether only white space stands before offset on its line.
func (d *document) startsLine(offset int) bool {
	start := strings.LastIndexByte(d.text[:offset], '\n') + 1
	return strings.TrimSpace(d.text[start:offset]) == "" && start > 0
}
