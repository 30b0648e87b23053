package ide

import (
	"fmt"
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/rules"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/schema"
)

// HoverText is what an editor shows about a place.
type HoverText struct {
	Span     source.Span // what it is about
	Markdown string
}

// Hover returns what there is to say about a byte offset. Texts from the file
// come out escaped, and secrets masked.
func Hover(s *analysis.Snapshot, offset int) (HoverText, bool) {
	if x, span, ok := symbolAt(s, offset); ok {
		if text := x.describe(s); text != "" {
			return HoverText{span, text}, true
		}
	}
	c, ok := locate(s, offset)
	if !ok {
		return hoverComment(c)
	}
	text := c.describe(s)
	return HoverText{c.word, text}, text != "" && c.word.Len() > 0
}

// describe tells about a capability or an input by its name.
func (x symbol) describe(s *analysis.Snapshot) string {
	if x.input != nil {
		if in := x.input.Input(x.name); in != nil {
			return describeInput(s, x.input, in)
		}
		return ""
	}
	if c := s.Declaration.Capability(x.name); c != nil {
		return describeCapability(s, c)
	}
	return describeUndeclared(s, x.name)
}

// describe tells about the key at the cursor, or about the one whose value it is in.
func (c *cursor) describe(s *analysis.Snapshot) string {
	name := c.key
	if c.atKey {
		name = c.file.Slice(c.word)
	}
	k := c.schemaKey(name)
	if k == nil && name == "" {
		k = c.listKey()
	}
	if k == nil {
		return c.describeLimit(s, name)
	}
	text := fmt.Sprintf("**%s** · %s\n\n%s", k.Name, keyDetail(k), keyDoc(k))
	if k.Extension {
		text += "\n\nAn extension of the declaration format 1.0."
	}
	if more := c.consequence(s, k); more != "" {
		text += "\n\n---\n\n" + more
	}
	return text
}

// listKey returns what the schema says about the key whose list the cursor's
// element is in; nil for unknown.
func (c *cursor) listKey() *schema.Key {
	n := len(c.path) - 2
	if n < 0 || c.path[n+1] != item {
		return nil
	}
	if t, ok := typeAt(c.path[:n]); ok && single(t).Kind == schema.Struct {
		return single(t).Object.Key(c.path[n])
	}
	return nil
}

// consequence tells what a key of a capability comes to, here.
func (c *cursor) consequence(s *analysis.Snapshot, k *schema.Key) string {
	if len(c.path) < 2 || c.path[0] != "capabilities" {
		return ""
	}
	capability := capabilityAt(s, c.offset)
	object := c.object()
	switch {
	case capability == nil:
	case object == schema.Constraint, object == schema.InputConstraint:
		return c.describeLimit(s, k.Name)
	case object == schema.Input && k.Name == "in" && len(c.path) > 3:
		if in := capability.Input(c.path[3]); in != nil {
			return "Here: in the " + capability.Location(in) + "."
		}
	case object != schema.Capability:
	case k.Name == "permission", k.Name == "consent_required":
		return verdict(s, capability)
	case k.Name == "method", k.Name == "path", k.Name == "encoding":
		return exactRequest(s, capability)
	case k.Name == "description":
		return agentSees(s, capability)
	}
	return ""
}

// describeLimit tells what a limit at the cursor is about.
func (c *cursor) describeLimit(s *analysis.Snapshot, name string) string {
	capability := capabilityAt(s, c.offset)
	kind, _, ok := declaration.LimitKey(name)
	if !ok || capability == nil || len(c.path) == 0 || c.path[0] != "capabilities" {
		return ""
	}
	for _, b := range capability.Bounds() {
		key, value := s.Tree.Place(b.Key), s.Tree.Place(b.Span)
		if b.Kind == kind && (key.Contains(c.offset) || value.Contains(c.offset)) {
			return boundText(b)
		}
	}
	return ""
}

// boundText says which values a limit holds.
func boundText(b declaration.Bound) string {
	if b.Kind.ForCall() {
		if b.When != nil {
			return "Binds when " + code(b.When.Name) + " is given."
		}
		return "Binds every call."
	}
	if len(b.Inputs) == 0 {
		return "Binds no input: none fits, or several do and `input` does not say which."
	}
	var names []string
	for _, in := range b.Inputs {
		names = append(names, code(in.Name))
	}
	what := "the value of "
	if b.Length {
		what = "the length of "
	}
	return "Binds " + what + strings.Join(names, " and of ") + "."
}

// hoverComment explains the rule that an ignore comment names.
func hoverComment(c *cursor) (HoverText, bool) {
	if c.line.comment == len(c.line.text) || c.offset <= c.line.start+c.line.comment || !strings.Contains(c.line.text[c.line.comment:], ignoreMark) {
		return HoverText{}, false
	}
	start := c.offset - c.line.start
	for start > 0 && nameByte(c.line.text[start-1]) {
		start--
	}
	end := start + nameLength(c.line.text[start:])
	i := slices.IndexFunc(rules.All, func(r *rules.Rule) bool { return r.Code == c.line.text[start:end] })
	if i < 0 {
		return HoverText{}, false
	}
	r := rules.All[i]
	return HoverText{source.Range(c.line.start+start, c.line.start+end), fmt.Sprintf("**%s** · %s\n\n%s", r.Code, r.Severity, r.Doc)}, true
}
