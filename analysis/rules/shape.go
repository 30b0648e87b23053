package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
	"github.com/usepaso/usepaso/schema"
)

// The rules about shape share one walk of the tree along the schema's table. It
// sorts every difference by the code of the rule that reports it.
const (
	codeMissingKey   = "missing-key"
	codeMissingValue = "missing-value"
	codeValueless    = "valueless-key"
	codeWrongType    = "wrong-type"
	codeUnquoted     = "unquoted-text"
	codeWrongVersion = "wrong-version"
	codeUnknownValue = "unknown-value"
	codeUnknownKey   = "unknown-key"
	codeMisspelt     = "misspelt-key"
	codeMisplaced    = "misplaced-key"
	codeTooLong      = "too-long"
	codeOlderShape   = "older-shape"
)

// capabilityShape compares one capability with the schema.
func capabilityShape(d *declaration.Declaration, c *declaration.Capability) []diagnostic.Diagnostic {
	w := &shapeWalk{edit: editor{d.Tree}}
	w.value(c.Node, spot{label: "capability", span: nameSpan(c.Node)}, schema.Root.Key("capabilities").Type.Elem, nil)
	return w.found
}

// fileShape compares everything but the capabilities with the schema.
func fileShape(d *declaration.Declaration) []diagnostic.Diagnostic {
	w := &shapeWalk{edit: editor{d.Tree}, capabilities: d.Capabilities, sections: true}
	root := d.Tree.Root
	switch {
	case root.Kind == syntax.Mapping:
		w.object(root, spot{span: root.Span.Head()}, schema.Root)
	case root.Kind == syntax.Null && len(d.Tree.Problems()) > 0: // what there is could not be read
	default:
		w.report(codeWrongType, root.Span, "", "Invalid YAML: expected an object; got %s", describe(root))
	}
	return w.found
}

// reportShape is the check of every rule about shape.
func (p *Pass) reportShape() {
	for _, d := range p.shape {
		if d.Code == p.rule.Code {
			d.Severity = p.rule.Severity
			p.found = append(p.found, d)
		}
	}
}

func capabilityShapes(p *Pass, _ *declaration.Capability) { p.reportShape() }
func fileShapes(p *Pass)                                  { p.reportShape() }

// shapeWalk compares a tree with the schema and collects what differs. Codes are
// set, severities are not.
type shapeWalk struct {
	edit         editor
	sections     bool                      // leave out the items of capabilities
	capabilities []*declaration.Capability // with sections; only their facts may be used
	found        []diagnostic.Diagnostic
}

// spot is where in the declaration the walk is.
type spot struct {
	up     *spot
	path   string         // relative to where the walk began
	label  string         // how messages call it: "service.name", "name", "capabilities"
	span   source.Span    // where to say that something is missing in it: its key or name
	node   *syntax.Node   // the mapping, for those below it
	object *schema.Object // and what it should be
}

func (w *shapeWalk) report(code string, span source.Span, path, format string, args ...any) *diagnostic.Diagnostic {
	p := Pass{rule: &Rule{Code: code}, found: w.found}
	d := p.Report(span, path, format, args...)
	w.found = p.found
	return d
}

// object compares a mapping with the keys it may have.
func (w *shapeWalk) object(n *syntax.Node, at spot, o *schema.Object) {
	at.node, at.object = n, o
	older := w.olderRoot(n, o)
	claimed := map[string]bool{} // keys that are there, but for their spelling
	seen := make(map[string]bool, len(n.Entries))
	for i := range n.Entries {
		e := &n.Entries[i]
		name := e.Key.Value
		if seen[name] || name == "<<" || strings.HasPrefix(name, schema.ExtensionPrefix) {
			continue
		}
		seen[name] = true
		key := keyOf(o, name)
		if key == nil {
			if !older[name] {
				claimed[w.unknownKey(e, &at, claimed)] = true
			}
			continue
		}
		w.value(e.Value, child(&at, key, name, e.Key.Span), &key.Type, key)
	}
	for i := range o.Keys {
		if key := &o.Keys[i]; key.Required && !seen[key.Name] && !claimed[key.Name] {
			w.missingKey(at, key)
		}
	}
}

// child is the spot of a key of the mapping at up.
func child(up *spot, key *schema.Key, name string, span source.Span) spot {
	c := spot{up: up, path: join(up.path, name), label: label(up.object, name), span: span}
	if up.object == schema.Input || up.object == schema.Output {
		switch key.Name {
		case "type", "description", "values": // told of the input, as upstream does
			c.path = up.path
		}
	}
	return c
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// label is how messages call a key of an object: those of the service and of its
// auth by their full name.
func label(o *schema.Object, key string) string {
	if o == schema.Service || o == schema.Auth || o == schema.Permissions {
		return o.Name + "." + key
	}
	return key
}

// keyOf returns the key of that name; "title_max_length" is the input's max_length.
func keyOf(o *schema.Object, name string) *schema.Key {
	if key := o.Key(name); key != nil {
		return key
	}
	for _, suffix := range o.Suffixes {
		if len(name) > len(suffix) && strings.HasSuffix(name, suffix) {
			return o.Key(suffix[1:])
		}
	}
	return nil
}

// title is how messages call one of the objects of a kind.
func title(o *schema.Object) string { return strings.ReplaceAll(o.Name, "_", " ") }

// nameSpan is where to speak of an item as a whole: its name, else its first key.
func nameSpan(n *syntax.Node) source.Span {
	if e := n.Entry("name"); e != nil && e.Value.Kind == syntax.String && e.Value.Value != "" {
		return e.Value.Span
	}
	if len(n.Entries) > 0 {
		return n.Entries[0].Key.Span
	}
	return n.Span
}
