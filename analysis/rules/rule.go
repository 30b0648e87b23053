// Package rules finds what is wrong with a declaration. Each rule stands in its
// own file as one literal that holds everything about it: code, severity,
// explanation, examples and check.
//
// Start at Rule; All lists them; Run applies them.
package rules

import (
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// Rule is one kind of finding. Rules are stateless; a rule does no I/O.
type Rule struct {
	Code     string // stable kebab-case name of the mistake
	Title    string // the mistake in a few words
	Severity diagnostic.Severity
	Doc      string // Markdown: what it is, why it matters, how to repair it
	// Bad and Good are whole declarations and also tests: Bad yields this code and
	// no other, its first fix yields Good where it has one, and Good is silent.
	Bad, Good string

	// Tags tell editors to draw what is found faded, since it does nothing, or struck
	// through, since it is outdated.
	Tags []diagnostic.Tag
	// Ignorable errors may be silenced by an ignore comment; no other error can.
	Ignorable bool
	// Linked rules compare with the linked OpenAPI document and are silent without one.
	Linked bool

	// Absence rules speak of what is not there. They are silent where part of the
	// text could not be read as YAML: it may be there after all.
	Absence bool

	// Capability, File and Routes are the checks. A rule has one of them, several
	// where the same mistake can be made inside and outside capabilities, or none where
	// the findings come with the tree (syntax) or from the comments (ignore).

	// Capability looks at one capability. It may depend on that capability, on the
	// service section and on the matched operation, and on nothing else: its
	// findings are kept as long as those stay the same.
	Capability func(*Pass, *declaration.Capability)
	// File looks across the file. It may depend on the sections and, of the
	// capabilities, on their Facts only.
	File func(*Pass)
	// Routes compares methods and paths across the file. It may depend on the sections
	// and, of the capabilities, on their Facts and routes only.
	Routes func(*Pass)
}

// Lookup returns the rule with that code, or nil.
func Lookup(code string) *Rule {
	for _, r := range All {
		if r.Code == code {
			return r
		}
	}
	return nil
}
