package schema

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
)

// ID is the JSON Schema's own address.
const ID = Home + "/raw/main/schema/usepaso.schema.json"

// member is one key of a JSON object whose keys have an order.
type member struct {
	key   string
	value any
}

type object []member

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		value, err := marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.WriteString(strconv.Quote(m.key) + ":")
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// marshal is json.Marshal without escapes for HTML, which nobody could read.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

// JSONSchema returns the table as a JSON Schema of draft 2020-12, for editors that
// have no language server. It cannot say what takes more than one place to tell,
// such as a placeholder without an input.
func JSONSchema() []byte {
	defs := object{}
	for _, o := range Objects()[1:] {
		defs = append(defs, member{o.Name, o.jsonSchema()})
	}
	root := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"$id", ID},
		{"title", "usepaso.yaml"},
	}
	root = append(root, Root.jsonSchema()...)
	root = append(root, member{"$defs", defs})
	compact, err := marshal(root)
	if err != nil {
		panic(err) // the table holds nothing that cannot be written
	}
	var b bytes.Buffer
	if err := json.Indent(&b, compact, "", "  "); err != nil {
		panic(err)
	}
	b.WriteByte('\n')
	return b.Bytes()
}

func (o *Object) jsonSchema() object {
	properties, required := object{}, []string{}
	for _, k := range o.Keys {
		properties = append(properties, member{k.Name, k.jsonSchema()})
		if k.Required {
			required = append(required, k.Name)
		}
	}
	patterns := object{{"^" + ExtensionPrefix, true}}
	for _, suffix := range o.Suffixes {
		key := o.Key(suffix[1:])
		patterns = append(patterns, member{"^.+" + regexp.QuoteMeta(suffix) + "$", key.jsonSchema()})
	}
	s := object{{"description", o.Doc}, {"type", "object"}, {"properties", properties}, {"patternProperties", patterns}}
	if len(required) > 0 {
		s = append(s, member{"required", required})
	}
	return append(s, member{"additionalProperties", false})
}

func (k *Key) jsonSchema() object {
	s := append(object{{"description", k.Doc}}, k.Type.jsonSchema()...)
	switch len(k.Enum) {
	case 0:
	case 1:
		s = append(s, member{"const", k.Enum[0]})
	default:
		s = append(s, member{"enum", k.Enum})
	}
	if k.NonEmpty && len(k.Enum) == 0 {
		s = append(s, member{"minLength", 1})
	}
	if k.MaxLength > 0 {
		s = append(s, member{"maxLength", k.MaxLength})
	}
	if k.Pattern != "" {
		s = append(s, member{"pattern", k.Pattern})
	}
	if k.Regexp {
		s = append(s, member{"format", "regex"})
	}
	if k.Natural {
		s = append(s, member{"minimum", 0})
	}
	if k.Default != "" {
		s = append(s, member{"default", k.jsonDefault()})
	}
	return s
}

// jsonDefault is the default as a JSON value.
func (k *Key) jsonDefault() any {
	if k.Type.Kind == Boolean {
		return k.Default == "true"
	}
	return k.Default
}

func (t *Type) jsonSchema() object {
	switch t.Kind {
	case List:
		list := object{{"type", "array"}, {"items", t.Elem.jsonSchema()}}
		if t.OrOne {
			return object{{"anyOf", []object{list, t.Elem.jsonSchema()}}}
		}
		return list
	case Map:
		return object{{"type", "object"}, {"additionalProperties", t.Elem.jsonSchema()}}
	case Struct:
		return object{{"$ref", "#/$defs/" + t.Object.Name}}
	case Any:
		return object{}
	}
	return object{{"type", t.Kind.String()}}
}
