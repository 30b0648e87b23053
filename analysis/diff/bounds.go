package diff

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
)

// bounds compares the limits of two capabilities. Limits of the same kind about the
// same inputs are one limit, of which the tightest counts.
func (c *collector) bounds(was, is *declaration.Capability) {
	before, after := limits(was), limits(is)
	for _, key := range slices.Sorted(maps.Keys(before)) {
		old := before[key]
		new, still := after[key]
		if !still {
			c.bound(Loosening, "limit-removed", is, old, declaration.Bound{}, "no longer has %s", phrase(old))
			continue
		}
		switch kind := direction(old, new); {
		case equal(old.Value, new.Value):
		case kind == Tightening:
			c.bound(Tightening, "limit-tightened", is, old, new, "%s is now tighter: %v", phrase(old), new.Value)
		default:
			c.bound(Loosening, "limit-loosened", is, old, new, "%s is now %v", phrase(old), new.Value)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(after)) {
		if _, had := before[key]; !had {
			c.bound(Tightening, "limit-added", is, declaration.Bound{}, after[key], "newly has %s", phrase(after[key]))
		}
	}
}

func (c *collector) bound(kind Kind, code string, of *declaration.Capability, old, new declaration.Bound, format string, args ...any) {
	change := Change{Kind: kind, Code: code, Risk: medium, Text: fmt.Sprintf(format, args...), Old: old.Span, New: new.Span}
	for _, b := range []declaration.Bound{old, new} {
		if len(b.Inputs) == 1 {
			change.Input = b.Inputs[0].Name
		}
	}
	c.add(change, of)
}

func phrase(b declaration.Bound) string {
	return fmt.Sprintf("%s %v%s", b.Kind, b.Value, about(b))
}

func about(b declaration.Bound) string {
	if len(b.Inputs) == 0 {
		return ""
	}
	var names []string
	for _, in := range b.Inputs {
		names = append(names, in.Name)
	}
	return " on " + strings.Join(names, ", ")
}

// limits returns the tightest limit of each kind for each set of inputs.
func limits(c *declaration.Capability) map[string]declaration.Bound {
	found := map[string]declaration.Bound{}
	for _, b := range c.Bounds() {
		key := string(b.Kind) + about(b)
		if b.Kind == declaration.RequiresField || b.Kind == declaration.Pattern {
			key += fmt.Sprintf(" %v", b.Value)
		}
		if b.When != nil {
			key += " when " + b.When.Name
		}
		if other, have := found[key]; !have || direction(other, b) == Tightening {
			found[key] = b
		}
	}
	return found
}

// direction tells which way a limit goes from old to new. What cannot be compared loosens.
func direction(old, new declaration.Bound) Kind {
	if old.Kind == declaration.AllowedValues {
		a, _ := old.Value.([]any)
		b, _ := new.Value.([]any)
		if more, _ := members(a, b); more || len(b) == 0 {
			return Loosening
		}
		return Tightening
	}
	a, okA := number(old.Value)
	b, okB := number(new.Value)
	if !okA || !okB {
		return Loosening
	}
	order := b.Cmp(a)
	if old.Kind == declaration.MinValue || old.Kind == declaration.MinLength {
		order = -order
	}
	if order < 0 {
		return Tightening
	}
	return Loosening
}

func number(v any) (*big.Rat, bool) {
	n, ok := v.(json.Number)
	if !ok || len(n) > 64 || strings.ContainsAny(string(n), "eE") {
		return nil, false
	}
	return new(big.Rat).SetString(string(n))
}

// members tells whether a list has values that it had not, and lacks some that it had.
func members(old, new []any) (more, less bool) {
	return !subset(new, old), !subset(old, new)
}

func subset(part, whole []any) bool {
	have := map[string]bool{}
	for _, v := range whole {
		have[canonical(v)] = true
	}
	for _, v := range part {
		if !have[canonical(v)] {
			return false
		}
	}
	return true
}

func equal(a, b any) bool { return canonical(a) == canonical(b) }

// canonical writes a JSON value; equal values are written alike.
func canonical(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(raw)
}

// shape writes items and properties with all that stands in them.
func shape(in *declaration.Input) string {
	var b strings.Builder
	writeShape(&b, in, 0)
	return b.String()
}

const maxDepth = 50

func writeShape(b *strings.Builder, in *declaration.Input, depth int) {
	if depth > maxDepth {
		b.WriteString("…")
		return
	}
	inner := append([]*declaration.Input{}, in.Properties...)
	if in.Items != nil {
		inner = append(inner, in.Items)
	}
	for _, p := range inner {
		fmt.Fprintf(b, "{%q %s %t %s %q", p.Name, p.Type.Value, p.Required.Value, canonical(p.Values.Value), p.WireName())
		for _, bound := range declaration.InputBounds(p) {
			fmt.Fprintf(b, " %s %s", bound.Kind, canonical(bound.Value))
		}
		writeShape(b, p, depth+1)
		b.WriteString("}")
	}
}
