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

var kindNames = [...]string{Any: "any", String: "string", Integer: "integer", Number: "number", Boolean: "boolean", List: "list", Map: "map", Struct: "mapping"}

// String returns the kind's name in lower case.
func (k Kind) String() string { return kindNames[k] }

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
	Name     string
	Type     Type
	Required bool
	Enum     []string // the only values; empty for any
	Default  string   // as written in YAML; "" for none
	// Extension marks what is ours and not in format 1.0.
	Extension bool
	MaxLength int    // characters; 0 for no limit
	Pattern   string // RE2 that a text must match; "" for any
	Natural   bool   // an Integer or Number of 0 or more
	NonEmpty  bool   // an empty text counts as missing
	Regexp    bool   // the text is itself an RE2 expression
	// Guard marks what keeps an agent from doing something: leaving it out by
	// mistake would allow more than was meant.
	Guard bool
	// Words are other names that people write for the key, and Spellings other
	// texts for its values; neither is accepted, both are understood.
	Words     []string
	Spellings map[string]string
	Doc       string // Markdown: what it does, one or two sentences
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

// Objects returns every kind of mapping the file can hold, Root first.
func Objects() []*Object {
	return []*Object{Root, Service, Auth, Capability, Input, InputConstraint, Output, Constraint, Permissions}
}

// ExtensionPrefix begins keys that are allowed everywhere and ignored.
const ExtensionPrefix = "x-"

// Limits on texts, in characters.
const (
	maxName        = 100
	maxDescription = 500
	maxAddress     = 2000
)

func text() Type               { return Type{Kind: String} }
func structure(o *Object) Type { return Type{Kind: Struct, Object: o} }
func mapOf(o *Object) Type     { return Type{Kind: Map, Elem: &Type{Kind: Struct, Object: o}} }

func listOf(elem Type) Type { return Type{Kind: List, Elem: &elem} }

func oneOrMore(o *Object) Type {
	return Type{Kind: List, Elem: &Type{Kind: Struct, Object: o}, OrOne: true}
}
