package ide

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/schema"
)

// PrepareRename returns the name at an offset that can be renamed.
func PrepareRename(s *analysis.Snapshot, offset int) (span source.Span, name string, ok bool) {
	x, span, ok := symbolAt(s, offset)
	return span, x.name, ok
}

// Rename returns the edits that give the capability or input at an offset another
// name, everywhere. The error is for the person who asked.
func Rename(s *analysis.Snapshot, offset int, name string) ([]source.Edit, error) {
	x, here, ok := symbolAt(s, offset)
	if !ok {
		return nil, errors.New("nothing here can be renamed: capabilities and inputs can")
	}
	if err := x.accepts(s, name); err != nil {
		return nil, err
	}
	places := x.places(s)
	if x.input == nil && declaredTwice(places, here) {
		return []source.Edit{{Span: here, New: name}}, nil
	}
	var edits []source.Edit
	for _, o := range places {
		edits = append(edits, source.Edit{Span: o.span, New: name})
	}
	return edits, nil
}

// declaredTwice reports whether a place is one of several that declare the same
// name. Renaming one of them is how people tell them apart.
func declaredTwice(places []occurrence, here source.Span) bool {
	count, one := 0, false
	for _, o := range places {
		if o.definition {
			count++
			one = one || o.span == here
		}
	}
	return one && count > 1
}

// inputName is what an input may be called so that it can stand as a key, in a
// path and in the name of a constraint alike.
var inputName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)

// accepts says why a symbol cannot have a name, or nothing.
func (x symbol) accepts(s *analysis.Snapshot, name string) error {
	switch {
	case name == x.name:
		return nil
	case x.input == nil:
		return acceptsCapability(s, name)
	case !inputName.MatchString(name) || reservedScalar.MatchString(name):
		return fmt.Errorf(`%q is no name for an input: expected letters, digits, "_", "." and "-", beginning with a letter or "_"`, name)
	}
	for _, c := range sharing(s.Declaration, x) {
		if places := inputPlaces(s.Tree, c, name); len(places) > 0 {
			return fmt.Errorf("%q is used in %s already, on line %d. Choose another name", name, c.Name.Value, lineNumber(s, places[0]))
		}
	}
	return nil
}

func acceptsCapability(s *analysis.Snapshot, name string) error {
	key := schema.Capability.Key("name")
	if ok, err := regexp.MatchString(key.Pattern, name); err != nil || !ok {
		return fmt.Errorf(`%q is no name for a capability: expected lower-case letters, digits and "_", beginning with a letter`, name)
	}
	if len(name) > key.MaxLength {
		return fmt.Errorf("a name of %d characters is too long for a capability: expected at most %d", len(name), key.MaxLength)
	}
	switch places := capabilityPlaces(s, name); {
	case len(places) == 0:
		return nil
	case places[0].definition:
		return fmt.Errorf("%q is the name of another capability already, on line %d. Choose another name", name, lineNumber(s, places[0]))
	default: // permissions speak about it before it is declared
		return fmt.Errorf("%q stands in permissions already, on line %d. Choose another name, or take it out there first", name, lineNumber(s, places[0]))
	}
}

func lineNumber(s *analysis.Snapshot, o occurrence) int {
	return s.File.Position(int(o.span.Start)).Line
}
