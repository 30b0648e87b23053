// Package diagnostic holds what analysis has to say about a file: one finding
// with its exact place, its severity, related places and the edits that repair it.
package diagnostic

import (
	"cmp"

	"github.com/usepaso/usepaso/analysis/source"
)

// Severity says what a finding means for the person who reads it.
type Severity uint8

// The levels of a finding, gravest first.
const (
	Error       Severity = iota + 1 // unusable or unsafe: the file is refused
	Warning                         // probably a mistake
	Information                     // worth knowing
	Regret                          // against best practice; counted by --strict
)

var names = [...]string{Error: "error", Warning: "warning", Information: "information", Regret: "regret"}

// String returns the level's name in lower case, or "" for none.
func (s Severity) String() string {
	if int(s) < len(names) {
		return names[s]
	}
	return ""
}

// ParseSeverity returns the level of that name.
func ParseSeverity(name string) (Severity, bool) {
	for s, n := range names {
		if n == name && n != "" {
			return Severity(s), true
		}
	}
	return 0, false
}

// Tag marks a kind of finding that an editor may draw in its own way.
type Tag uint8

// The tags of the Language Server Protocol.
const (
	Unnecessary Tag = iota + 1 // drawn faded
	Deprecated                 // drawn struck through
)

// Diagnostic is one finding.
type Diagnostic struct {
	Code     string      // the rule's code, kebab-case, stable
	Severity Severity    //
	Span     source.Span // exact range, start and end
	Message  string      // one sentence that quotes the offending value and says what was expected
	Path     string      // where in the declaration: "capabilities[0].inputs.limit"; "" for the file
	Related  []Related   // other places the sentence is about
	Fixes    []Fix       // ways to repair it, the preferred one first
}

// Related is a second place a finding is about.
type Related struct {
	File    string // "" for the file of the finding
	Span    source.Span
	Message string
}

// Fix is one way to repair a finding.
type Fix struct {
	Title  string // imperative: `rename to "consent_required"`
	Edits  []source.Edit
	Unsafe bool // may change what the declaration allows or sends: applied only when asked for
}

// Compare orders findings by place, then gravity, code and message.
func Compare(a, b Diagnostic) int {
	return cmp.Or(a.Span.Compare(b.Span), cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
}
