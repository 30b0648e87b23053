package diff

import (
	"fmt"

	"github.com/usepaso/usepaso/analysis/declaration"
)

// capability compares two declarations of one name.
func (c *collector) capability(old *declaration.Declaration, was *declaration.Capability, new *declaration.Declaration, is *declaration.Capability) {
	c.standing(old, was, new, is)
	request := Change{Kind: Loosening, Code: "request", Risk: high}
	changed(c, is, was.Method, is.Method, request, "method")
	changed(c, is, was.Path, is.Path, request, "path")
	changed(c, is, was.Encoding, is.Encoding, request, "encoding")
	changed(c, is, was.Description, is.Description, Change{Kind: Neutral, Code: "text", Risk: low}, "description")
	for _, in := range was.Inputs {
		if other := is.Input(in.Name); other == nil {
			c.add(Change{Kind: Tightening, Code: "input-removed", Input: in.Name, Risk: low, Text: fmt.Sprintf("no longer takes %q", in.Name), Old: in.Key}, is)
		} else {
			c.input(was, in, is, other)
		}
	}
	for _, in := range is.Inputs {
		if was.Input(in.Name) == nil {
			c.add(Change{Kind: Loosening, Code: "input-added", Input: in.Name, Risk: low, Text: fmt.Sprintf("newly takes %q", in.Name), New: in.Key}, is)
		}
	}
	c.bounds(was, is)
}

// standing compares who may call it, and on whose word.
func (c *collector) standing(old *declaration.Declaration, was *declaration.Capability, new *declaration.Declaration, is *declaration.Capability) {
	name := is.Name.Value
	before, wasForbidden := old.Permissions.Forbidden(name)
	after, isForbidden := new.Permissions.Forbidden(name)
	switch {
	case wasForbidden && !isForbidden:
		c.add(Change{Kind: Loosening, Code: "no-longer-forbidden", Risk: gravest, Text: "is no longer forbidden", Old: before.Span, New: is.Name.Span}, is)
	case !wasForbidden && isForbidden:
		c.add(Change{Kind: Tightening, Code: "forbidden", Risk: high, Text: "is now forbidden", Old: was.Name.Span, New: after.Span}, is)
	}
	a, b := old.Tier(was), new.Tier(is)
	text := fmt.Sprintf("tier changed from %s to %s", a, b)
	switch rankA, rankB := declaration.TierRank(a), declaration.TierRank(b); {
	case rankB < rankA:
		c.add(Change{Kind: Loosening, Code: "tier-lowered", Risk: high, Text: text, Old: was.Permission.Span, New: is.Permission.Span}, is)
	case rankB > rankA:
		c.add(Change{Kind: Tightening, Code: "tier-raised", Risk: medium, Text: text, Old: was.Permission.Span, New: is.Permission.Span}, is)
	}
	switch asked, asks := was.ConsentRequired.Value, is.ConsentRequired.Value; {
	case asked && !asks:
		c.add(Change{Kind: Loosening, Code: "consent-lost", Risk: gravest, Text: "no longer needs consent", Old: was.ConsentRequired.Span, New: is.ConsentRequired.Span}, is)
	case !asked && asks:
		c.add(Change{Kind: Tightening, Code: "consent-gained", Risk: high, Text: "now needs consent", Old: was.ConsentRequired.Span, New: is.ConsentRequired.Span}, is)
	}
}

// input compares two inputs of one name.
func (c *collector) input(wasOf *declaration.Capability, was *declaration.Input, isOf *declaration.Capability, is *declaration.Input) {
	add := func(kind Kind, code, format string, args ...any) {
		c.add(Change{Kind: kind, Code: code, Input: is.Name, Risk: low, Text: fmt.Sprintf(format, args...), Old: was.Key, New: is.Key}, isOf)
	}
	if was.Type.Value != is.Type.Value {
		add(Loosening, "input-type", "%q changed from %s to %s", is.Name, or(was.Type.Value, "no type"), or(is.Type.Value, "no type"))
	}
	switch {
	case was.Required.Value && !is.Required.Value:
		add(Loosening, "input-optional", "%q is no longer required", is.Name)
	case !was.Required.Value && is.Required.Value:
		add(Tightening, "input-required", "%q is now required", is.Name)
	}
	if wasOf.Location(was) != isOf.Location(is) || was.WireName() != is.WireName() || was.Style.Value != is.Style.Value ||
		was.Explode.Value != is.Explode.Value || was.Explode.Valid != is.Explode.Valid {
		add(Loosening, "request", "%q is sent in another way", is.Name)
	}
	if shape(was) != shape(is) {
		add(Loosening, "input-shape", "the inner shape of %q changed", is.Name)
	}
	if !equal(was.Default.Value, is.Default.Value) {
		add(Neutral, "default", "the default of %q changed", is.Name)
	}
	more, less := members(was.Values.Value, is.Values.Value)
	switch {
	case more:
		add(Loosening, "values-added", "%q takes values that it did not", is.Name)
	case less:
		add(Tightening, "values-removed", "%q no longer takes some values", is.Name)
	}
}

func or(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
