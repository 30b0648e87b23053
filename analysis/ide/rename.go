package ide

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

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
	if name == x.name {
		return nil
	}
	if x.input == nil {
		pattern := schema.Capability.Key("name").Pattern
		if ok, err := regexp.MatchString(pattern, name); err != nil || !ok {
			return fmt.Errorf("%q is no name for a capability: it must match %s", name, pattern)
		}
		if len(capabilityPlaces(s, name)) > 0 {
			return fmt.Errorf("the name %q is taken", name)
		}
		return nil
	}
	if !inputName.MatchString(name) || reservedScalar.MatchString(name) {
		return fmt.Errorf("%q is no name for an input: it must match %s", name, inputName)
	}
	for _, c := range sharing(s.Declaration, x) {
		if slices.Contains(inputNames(c), name) {
			return fmt.Errorf("the name %q is taken in %s", name, c.Name.Value)
		}
	}
	return nil
}
