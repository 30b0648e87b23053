package ide

import (
	"slices"
	"strings"

	"github.com/usepaso/usepaso/schema"
)

// keys proposes the keys of an object that are not there yet, required ones first.
func (p *completer) keys(o *schema.Object) {
	bare := p.bare()
	if p.quote != 0 && !bare && strings.HasPrefix(p.rest(int(p.word.End)), string(p.quote)) {
		p.word.End++ // the quote is written again, in front of the colon
	}
	for _, required := range []bool{true, false} {
		for i := range o.Keys {
			k := &o.Keys[i]
			if k.Required != required || slices.Contains(p.siblings, k.Name) {
				continue
			}
			c := Completion{Kind: KeyCompletion, Label: k.Name, Detail: keyDetail(k), Doc: keyDoc(k), Insert: k.Name}
			if !bare {
				c.Insert, c.Snippet = p.keyInsert(k)
			}
			p.add(c)
		}
	}
	p.limitKeys(o, bare)
}

// bare reports whether a colon stands behind the word already.
func (p *completer) bare() bool {
	return strings.HasPrefix(strings.TrimLeft(p.rest(int(p.word.End)), " \t\"'"), ":")
}

// keyInsert returns what completes a key: its colon and as much of its value as
// everyone needs.
func (p *completer) keyInsert(k *schema.Key) (insert string, isSnippet bool) {
	switch {
	case p.options.Snippets && !p.flow && p.quote == 0:
		b := snippet{column: p.deeper()}
		b.key(k)
		return b.String(), true
	case collection(k.Type) && !p.flow:
		return strings.TrimRight(p.keyText(k.Name), " "), false
	case p.unbraced && p.options.Snippets && p.quote == 0:
		return "{" + k.Name + ": $1}", true
	}
	return p.keyText(k.Name), false
}

// keyText returns a key with its colon, and with the quote that the person began.
func (p *completer) keyText(name string) string {
	if p.quote != 0 {
		name += string(p.quote)
	}
	return name + ": "
}

// limitKeys proposes <input>_max_length and its like for the inputs they fit.
func (p *completer) limitKeys(o *schema.Object, bare bool) {
	c := p.capability()
	if len(o.Suffixes) == 0 || c == nil {
		return
	}
	for _, in := range c.Inputs {
		if in.Type.Value != "string" {
			continue
		}
		for _, suffix := range o.Suffixes {
			name := in.Name + suffix
			if slices.Contains(p.siblings, name) {
				continue
			}
			insert := name
			if !bare {
				insert = p.keyText(name)
			}
			p.add(Completion{Kind: KeyCompletion, Label: name, Detail: "limit on the input " + in.Name, Insert: insert})
		}
	}
}

// inputNames proposes names where the author chooses them: inputs that the path
// names and nothing declares.
func (p *completer) inputNames() {
	c := p.capability()
	if c == nil || !p.in("inputs") {
		return
	}
	for _, name := range c.Template.Placeholders() {
		if slices.Contains(p.siblings, name) {
			continue
		}
		insert, isSnippet := name, false
		switch pad := strings.Repeat(" ", p.deeper()+2); {
		case p.bare() || p.quote != 0:
		case p.flow:
			insert, isSnippet = name+": {type: ${1|string,integer|}, required: true, in: path}", true
		default:
			insert = name + ":\n" + pad + "type: ${1|string,integer|}\n" + pad + "required: true\n" + pad + "description: $2\n" + pad + "in: path"
			isSnippet = true
		}
		p.add(Completion{
			Kind: InputCompletion, Label: name, Detail: "placeholder of " + clean(c.Path.Value),
			Doc: "Declares the input that the path needs.", Insert: insert, Snippet: isSnippet,
		})
	}
}

// entry proposes an entry of a mapping whose names the author chooses, where
// nothing of one has been written.
func (p *completer) entry(o *schema.Object) {
	if p.flow || p.quote != 0 || p.typed() != "" || p.bare() || !p.options.Snippets {
		return
	}
	b := snippet{column: p.deeper()}
	b.WriteString(b.place("name") + ":")
	b.nested(o)
	if k := o.Key("description"); k != nil && !k.Required {
		b.line(2)
		b.key(k)
	}
	p.add(Completion{Kind: TemplateCompletion, Label: o.Name, Detail: "with a name of your own", Doc: o.Doc, Insert: b.String(), Snippet: true})
}

// collection reports whether a value stands on lines of its own.
func collection(t schema.Type) bool {
	return t.Kind == schema.Struct || t.Kind == schema.Map || t.Kind == schema.List
}
