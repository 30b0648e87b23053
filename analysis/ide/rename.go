package ide

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

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
	if line, ok := x.unreachable(s, places); ok {
		return nil, fmt.Errorf("%q is spelled in another way on line %d, with escapes or through an alias. Rename it by hand there and here", x.name, line)
	}
	if x.input == nil && declaredTwice(places, here) {
		return []source.Edit{{Span: here, New: name}}, nil
	}
	var edits []source.Edit
	for _, o := range places {
		edits = append(edits, source.Edit{Span: o.span, New: name})
	}
	return edits, nil
}

// unreachable returns the line of a place that renaming others would leave as it
// is. An alias follows its anchor.
func (x symbol) unreachable(s *analysis.Snapshot, places []occurrence) (line int, ok bool) {
	for _, o := range x.everywhere(s) {
		if !o.hidden {
			continue
		}
		alias, isAlias := strings.CutPrefix(s.File.Slice(o.span), "*")
		if !isAlias || !slices.ContainsFunc(places, func(p occurrence) bool { return anchored(s, p, alias) }) {
			return lineNumber(s, o), true
		}
	}
	return 0, false
}

// anchored reports whether a place carries an anchor of that name.
func anchored(s *analysis.Snapshot, o occurrence, anchor string) bool {
	l := lineOf(s, int(o.span.Start))
	before := strings.TrimRight(l.text[:int(o.span.Start)-l.start], " \t\"'")
	return strings.HasSuffix(before, "&"+anchor)
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
