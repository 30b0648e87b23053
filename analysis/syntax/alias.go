package syntax

import (
	"slices"

	"gopkg.in/yaml.v3"
)

// alias fills n with what "*name" stands for.
func (c *converter) alias(n *Node, y *yaml.Node) (height int) {
	start := c.skipProperties(c.offset(y))
	span := c.span(start, start+1+len(y.Value))
	target, ok := c.anchored[y.Alias]
	if !ok {
		*n = Node{Kind: Null, Value: c.text[start:span.End], Span: span}
		c.problems.add(syntaxError(span, "%s stands inside the value that it repeats; expected an anchor that is complete before it", quote(n.Value)))
		return 0
	}
	*n = *target.node
	n.Span = span
	n.Anchor, n.IsAlias = c.restored(y.Value), true
	c.count = min(c.count+target.count, MaxNodes+1)
	return target.height
}

// merge appends what "<<" brings into a mapping. Its own keys win, and of several
// sources the first.
func (c *converter) merge(n *Node, y *yaml.Node) {
	var have map[string]bool
	own := n.Entries
	for i := range own {
		if y.Content[2*i].Tag != "!!merge" {
			continue
		}
		if have == nil {
			have = keysOf(own)
			c.expanded = append(c.expanded, n)
			n.Entries = slices.Clone(own)
		}
		v := own[i].Value
		if v.Kind != Sequence {
			c.mergeFrom(n, v, have)
			continue
		}
		for _, from := range v.Items {
			c.mergeFrom(n, from, have)
		}
	}
}

func (c *converter) mergeFrom(n, from *Node, have map[string]bool) {
	if from.Kind != Mapping {
		c.problems.add(syntaxError(from.Span, `"<<" repeats the keys of other mappings; expected a mapping or a list of mappings, not a %s`, from.Kind))
		return
	}
	for _, e := range from.Entries {
		if !have[e.Key.Value] {
			have[e.Key.Value] = true
			e.Merged = true
			n.Entries = append(n.Entries, e)
		}
	}
}

func keysOf(entries []Entry) map[string]bool {
	keys := make(map[string]bool, len(entries))
	for _, e := range entries {
		keys[e.Key.Value] = true
	}
	return keys
}
