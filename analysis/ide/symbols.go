package ide

import (
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// SymbolKind tells an editor which sign to draw beside an entry of the outline.
type SymbolKind uint8

// The kinds of entries.
const (
	SectionSymbol SymbolKind = iota + 1 // service, auth, capabilities, permissions
	CapabilitySymbol
	InputSymbol
	OutputSymbol
	TierSymbol
	NameSymbol // the name of a capability in a tier
)

// Symbol is one entry of a file's outline.
type Symbol struct {
	Name      string // never empty
	Detail    string
	Kind      SymbolKind
	Whole     source.Span // plain, and holds Name's and those of all Children
	Selection source.Span // the name
	Children  []Symbol
}

// Symbols returns the outline of a file: its sections, the capabilities with
// their inputs and outputs, the tiers with their names.
func Symbols(s *analysis.Snapshot) []Symbol {
	o := outline{s}
	d := s.Declaration
	var list []Symbol
	for _, e := range s.Tree.Root.Entries {
		if e.Merged {
			continue
		}
		section := o.entry(e.Key.Value, e, SectionSymbol)
		switch e.Key.Value {
		case "service":
			section.Detail = d.Service.Name.Value
			if auth := e.Value.Entry("auth"); auth != nil {
				child := o.entry("auth", *auth, SectionSymbol)
				child.Detail = d.Service.Auth.Kind()
				section.Children = append(section.Children, child)
			}
		case "capabilities":
			section.Children = o.capabilities(d)
		case "permissions":
			section.Children = o.tiers(d)
		}
		// A section that is there twice is read once.
		section.Children = slices.DeleteFunc(section.Children, func(child Symbol) bool { return !section.Whole.Covers(child.Whole) })
		list = append(list, section)
	}
	return list
}

type outline struct{ *analysis.Snapshot }

// entry returns the entry of a mapping.
func (o outline) entry(name string, e syntax.Entry, kind SymbolKind) Symbol {
	return o.symbol(name, "", kind, o.Tree.Place(e.Span), o.Tree.Place(e.Key.Span))
}

// symbol keeps what editors insist on: a name, and a selection inside the whole.
func (o outline) symbol(name, detail string, kind SymbolKind, whole, selection source.Span) Symbol {
	if !whole.Covers(selection) {
		selection = whole.Head()
	}
	if name = strings.TrimSpace(clean(name)); name == "" {
		name = "(unnamed)"
	}
	return Symbol{Name: name, Detail: clean(detail), Kind: kind, Whole: whole, Selection: selection}
}

func (o outline) capabilities(d *declaration.Declaration) []Symbol {
	var list []Symbol
	for _, c := range d.Capabilities {
		detail := strings.TrimSpace(c.Method.Value + " " + c.Path.Value)
		entry := o.symbol(c.Name.Value, detail, CapabilitySymbol, o.Tree.Place(c.Node.Span), o.Tree.Place(c.Name.Span))
		for _, in := range c.Inputs {
			if whole := o.Tree.Place(o.end(in.Key, in.Node)); entry.Whole.Covers(whole) {
				entry.Children = append(entry.Children, o.symbol(in.Name, in.Type.Value, InputSymbol, whole, o.Tree.Place(in.Key)))
			}
		}
		for _, out := range c.Output {
			if whole := o.Tree.Place(o.end(out.Key, out.Node)); entry.Whole.Covers(whole) {
				entry.Children = append(entry.Children, o.symbol(out.Name, out.Type.Value, OutputSymbol, whole, o.Tree.Place(out.Key)))
			}
		}
		list = append(list, entry)
	}
	return list
}

// end returns the span from a key to the end of its value, where that follows.
func (o outline) end(key source.Span, value *syntax.Node) source.Span {
	if value == nil || value.Span.Piece != key.Piece || value.Span.End < key.End {
		return key
	}
	return key.To(value.Span)
}

func (o outline) tiers(d *declaration.Declaration) []Symbol {
	var list []Symbol
	for _, t := range tierList(d) {
		whole := o.Tree.Place(o.end(t.Key, t.Node))
		entry := o.symbol(t.Name, "", TierSymbol, whole, o.Tree.Place(t.Key))
		for _, n := range t.Names {
			if place := o.Tree.Place(n.Span); whole.Covers(place) {
				entry.Children = append(entry.Children, o.symbol(n.Value, "", NameSymbol, place, place))
			}
		}
		list = append(list, entry)
	}
	return list
}

// Find returns the service and the capabilities of a file whose names match a
// query: its letters in order, in any case. An empty query matches everything.
func Find(s *analysis.Snapshot, query string) []Symbol {
	o := outline{s}
	d := s.Declaration
	var list []Symbol
	if e := s.Tree.Root.Entry("service"); e != nil && d.Service.Name.Valid && matches(d.Service.Name.Value, query) {
		list = append(list, o.symbol(d.Service.Name.Value, "service", SectionSymbol, o.Tree.Place(e.Span), o.Tree.Place(d.Service.Name.Span)))
	}
	for _, c := range d.Capabilities {
		if c.Name.Valid && matches(c.Name.Value, query) {
			list = append(list, o.symbol(c.Name.Value, c.Method.Value+" "+c.Path.Value, CapabilitySymbol, o.Tree.Place(c.Node.Span), o.Tree.Place(c.Name.Span)))
		}
	}
	return list
}

// matches reports whether the letters of query stand in name, in order.
func matches(name, query string) bool {
	name, query = strings.ToLower(name), strings.ToLower(query)
	for _, r := range query {
		i := strings.IndexRune(name, r)
		if i < 0 {
			return false
		}
		name = name[i+len(string(r)):]
	}
	return true
}
