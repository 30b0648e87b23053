package request

import (
	"slices"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/openapi"
)

// Encoding returns how the body of a capability is sent (json, form or multipart):
// as the file says, else as the linked document says, else as the declared host is
// known to want it, else json.
func Encoding(d *declaration.Declaration, c *declaration.Capability, op *openapi.Operation) string {
	encoding, said := d.BodyEncoding(c)
	if !said && op != nil && op.Encoding != "" {
		return op.Encoding
	}
	return encoding
}

// WireName returns the name under which an input is sent, and whether the linked
// document decides it: created_gte goes out as created[gte] where the document has
// a deepObject parameter of that shape and none called created_gte.
func WireName(c *declaration.Capability, in *declaration.Input, op *openapi.Operation) (name string, fromSpec bool) {
	if in.As.Valid && in.As.Value != "" || op == nil || parameter(op, in.Name) != nil {
		return in.WireName(), false
	}
	for _, p := range op.Parameters {
		for _, field := range p.Properties {
			if p.Style == "deepObject" && p.In == c.Location(in) && p.Name+"_"+field == in.Name {
				return p.Name + "[" + field + "]", true
			}
		}
	}
	return in.Name, false
}

func parameter(op *openapi.Operation, name string) *openapi.Parameter {
	if op == nil {
		return nil
	}
	if i := slices.IndexFunc(op.Parameters, func(p openapi.Parameter) bool { return p.Name == name }); i >= 0 {
		return &op.Parameters[i]
	}
	return nil
}

// The styles in which OpenAPI 3 serialises parameters, by where they go; the
// first is the default.
var styles = map[string][]string{
	"query":  {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
	"path":   {"simple", "label", "matrix"},
	"header": {"simple"},
}

// style returns how a parameter is serialised: as the file says, else as the
// linked document says, else by the defaults of OpenAPI 3. A style that its place
// does not know counts as not said.
func style(in *declaration.Input, op *openapi.Operation, place string) (name string, explode bool) {
	known := styles[place]
	name = known[0]
	p := parameter(op, in.WireName())
	switch {
	case in.Style.Valid && slices.Contains(known, in.Style.Value):
		name = in.Style.Value
	case p != nil && p.In == place && slices.Contains(known, p.Style):
		name = p.Style
	default:
		p = nil
	}
	switch {
	case in.Explode.Valid:
		explode = in.Explode.Value
	case p != nil && !in.Style.Valid:
		explode = p.Explode
	default:
		explode = name == "form"
	}
	return name, explode
}
