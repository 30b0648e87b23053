package declaration

import (
	"github.com/usepaso/usepaso/analysis/parallel"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// Read returns the declaration that a tree holds. Sections and capabilities that
// previous was read from the very same nodes are taken over from it; previous
// may be nil.
func Read(tree *syntax.Tree, previous *Declaration) *Declaration {
	if previous == nil {
		previous = &Declaration{Tree: &syntax.Tree{Root: &syntax.Node{}}, Service: &Service{}}
	}
	root := tree.Root
	d := &Declaration{
		Tree:            tree,
		Version:         text(root, "version"),
		Service:         readService(root.Entry("service"), previous.Service),
		CapabilitiesKey: node(root, "capabilities", syntax.Sequence),
		Permissions:     readPermissions(root.Entry("permissions"), previous.Permissions),
	}
	d.Capabilities = readCapabilities(d.CapabilitiesKey.Value, previous)
	return d
}

func readService(e *syntax.Entry, previous *Service) *Service {
	if e == nil || e.Value.Kind != syntax.Mapping {
		return &Service{}
	}
	if previous.Node == e.Value && previous.Key == e.Key.Span {
		return previous
	}
	n := e.Value
	return &Service{
		Node: n, Key: e.Key.Span,
		Name:        text(n, "name"),
		Description: text(n, "description"),
		BaseURL:     text(n, "base_url"),
		Version:     text(n, "version"),
		OpenAPI:     text(n, "openapi"),
		Encoding:    text(n, "encoding"),
		Auth:        readAuth(n.Entry("auth")),
	}
}

func readAuth(e *syntax.Entry) *Auth {
	if e == nil || e.Value.Kind != syntax.Mapping {
		return nil
	}
	n := e.Value
	return &Auth{
		Node: n, Key: e.Key.Span,
		Type:   text(n, "type"),
		Header: text(n, "header"),
		Prefix: text(n, "prefix"),
		Env:    text(n, "env"),
		In:     text(n, "in"),
		Name:   text(n, "name"),
	}
}

// readCapabilities takes over what stands unchanged at the front and at the back
// of the list, so that an edit costs the items between.
func readCapabilities(list *syntax.Node, previous *Declaration) []*Capability {
	if list == nil {
		return nil
	}
	var before []*syntax.Node
	if old := previous.CapabilitiesKey.Value; old != nil {
		before = old.Items
	}
	front, back := Unchanged(list.Items, before)
	caps := make([]*Capability, len(list.Items))
	copy(caps, previous.Capabilities[:front])
	copy(caps[len(caps)-back:], previous.Capabilities[len(before)-back:])
	parallel.For(len(caps)-back-front, 64, func(i int) { caps[front+i] = readCapability(list.Items[front+i]) })
	return caps
}

// Unchanged returns how many elements at the front and at the back of two lists are
// the same. The two parts never overlap.
func Unchanged[T comparable](now, before []T) (front, back int) {
	shorter := min(len(now), len(before))
	for front < shorter && now[front] == before[front] {
		front++
	}
	for back < shorter-front && now[len(now)-1-back] == before[len(before)-1-back] {
		back++
	}
	return front, back
}

func readCapability(n *syntax.Node) *Capability {
	c := &Capability{
		Node:            n,
		Name:            text(n, "name"),
		Description:     text(n, "description"),
		Method:          text(n, "method"),
		Path:            text(n, "path"),
		Permission:      text(n, "permission"),
		ConsentRequired: boolean(n, "consent_required"),
		Encoding:        text(n, "encoding"),
		InputsKey:       node(n, "inputs", syntax.Mapping),
		OutputKey:       node(n, "output", syntax.Mapping),
		ConstraintsKey:  node(n, "constraints", syntax.Mapping, syntax.Sequence),
	}
	c.Inputs = readInputs(c.InputsKey.Value)
	c.Output = readOutput(c.OutputKey.Value)
	c.Constraints = readConstraints(c.ConstraintsKey.Value)
	if c.Path.Valid {
		c.Template = ParseTemplate(c.Path.Value)
	}
	return c
}

func readInputs(n *syntax.Node) []*Input {
	var inputs []*Input
	seen := map[string]bool{}
	for _, e := range entries(n) {
		if !seen[e.Key.Value] {
			seen[e.Key.Value] = true
			inputs = append(inputs, readInput(e.Key.Value, e.Key.Span, e.Value))
		}
	}
	return inputs
}

func readInput(name string, key source.Span, n *syntax.Node) *Input {
	in := &Input{Name: name, Key: key}
	if n.Kind != syntax.Mapping {
		return in
	}
	in.Node = n
	in.Type = text(n, "type")
	in.Required = boolean(n, "required")
	in.Description = text(n, "description")
	in.Default = value(n, "default")
	in.In = text(n, "in")
	in.As = text(n, "as")
	in.Style = text(n, "style")
	in.Explode = boolean(n, "explode")
	in.Values, in.ValueSpans = values(n, "values")
	in.ConstraintsKey = node(n, "constraints", syntax.Mapping, syntax.Sequence)
	in.Constraints = readConstraints(in.ConstraintsKey.Value)
	if e := n.Entry("items"); e != nil && e.Value.Kind == syntax.Mapping {
		in.Items = readInput("", e.Key.Span, e.Value)
	}
	in.Properties = readInputs(node(n, "properties", syntax.Mapping).Value)
	return in
}

func readOutput(n *syntax.Node) []*Output {
	var out []*Output
	for _, e := range entries(n) {
		o := &Output{Name: e.Key.Value, Key: e.Key.Span}
		if e.Value.Kind == syntax.Mapping {
			o.Node = e.Value
			o.Type = text(e.Value, "type")
			o.Description = text(e.Value, "description")
		}
		out = append(out, o)
	}
	return out
}

func readPermissions(e *syntax.Entry, previous *Permissions) *Permissions {
	if e == nil || e.Value.Kind != syntax.Mapping {
		return nil
	}
	if previous != nil && previous.Node == e.Value {
		return previous
	}
	p := &Permissions{Node: e.Value, Key: e.Key.Span}
	for _, t := range entries(e.Value) {
		switch t.Key.Value {
		case "read", "write", "admin", "forbidden":
			p.Tiers = append(p.Tiers, readTier(t))
		}
	}
	p.byName = map[string][]int{}
	for i, t := range p.Tiers {
		for _, n := range t.Names {
			p.byName[n.Value] = append(p.byName[n.Value], i)
		}
	}
	return p
}

func readTier(e syntax.Entry) Tier {
	t := Tier{Name: e.Key.Value, Key: e.Key.Span}
	if e.Value.Kind != syntax.Sequence {
		return t
	}
	t.Node = e.Value
	for _, n := range e.Value.Items {
		if n.Kind == syntax.String {
			t.Names = append(t.Names, Name{n.Value, n.Span})
		}
	}
	return t
}
