package ide

import (
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/schema"
)

// values proposes what may stand behind a key, or as an element of a list of texts.
func (p *completer) values() {
	if p.key == "" {
		p.tierNames()
		return
	}
	k := p.schemaKey(p.key)
	if k == nil {
		return
	}
	switch {
	case len(k.Enum) > 0:
		for _, v := range k.Enum {
			p.value(ValueCompletion, v, "", keyDoc(k))
		}
		return
	case k.Type.Kind == schema.Boolean:
		p.booleans(k)
		return
	case collection(k.Type):
		p.below(k)
		return
	}
	p.named(k)
	if k.Default != "" && len(p.list) == 0 {
		p.value(ValueCompletion, k.Default, "default", keyDoc(k))
	}
}

// booleans proposes both values, first the one that is not the default: nobody
// writes a key to say what holds anyway.
func (p *completer) booleans(k *schema.Key) {
	values := []string{"true", "false"}
	if k.Default == "true" {
		slices.Reverse(values)
	}
	for _, v := range values {
		p.add(Completion{Kind: ValueCompletion, Label: v, Doc: keyDoc(k), Insert: v})
	}
}

// named proposes values that depend on the rest of the file.
func (p *completer) named(k *schema.Key) {
	c := p.capability()
	object := p.object()
	switch {
	case object == schema.Service && k.Name == "base_url":
		p.add(Completion{Kind: ValueCompletion, Label: "https://", Insert: "https://", Doc: keyDoc(k)})
	case object == schema.Auth && k.Name == "env":
		p.value(ValueCompletion, "USEPASO_"+variable(p.snapshot.Declaration.Service.Name.Value), "variable of this service", keyDoc(k))
		p.value(ValueCompletion, k.Default, "default", keyDoc(k))
	case c == nil:
	case k.Name == "requires_field", k.Name == "input" && object == schema.Constraint:
		for _, in := range c.Inputs {
			p.value(InputCompletion, in.Name, in.Type.Value, escapeMarkdown(in.Description.Value))
		}
	case k.Name == "path" && object == schema.Capability:
		p.placeholders(c)
	case k.Name == "default" && object == schema.Input:
		p.defaults()
	}
}

// variable returns a service's name as environment variables are spelled.
func variable(name string) string {
	text := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToUpper(name))
	if text == "" {
		return "TOKEN"
	}
	return strings.Trim(text, "_")
}

// placeholders proposes inputs behind an opening brace that the path does not name
// yet, first the ones that say "in: path".
func (p *completer) placeholders(c *declaration.Capability) {
	typed := p.typed()
	open := strings.LastIndexByte(typed, '{')
	if open < 0 || strings.IndexByte(typed[open:], '}') >= 0 {
		return
	}
	p.word = source.Range(int(p.word.Start)+open+1, p.offset+nameLength(p.rest(p.offset)))
	elsewhere := typed[:open] + p.rest(int(p.word.End))
	closing := "}"
	if strings.HasPrefix(p.rest(int(p.word.End)), "}") {
		closing = ""
	}
	for _, inPath := range []bool{true, false} {
		for _, in := range c.Inputs {
			if (c.Location(in) == "path") == inPath && (inPath || !in.In.Present) && !strings.Contains(elsewhere, "{"+in.Name+"}") {
				p.add(Completion{
					Kind: InputCompletion, Label: in.Name, Detail: in.Type.Value, Doc: escapeMarkdown(in.Description.Value), Insert: in.Name + closing,
				})
			}
		}
	}
}

// nameLength returns how many bytes at the start of a text belong to a name.
func nameLength(text string) int {
	n := 0
	for n < len(text) && nameByte(text[n]) {
		n++
	}
	return n
}

func nameByte(b byte) bool {
	return b == '_' || b == '-' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// defaults proposes values for an input that has few.
func (p *completer) defaults() {
	c := p.capability()
	if len(p.path) < 2 || p.path[len(p.path)-2] != "inputs" {
		return
	}
	in := c.Input(p.path[len(p.path)-1])
	switch {
	case in == nil:
	case in.Type.Value == "boolean":
		p.add(Completion{Kind: ValueCompletion, Label: "true", Insert: "true"})
		p.add(Completion{Kind: ValueCompletion, Label: "false", Insert: "false"})
	default:
		for _, span := range in.ValueSpans {
			text := p.snapshot.Tree.Text(span)
			p.add(Completion{Kind: ValueCompletion, Label: text, Insert: text})
		}
	}
}

// tiers are the lists of permissions, in the order in which they are shown.
var tiers = []string{"read", "write", "admin", "forbidden"}

// MaxNames bounds how many names are proposed at once; typing narrows them, so
// that a list of this length asks for another one.
const MaxNames = 100

// tierNames proposes capabilities for a list of permissions: those of its tier
// that no list names, then those of other tiers, then those that another list
// names. Names that the list has already are left out.
func (p *completer) tierNames() {
	tier := ""
	for _, t := range tiers {
		if p.in("permissions", t, item) || p.in("permissions", t) {
			tier = t
		}
	}
	if tier == "" {
		return
	}
	d := p.snapshot.Declaration
	var ranked [3][]*declaration.Capability
	for _, c := range d.Capabilities {
		if rank := p.rank(d, c, tier); rank >= 0 && len(ranked[rank]) < MaxNames {
			ranked[rank] = append(ranked[rank], c)
		}
	}
	for _, c := range slices.Concat(ranked[:]...) {
		if len(p.list) == MaxNames {
			return
		}
		p.value(CapabilityCompletion, c.Name.Value, routeAndTier(c), escapeMarkdown(c.Description.Value))
	}
}

// routeAndTier is a capability in a few words, as far as they are written.
func routeAndTier(c *declaration.Capability) string {
	parts := []string{strings.TrimSpace(c.Method.Value + " " + c.Path.Value), c.Permission.Value}
	return clean(strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", "))
}

// rank tells how well a capability fits a list; -1 for not at all.
func (p *completer) rank(d *declaration.Declaration, c *declaration.Capability, tier string) int {
	if !c.Name.Valid || !matches(c.Name.Value, p.narrowed()) {
		return -1
	}
	lists := d.Permissions.Of(c.Name.Value)
	here := slices.ContainsFunc(lists, func(t declaration.Tier) bool { return t.Name == tier })
	switch {
	case here && !p.underCursor(c.Name.Value):
		return -1
	case len(lists) > 0 && !here:
		return 2
	case c.Permission.Value == tier:
		return 0
	}
	return 1
}

// narrowed is what a name must match: nothing where all fit into an answer, since
// editors match loosely themselves.
func (p *completer) narrowed() string {
	if typed := p.typed(); len(p.snapshot.Declaration.Capabilities) > MaxNames {
		return typed
	}
	return ""
}

// underCursor reports whether the name is the word that is being typed.
func (p *completer) underCursor(name string) bool { return p.file.Slice(p.word) == name }

// capability returns the capability that the cursor is in, or nil.
func (p *completer) capability() *declaration.Capability {
	if len(p.path) == 0 || p.path[0] != "capabilities" {
		return nil
	}
	return capabilityAt(p.snapshot, p.offset)
}
