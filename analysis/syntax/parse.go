package syntax

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// Parse returns the tree of a file.
func Parse(file *source.File) *Tree {
	t := &Tree{File: file}
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(file.Text), &doc); err != nil {
		t.problems = append(t.problems, diagnostic.Diagnostic{Code: CodeSyntax, Severity: diagnostic.Error, Message: err.Error()})
	}
	t.Root = &Node{Kind: Null}
	if len(doc.Content) > 0 {
		t.Root = t.convert(doc.Content[0])
	}
	return t
}

// Edit returns the tree after one edit of a plain span. It equals a fresh parse
// of the new text and costs the pieces the edit touches.
func (t *Tree) Edit(e source.Edit) *Tree { return Parse(t.File.Edit(e)) }

func (t *Tree) convert(y *yaml.Node) *Node {
	start := t.File.Offset(source.Position{Line: y.Line, Column: y.Column})
	n := &Node{Value: y.Value, Span: source.Range(start, start+len(y.Value))}
	switch y.Kind {
	case yaml.MappingNode:
		n.Kind = Mapping
		n.Style = Block
		for i := 0; i+1 < len(y.Content); i += 2 {
			k, v := t.convert(y.Content[i]), t.convert(y.Content[i+1])
			n.Entries = append(n.Entries, Entry{Key: k, Value: v, Span: k.Span.To(v.Span)})
			n.Span = n.Span.To(v.Span)
		}
	case yaml.SequenceNode:
		n.Kind = Sequence
		n.Style = Block
		if y.Style&yaml.FlowStyle != 0 {
			n.Style = Flow
		}
		for _, c := range y.Content {
			n.Items = append(n.Items, t.convert(c))
		}
	case yaml.AliasNode:
		return t.convert(y.Alias)
	default:
		n.Kind = map[string]Kind{"!!null": Null, "!!bool": Bool, "!!int": Int, "!!float": Float}[y.ShortTag()]
		if n.Kind == 0 {
			n.Kind = String
		}
		if y.Style&yaml.DoubleQuotedStyle != 0 {
			n.Style = DoubleQuoted
			n.Span.End += 2
		}
		if strings.Contains(y.Value, "\n") {
			n.Span.End = n.Span.Start
		}
	}
	return n
}
