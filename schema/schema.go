// Package schema is the vocabulary of usepaso.yaml as one table: every key with
// its type, values, default and documentation. The JSON Schema, the unknown-key
// check, key order, completion, hover and the reference page are all read from it.
//
// Start at Root.
package schema

// Kind is what a value may be.
type Kind uint8

// The kinds of values.
const (
	Any     Kind = iota // any YAML value
	String              // text; a bare number or true is a mistake
	Integer             //
	Number              //
	Boolean             //
	List                // of Elem
	Map                 // names chosen by the author, each with an Elem
	Struct              // the keys of Object
)

// Type is the shape of a value.
type Type struct {
	Kind   Kind
	Elem   *Type   // of List and Map
	Object *Object // of Struct
	// OrOne accepts a single Elem where a List of them is meant, as constraints do.
	OrOne bool
}

// Object is a mapping with known keys.
type Object struct {
	Name string // "capability"; stable, used in the JSON Schema's $defs and in the reference
	Doc  string // Markdown, one paragraph
	Keys []Key  // in the order in which people write them
	// Suffixes are the endings that author-chosen keys may have ("_max_length").
	Suffixes []string
}

// Key is one key of an Object.
type Key struct {
	Name      string
	Type      Type
	Required  bool
	Enum      []string // the only values; empty for any
	Default   string   // as written in YAML; "" for none
	Extension bool     // ours, not in format 1.0
	MaxLength int      // characters; 0 for no limit
	NonEmpty  bool     // an empty text counts as missing
	Doc       string   // Markdown: what it does, one or two sentences
}

// Key returns the key of that name, or nil.
func (o *Object) Key(name string) *Key {
	for i := range o.Keys {
		if o.Keys[i].Name == name {
			return &o.Keys[i]
		}
	}
	return nil
}
