package connect

import (
	"strings"

	"github.com/tailscale/hujson"

	"github.com/usepaso/usepaso/analysis/source"
)

// blank is the white space of JSON.
const blank = " \t\r\n"

// item is a member of an object or an element of an array.
type item struct {
	start int
	value *hujson.Value
}

func members(o *hujson.Object) []item {
	items := make([]item, len(o.Members))
	for i := range o.Members {
		items[i] = item{o.Members[i].Name.StartOffset, &o.Members[i].Value}
	}
	return items
}

func elements(a *hujson.Array) []item {
	items := make([]item, len(a.Elements))
	for i := range a.Elements {
		items[i] = item{a.Elements[i].StartOffset, &a.Elements[i]}
	}
	return items
}

// remove returns the edits that take item i out of the object or array v, with its
// comma and the white space that was its own. Comments stay, also those about the
// item: only a person can tell what they are about.
func (d *document) remove(v *hujson.Value, items []item, i int) []source.Edit {
	m := items[i]
	start, end := m.start, m.value.EndOffset
	var edits []source.Edit
	last := i == len(items)-1
	comma := m.value.EndOffset + len(m.value.AfterExtra)
	switch {
	case !last || m.value.AfterExtra != nil: // a comma follows
		if comma == end {
			end++
		} else {
			edits = append(edits, cut(comma, comma+1))
		}
	case i > 0: // the comma before it has nothing left to part
		p := items[i-1].value
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
	if len(items) == 1 && strings.TrimLeft(d.text[v.StartOffset+1:start], blank) == "" &&
		strings.TrimLeft(d.text[end:v.EndOffset-1], blank) == "" {
		start, end = v.StartOffset+1, v.EndOffset-1
	}
	return append(edits, cut(start, end))
}

func cut(start, end int) source.Edit { return source.Edit{Span: source.Range(start, end)} }
