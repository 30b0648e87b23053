package tool

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
)

// schema is the part of JSON Schema that tools need, in the order of its output.
type schema struct {
	Type                 string              `json:"type,omitempty"`
	Description          string              `json:"description,omitempty"`
	Enum                 []any               `json:"enum,omitempty"`
	Default              *any                `json:"default,omitempty"`
	Minimum              json.Number         `json:"minimum,omitempty"`
	Maximum              json.Number         `json:"maximum,omitempty"`
	MinLength            json.Number         `json:"minLength,omitempty"`
	MaxLength            json.Number         `json:"maxLength,omitempty"`
	Pattern              string              `json:"pattern,omitempty"`
	AllOf                []*schema           `json:"allOf,omitempty"`
	MaxItems             json.Number         `json:"maxItems,omitempty"`
	Items                *schema             `json:"items,omitempty"`
	Properties           *properties         `json:"properties,omitempty"`
	Required             []string            `json:"required,omitempty"`
	DependentRequired    map[string][]string `json:"dependentRequired,omitempty"`
	AdditionalProperties *bool               `json:"additionalProperties,omitempty"`
}

// properties keeps the order of the file.
type properties []property

type property struct {
	name   string
	schema *schema
}

// MarshalJSON writes an object.
func (p properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range p {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(encode(m.name))
		b.WriteByte(':')
		b.Write(encode(m.schema))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// inputSchema says what request.Check accepts, as far as JSON Schema can say it.
func inputSchema(c *declaration.Capability) *schema {
	s := closed(c.Inputs, func(in *declaration.Input) bool { return c.Location(in) == "path" })
	for _, b := range c.Bounds() {
		name, ok := b.Value.(string)
		switch {
		case b.Kind == declaration.RequiresField && b.When == nil && ok:
			s.require(c.Inputs, name)
		case b.When == nil: // those that stand on inputs are mirrored with them
			for _, in := range b.Inputs {
				if p := s.property(in.Name); p != nil {
					p.limit(b)
				}
			}
		}
	}
	return s
}

// closed returns the schema of an object that has these inputs and no others.
func closed(inputs []*declaration.Input, always func(*declaration.Input) bool) *schema {
	open := false
	s := &schema{Type: "object", Properties: &properties{}, AdditionalProperties: &open}
	for _, in := range inputs {
		*s.Properties = append(*s.Properties, property{in.Name, inputType(in)})
		if in.Required.Value || always(in) {
			s.require(inputs, in.Name)
		}
	}
	for _, in := range inputs {
		s.depend(in, inputs)
	}
	return s
}

func (s *schema) property(name string) *schema {
	for _, p := range *s.Properties {
		if p.name == name {
			return p.schema
		}
	}
	return nil
}

// require makes a property obligatory, unless its default stands in for it.
func (s *schema) require(inputs []*declaration.Input, name string) {
	in := find(inputs, name)
	if in != nil && !in.Default.Valid && !slices.Contains(s.Required, name) {
		s.Required = append(s.Required, name)
	}
}

// depend mirrors the requires_field of an input.
func (s *schema) depend(in *declaration.Input, inputs []*declaration.Input) {
	for _, b := range declaration.InputBounds(in) {
		name, ok := b.Value.(string)
		other := find(inputs, name)
		if b.Kind != declaration.RequiresField || !ok || other == nil || other.Default.Valid {
			continue
		}
		if s.DependentRequired == nil {
			s.DependentRequired = map[string][]string{}
		}
		s.DependentRequired[in.Name] = append(s.DependentRequired[in.Name], name)
	}
}

func find(inputs []*declaration.Input, name string) *declaration.Input {
	i := slices.IndexFunc(inputs, func(in *declaration.Input) bool { return in.Name == name })
	if i < 0 {
		return nil
	}
	return inputs[i]
}

// inputType returns the schema of one input with the limits that stand on it.
func inputType(in *declaration.Input) *schema {
	s := &schema{Description: source.Strip(in.Description.Value)}
	switch in.Type.Value {
	case "enum":
		s.Type, s.Enum = enumType(in.Values.Value), in.Values.Value
	case "array":
		s.Type, s.Items = "array", &schema{}
		if in.Items != nil {
			s.Items = inputType(in.Items)
		}
	case "object":
		s.Type = "object"
		if len(in.Properties) > 0 {
			o := closed(in.Properties, func(*declaration.Input) bool { return false })
			o.Description = s.Description
			s = o
		}
	case "string", "integer", "number", "boolean":
		s.Type = in.Type.Value
	}
	if in.Default.Valid {
		s.Default = &in.Default.Value
	}
	for _, b := range declaration.InputBounds(in) {
		s.limit(b)
	}
	return s
}

// enumType returns the JSON type that all values have, or "".
func enumType(values []any) string {
	common := ""
	for _, v := range values {
		t := jsonType(v)
		switch {
		case common == "" || common == "integer" && t == "number":
			common = t
		case common == "number" && t == "integer":
		case common != t:
			return ""
		}
	}
	return common
}

func jsonType(v any) string {
	switch v := v.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case json.Number:
		if _, ok := declaration.PlainInteger(v); ok {
			return "integer"
		}
		return "number"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return "null"
}

// outputSchema describes the fields of an answer.
func outputSchema(c *declaration.Capability) json.RawMessage {
	if len(c.Output) == 0 {
		return nil
	}
	s := &schema{Type: "object", Properties: &properties{}}
	for _, o := range c.Output {
		if s.property(o.Name) == nil {
			*s.Properties = append(*s.Properties, property{o.Name, &schema{Description: source.Strip(o.Description.Value)}})
		}
	}
	return encode(s)
}
