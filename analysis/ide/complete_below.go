package ide

import (
	"slices"
	"strings"

	"github.com/usepaso/usepaso/schema"
)

// below proposes, behind the colon of a key that has no value yet, what may stand
// on the lines below it. It takes an editor that indents further lines itself.
func (p *completer) below(k *schema.Key) {
	if !p.options.Snippets || p.flow || p.quote != 0 || p.line.written() != "" || p.writtenBelow() {
		return
	}
	inner := *p.cursor
	inner.path = append(slices.Clip(inner.path), k.Name)
	inner.holder, inner.atKey, inner.tight, inner.siblings = k.Type, true, false, nil
	q := &completer{cursor: &inner, snapshot: p.snapshot, options: p.options}
	q.keysAndElements()
	pad := strings.Repeat(" ", p.deeper()+2)
	for _, c := range q.list {
		if !c.Snippet { // some editors indent further lines in snippets only
			c.Insert, c.Snippet = escape(c.Insert), true
		}
		c.Insert = "\n" + pad + strings.ReplaceAll(c.Insert, "\n", "\n  ")
		p.add(c)
	}
}

// writtenBelow reports whether the value of the key on the cursor's line already
// stands below it.
func (p *completer) writtenBelow() bool {
	for n := p.file.Position(p.offset).Line; n < p.file.Lines(); n++ {
		span := p.file.Line(n)
		l := cut(int(span.Start), p.file.Slice(span))
		if l.empty() {
			continue
		}
		return l.indent > p.column || l.indent == p.column && len(l.dashes) > 0
	}
	return false
}
