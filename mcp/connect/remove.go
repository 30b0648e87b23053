package connect

import (
	"strings"

	"github.com/tailscale/hujson"

	"github.com/usepaso/usepaso/analysis/source"
)

// blank is the white space of JSON.
const blank = " \t\r\n"

// remove returns the edits that take member i out of an object, with its comma and
// the white space that was its own. Comments stay, also those about the member:
// only a person can tell what they are about.
func (d *document) remove(v *hujson.Value, object *hujson.Object, i int) []source.Edit {
	m := object.Members[i]
	start, end := m.Name.StartOffset, m.Value.EndOffset
	var edits []source.Edit
	last := i == len(object.Members)-1
	comma := m.Value.EndOffset + len(m.Value.AfterExtra)
	switch {
	case !last || m.Value.AfterExtra != nil: // a comma follows
		if comma == end {
			end++
		} else {
			edits = append(edits, cut(comma, comma+1))
		}
	case i > 0: // the comma before it has nothing left to part
		p := object.Members[i-1].Value
		comma := p.EndOffset + len(p.AfterExtra)
		edits = append(edits, cut(comma, comma+1))
	}
	after := end + len(d.text[end:]) - len(strings.TrimLeft(d.text[end:], blank))
	if last {
		// Up to the end of what stands before, unless that is a line comment which
		// needs the line to end.
		before := strings.TrimRight(d.text[:start], blank)
		if strings.Contains(d.text[end:after], "\n") || !strings.Contains(d.text[len(before):start], "\n") {
			start = max(len(before), v.StartOffset+1)
		}
	} else {
		end = after
	}
	if len(object.Members) == 1 && strings.TrimLeft(d.text[v.StartOffset+1:start], blank) == "" &&
		strings.TrimLeft(d.text[end:v.EndOffset-1], blank) == "" {
		start, end = v.StartOffset+1, v.EndOffset-1
	}
	return append(edits, cut(start, end))
}

func cut(start, end int) source.Edit { return source.Edit{Span: source.Range(start, end)} }
