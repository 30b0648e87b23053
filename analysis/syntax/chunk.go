package syntax

import (
	"strings"
	"sync"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// chunk is a part of the file that is parsed alone. Once parsed it is immutable;
// it knows nothing of where it stands and depends on its kind and text only.
type chunk struct {
	kind  kind
	piece source.Piece
	text  string

	root     *Node                  // a Mapping for a section, a Sequence for an item; nil where nothing was read
	problems problems               // spans in the piece
	count    int                    // of nodes
	limit    *diagnostic.Diagnostic // why the file cannot be read at all
	anchors  []string               // defined here
	missing  []string               // used here and not defined before
	waits    bool                   // to be recovered, if nothing before the chunk has what is missing

	once     sync.Once
	comments []Comment
}

// maxMarks bounds the line breaks, commas and colons of one chunk: with more of
// them the YAML library needs more memory than a declaration is worth.
const maxMarks = MaxNodes / 2

// parse reads the chunk's text.
func (c *chunk) parse() {
	if c.kind == preamble || c.kind == rest {
		return
	}
	if len(c.text) > maxMarks && strings.Count(c.text, "\n")+strings.Count(c.text, ",")+strings.Count(c.text, ":") > maxMarks {
		c.exceed(source.Range(0, 0), tooMany)
		return
	}
	if !c.readPlain() {
		c.readAny()
	}
	c.shape()
	for i := range c.problems {
		c.problems[i] = inPiece(c.problems[i], c.piece)
	}
}

// readAny reads whatever the chunk holds. Where an anchor is missing the chunk
// waits, since the file will be read as a whole if another chunk has it.
func (c *chunk) readAny() {
	p := prepare(c.text)
	if c.kind == whole {
		p.text = oldVersion(p.text)
	}
	root, err := decode(p.text)
	if name, ok := missingAnchor(err); ok && c.kind != whole && !c.waits {
		c.missing = []string{name}
		c.waits = true
		return
	}
	c.waits = false
	r := recovery{root: root, text: p.text}
	if err != nil {
		r = recovered(p.text, err)
	}
	c.problems = append(p.found, r.problems...)
	c.missing = r.missing
	if r.root != nil {
		c.convert(r, p.restore)
	}
}

// convert turns the library's tree into ours.
func (c *chunk) convert(r recovery, restore *strings.Replacer) {
	conv := newConverter(r.text, restore, c.piece, r.root)
	depth := 0
	if c.kind == listItem {
		depth = 1 // in the mapping that is the file
	}
	root, _ := conv.node(r.root, depth)
	if absent(r.root) {
		root.Span = conv.span(conv.skip(0), 0).Head()
	}
	if conv.limit != "" {
		c.exceed(r.repairs.original(conv.limitAt), conv.limit)
		return
	}
	if len(r.repairs.edits) > 0 {
		conv.toOriginal(r.repairs, c.text)
	}
	c.root = root
	c.count = conv.count
	c.problems = append(c.problems, conv.problems...)
	for y := range conv.anchored {
		c.anchors = append(c.anchors, y.Anchor)
	}
}

// exceed notes that the file cannot be read.
func (c *chunk) exceed(at source.Span, why string) {
	d := inPiece(unreadable(at, "%s", why), c.piece)
	c.limit = &d
}

// shape makes root what the kind promises.
func (c *chunk) shape() {
	switch {
	case c.root == nil:
	case c.kind == section && c.root.Kind != Mapping:
		if c.root.Kind != Null && len(c.problems) == 0 {
			c.problems.add(missingColon(c.root.Span, c.text))
		}
		c.root = nil
	case c.kind == listItem && c.root.Kind == Mapping: // its dash was part of a mistake
		c.root = &Node{Kind: Sequence, Style: Block, Span: c.root.Span, Items: []*Node{c.root}}
	case c.kind == listItem && c.root.Kind != Sequence:
		c.root = nil
	}
}

// items returns the list items that the chunk holds.
func (c *chunk) items() []*Node {
	if c.kind != listItem || c.root == nil {
		return nil
	}
	return c.root.Items
}

// inPiece moves the plain spans of a finding into a piece.
func inPiece(d diagnostic.Diagnostic, p source.Piece) diagnostic.Diagnostic {
	d.Span.Piece = p
	for i := range d.Related {
		d.Related[i].Span.Piece = p
	}
	for _, fix := range d.Fixes {
		for i := range fix.Edits {
			fix.Edits[i].Span.Piece = p
		}
	}
	return d
}
