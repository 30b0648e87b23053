// Package analysis is the one engine behind every front end: text in, findings
// and a typed declaration out. It prints nothing and knows no protocol.
//
// Start at Analyze for one text, at Workspace for files that are being edited.
package analysis

import (
	"sync"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/openapi"
	"github.com/usepaso/usepaso/analysis/rules"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// Snapshot is everything known about one state of one file. It is immutable and
// safe for concurrent use; an edit makes a new one.
type Snapshot struct {
	File        *source.File
	Tree        *syntax.Tree
	Declaration *declaration.Declaration

	// The rules run when their findings are first asked for: completion need not wait
	// for them. They build on what was found for an earlier state.
	once        sync.Once
	mu          sync.Mutex
	earlier     *rules.Results // nil for none, and once there are results
	results     *rules.Results // nil until they are asked for
	diagnostics []diagnostic.Diagnostic
}

// Analyze reads and checks one text. Name is the path or URI that findings are told with.
func Analyze(name, text string) *Snapshot {
	return build(syntax.Parse(source.NewFile(name, text)), nil)
}

// Edit returns the snapshot after edits of plain spans, each relative to the text
// that the one before it left. It equals a fresh analysis of the new text and
// costs what the edits touch.
func (s *Snapshot) Edit(edits ...source.Edit) *Snapshot {
	tree := s.Tree
	for _, e := range edits {
		tree = tree.Edit(e)
	}
	return build(tree, s)
}

func build(tree *syntax.Tree, previous *Snapshot) *Snapshot {
	s := &Snapshot{File: tree.File, Tree: tree}
	if previous != nil {
		s.Declaration = declaration.Read(tree, previous.Declaration)
		s.earlier = previous.latest()
	} else {
		s.Declaration = declaration.Read(tree, nil)
	}
	return s
}

// latest returns the results for this state or, while there are none, for the
// earlier one that they will build on.
func (s *Snapshot) latest() *rules.Results {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.results != nil {
		return s.results
	}
	return s.earlier
}

// Diagnostics returns the findings in file order, with plain spans.
func (s *Snapshot) Diagnostics() []diagnostic.Diagnostic {
	s.once.Do(func() {
		results := rules.Run(s.Declaration, nil, s.latest())
		s.diagnostics = results.Diagnostics()
		s.mu.Lock()
		defer s.mu.Unlock()
		s.results, s.earlier = results, nil
	})
	return s.diagnostics
}

// Usable reports whether the declaration has no errors, so that it may be served and tested.
func (s *Snapshot) Usable() bool {
	for _, d := range s.Diagnostics() {
		if d.Severity == diagnostic.Error {
			return false
		}
	}
	return true
}

// Operation returns the linked document's operation for a capability; nil means unknown.
func (s *Snapshot) Operation(*declaration.Capability) *openapi.Operation { return nil }
