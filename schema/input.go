package schema

// Input is one entry of "inputs" or "properties", or an "items".
var Input = input()

func input() *Object {
	self := &Object{
		Name: "input",
		Doc:  "One value that the agent may pass, one field of an object, or the elements of an array.",
	}
	self.Keys = []Key{
		{
			Name: "type", Type: text(), Required: true, NonEmpty: true,
			Enum: []string{"string", "integer", "number", "boolean", "enum", "array", "object"}, Spellings: typeSpellings,
			Doc: "Type of the value. `enum` needs `values`; `array` may say its `items`, `object` its `properties`.",
		},
		{
			Name: "required", Type: Type{Kind: Boolean}, Default: "false", Words: []string{"mandatory"},
			Doc: "With `true` a call without this input is refused. Default: `false`.",
		},
		{
			Name: "description", Type: text(), MaxLength: maxDescription, Words: []string{"summary"},
			Doc: "What the value means, at most 500 characters. Agents read it.",
		},
		{
			Name: "values", Type: listOf(Type{Kind: Any}), Words: []string{"enum", "options", "choices"},
			Doc: "The values of an `enum`.\n\n```yaml\nvalues: [draft, open, paid]\n```",
		},
		{
			Name: "default", Type: Type{Kind: Any},
			Doc: "Value that is sent when the agent gives none. It must fit type, values and constraints.",
		},
		{
			Name: "in", Type: text(), Enum: []string{"query", "path", "body", "header"}, Words: []string{"location"},
			Spellings: map[string]string{"url": "path", "json": "body", "form": "body", "formdata": "body", "params": "query", "headers": "header"},
			Doc:       "Where the value travels: `query`, `path`, `body` or `header`. Default: `body` for POST, PUT and PATCH, otherwise `query`.",
		},
		{
			Name: "as", Type: text(), Extension: true, NonEmpty: true, Words: []string{"alias", "wire_name", "rename", "param", "key"},
			Doc: "Name of the parameter on the wire, where it differs from the input's name.\n\n```yaml\ncreated_gte:\n  type: string\n  as: created[gte]\n```",
		},
		{
			Name: "style", Type: text(), Extension: true,
			Enum: []string{"form", "spaceDelimited", "pipeDelimited", "deepObject", "simple", "label", "matrix"},
			Doc:  "How an array or object is written in query, path or header, as OpenAPI 3 defines it. Default: `form` in the query, `simple` elsewhere.",
		},
		{
			Name: "explode", Type: Type{Kind: Boolean}, Extension: true,
			Doc: "With `true` each element or field is a parameter of its own, as OpenAPI 3 defines it. Default: `true` for `form`, otherwise `false`.",
		},
		{
			Name: "items", Type: structure(self), Extension: true,
			Doc: "The elements of an `array`.\n\n```yaml\nitems: {type: string}\n```",
		},
		{
			Name: "properties", Type: mapOf(self), Extension: true, Words: []string{"fields"},
			Doc: "The fields of an `object`, by name.",
		},
		{
			Name: "constraints", Type: oneOrMore(InputConstraint), Guard: true, Words: []string{"limits"},
			Doc: "Limits on this value, checked before anything is sent: a map, or a list of maps.\n\n```yaml\nconstraints:\n  max_value: 100\n```",
		},
	}
	return self
}

var typeSpellings = map[string]string{
	"int": "integer", "long": "integer", "int64": "integer", "int32": "integer",
	"float": "number", "double": "number", "decimal": "number",
	"bool": "boolean",
	"str":  "string", "text": "string", "date": "string", "datetime": "string", "uuid": "string",
	"list": "array",
	"dict": "object", "map": "object", "hash": "object",
}
