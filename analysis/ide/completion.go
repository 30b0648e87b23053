package ide

import (
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/schema"
)

// CompletionKind tells an editor which sign to draw beside a proposal.
type CompletionKind uint8

// The kinds of proposals.
const (
	KeyCompletion        CompletionKind = iota + 1 // a key of the schema
	ValueCompletion                                // one of a fixed set of values
	CapabilityCompletion                           // the name of a capability
	InputCompletion                                // the name of an input
	TemplateCompletion                             // several lines at once
	RuleCompletion                                 // a rule's code
)

// Completion is one proposal for what may stand at the cursor.
type Completion struct {
	Kind   CompletionKind
	Label  string // what is shown, and what is compared with what was typed
	Detail string // one line beside it; "" for none
	Doc    string // Markdown; "" for none
	// Replace is the plain span that Insert takes the place of; it holds the cursor.
	Replace source.Span
	// Insert is plain text, or a snippet of the Language Server Protocol where Snippet
	// is set. Further lines of a snippet are indented relative to the line of the
	// cursor, as editors insert it; plain text is to be inserted as it is.
	Insert  string
	Snippet bool
}

// CompletionOptions say what the editor understands.
type CompletionOptions struct {
	Snippets bool // without them proposals keep to one line where they can
	// Trigger is the character that made the editor ask by itself, "" where the
	// person asked or types a word.
	Trigger string
}

// completer gathers proposals for one place.
type completer struct {
	*cursor
	snapshot *analysis.Snapshot
	options  CompletionOptions
	list     []Completion
}

// Complete returns the proposals for a byte offset, best first: required keys
// before others, what is missing before what is there.
func Complete(s *analysis.Snapshot, offset int, o CompletionOptions) []Completion {
	c, ok := locate(s, offset)
	p := &completer{cursor: c, snapshot: s, options: o}
	switch {
	case offset > c.line.start+c.line.comment:
		p.ignores()
	case !ok || !c.known || p.finished():
	case c.atKey:
		p.keysAndElements()
	default:
		p.values()
	}
	return p.list
}

// finished reports whether a blank stands behind the word: no key and no proposed
// value goes on behind one.
func (p *completer) finished() bool {
	typed := p.typed()
	return p.quote == 0 && typed != "" && blankAt(typed, len(typed)-1)
}

// keysAndElements proposes what may begin on a line of its own.
func (p *completer) keysAndElements() {
	switch t := p.holder; t.Kind {
	case schema.List:
		if !t.OrOne || len(p.siblings) == 0 {
			p.elements(*t.Elem)
		}
		if t.OrOne && !p.dashed {
			p.keys(t.Elem.Object)
		}
	case schema.Struct:
		p.templates(t.Object)
		p.keys(t.Object)
	case schema.Map:
		p.inputNames()
		p.entry(t.Elem.Object)
	}
}

// elements proposes elements of a list with the dash in front.
func (p *completer) elements(elem schema.Type) {
	if p.flow {
		return
	}
	if elem.Kind != schema.Struct {
		from := len(p.list)
		p.tierNames()
		for i := range p.list[from:] {
			p.list[from+i].Insert = "- " + p.list[from+i].Insert
		}
		return
	}
	if elem.Object == schema.Capability {
		p.capabilityTemplates("- ")
		return
	}
	p.template("- "+elem.Object.Name, elem.Object.Doc, elementSnippet(elem.Object))
}

// deeper returns how much further right than the line's own blanks the keys stand:
// behind a dash. The editor adds the blanks itself.
func (p *completer) deeper() int {
	if p.line.empty() {
		return 0
	}
	return max(p.column-p.line.indent, 0)
}

// add appends a proposal for the word at the cursor.
func (p *completer) add(c Completion) {
	c.Replace = p.word
	if p.tight && !strings.HasPrefix(c.Insert, "\n") {
		c.Insert = " " + c.Insert
	}
	if c.Snippet && !p.options.Snippets {
		c.Insert, c.Snippet = strings.ReplaceAll(plain(c.Insert), "\n", "\n"+p.line.text[:p.line.indent]), false
	}
	p.list = append(p.list, c)
}

// value adds a proposal for a value, quoted as the place needs it.
func (p *completer) value(kind CompletionKind, text, detail, doc string) {
	insert := text
	if p.quote == 0 {
		insert = scalar(text)
	}
	p.add(Completion{Kind: kind, Label: text, Detail: detail, Doc: doc, Insert: insert})
}
