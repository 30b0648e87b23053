// Package declaration is the typed reading of a usepaso.yaml: what each key says
// and where it says it. Reading never fails and reports nothing; a leaf that is
// absent or of the wrong type is simply not Valid. What is wrong with a
// declaration is the business of package rules.
//
// Start at Declaration; resolve.go answers what the leaves mean together.
package declaration

import (
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// Leaf is one key with its value.
type Leaf[T any] struct {
	Value   T
	Key     source.Span // the key as written; zero when the key is absent
	Span    source.Span // the value as written
	Present bool        // the key is there
	Valid   bool        // and its value has the type that the key wants
}

// Or returns the value, or fallback where there is no valid one.
func (l Leaf[T]) Or(fallback T) T {
	if l.Valid {
		return l.Value
	}
	return fallback
}

// Declaration is a whole file. It is immutable and safe for concurrent use.
type Declaration struct {
	Tree    *syntax.Tree
	Version Leaf[string]
	Service *Service // never nil
	// Capabilities has one element for each item of the list; one that is no mapping
	// has no leaves. An unedited item keeps its pointer from one reading to the next.
	Capabilities []*Capability
	// CapabilitiesKey is the key with its list.
	CapabilitiesKey Leaf[*syntax.Node]
	Permissions     *Permissions // nil when the section is absent or no mapping
}

// Service is the "service" section.
type Service struct {
	Node        *syntax.Node // nil when the section is absent or no mapping
	Key         source.Span
	Name        Leaf[string]
	Description Leaf[string]
	BaseURL     Leaf[string]
	Version     Leaf[string]
	OpenAPI     Leaf[string]
	Encoding    Leaf[string]
	Auth        *Auth // nil when absent or no mapping
}

// Auth is "service.auth".
type Auth struct {
	Node   *syntax.Node
	Key    source.Span
	Type   Leaf[string]
	Header Leaf[string]
	Prefix Leaf[string]
	Env    Leaf[string]
	In     Leaf[string]
	Name   Leaf[string]
}

// Capability is one item of "capabilities".
type Capability struct {
	Node            *syntax.Node
	Name            Leaf[string]
	Description     Leaf[string]
	Method          Leaf[string]
	Path            Leaf[string]
	Permission      Leaf[string]
	ConsentRequired Leaf[bool]
	Encoding        Leaf[string]
	InputsKey       Leaf[*syntax.Node] // the "inputs" key and its mapping
	Inputs          []*Input           // in file order, the first of each name
	OutputKey       Leaf[*syntax.Node]
	Output          []*Output
	ConstraintsKey  Leaf[*syntax.Node]
	Constraints     []*Constraint
	Template        Template // the path, cut at its placeholders
}

// Input is one entry of "inputs", of "properties", or an "items".
type Input struct {
	Node        *syntax.Node // nil when the value is no mapping
	Name        string       // "" for items
	Key         source.Span
	Type        Leaf[string]
	Required    Leaf[bool]
	Description Leaf[string]
	Values      Leaf[[]any] // of an enum; JSON values, see Value
	ValueSpans  []source.Span
	Default     Leaf[any] // a JSON value, see Value
	In          Leaf[string]
	As          Leaf[string]
	Style       Leaf[string]
	Explode     Leaf[bool]
	Items       *Input   // nil when absent
	Properties  []*Input // in file order
	// ConstraintsKey and Constraints are the input's own: written as a map, or a list of maps.
	ConstraintsKey Leaf[*syntax.Node]
	Constraints    []*Constraint
}

// Output is one entry of "output".
type Output struct {
	Node        *syntax.Node
	Name        string
	Key         source.Span
	Type        Leaf[string]
	Description Leaf[string]
}

// Constraint is one map of constraints, of a capability or of an input.
type Constraint struct {
	Node        *syntax.Node
	Description Leaf[string]
	Input       Leaf[string] // which input it is about, at capability level
	Limits      []Limit      // in file order
}

// LimitKind names a limit as the declaration spells its key.
type LimitKind string

// The limits a constraint can hold.
const (
	MaxPerHour    LimitKind = "max_per_hour"
	MaxPerRequest LimitKind = "max_per_request"
	MaxValue      LimitKind = "max_value"
	MinValue      LimitKind = "min_value"
	MaxLength     LimitKind = "max_length"
	MinLength     LimitKind = "min_length"
	MaxItems      LimitKind = "max_items"
	Pattern       LimitKind = "pattern"
	AllowedValues LimitKind = "allowed_values"
	RequiresField LimitKind = "requires_field"
)

// Limit is one key of a constraint that limits calls.
type Limit struct {
	Kind  LimitKind
	Value any // a JSON value, see Value; not necessarily of the right type
	Key   source.Span
	Span  source.Span
	// Input is the input that the key itself names, as in "title_max_length"; "" otherwise.
	Input string
}

// Permissions is the "permissions" section.
type Permissions struct {
	Node  *syntax.Node
	Key   source.Span
	Tiers []Tier // read, write, admin and forbidden as far as present, in file order

	byName map[string][]int // indices into Tiers
}

// Tier is one list of names in "permissions".
type Tier struct {
	Name  string // read, write, admin or forbidden
	Key   source.Span
	Node  *syntax.Node // the list; nil when the value is none
	Names []Name
}

// Name is one capability name in a tier.
type Name struct {
	Value string
	Span  source.Span
}
