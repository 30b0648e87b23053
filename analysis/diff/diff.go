// Package diff says what changed between two declarations for the agent: what it
// may newly do, what it may no longer do, and what stays. A reload takes only the
// latter two live; `usepaso diff` prints all, the riskiest first.
//
// Start at Compare. What cannot be judged counts as loosening.
package diff

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
)

// Kind is which way a change goes.
type Kind int

// The kinds, riskiest first.
const (
	Loosening  Kind = iota // the agent may do more, or something else than before
	Tightening             // the agent may do less
	Neutral                // texts
)

// String returns the kind's name in lower case.
func (k Kind) String() string { return [...]string{"loosening", "tightening", "neutral"}[k] }

// Change is one difference.
type Change struct {
	Kind       Kind
	Code       string // kebab-case, stable: consent-lost
	Capability string // "" for the service
	Input      string // "" for none
	Text       string // one clause for people, without a period
	Risk       int    // within its kind, higher is graver
	Old, New   source.Span
}

// Risks of changes, so that the list reads from what matters most.
const (
	low = iota + 1
	medium
	high
	gravest
)

// Compare returns the changes from old to new, riskiest first, then by name.
func Compare(old, new *declaration.Declaration) []Change {
	c := &collector{}
	c.service(old, new)
	for _, was := range old.Capabilities {
		if !was.Name.Valid || old.Capability(was.Name.Value) != was {
			continue
		}
		if is := new.Capability(was.Name.Value); is == nil {
			c.add(Change{Kind: Tightening, Code: "tool-removed", Risk: medium, Text: "is gone", Old: was.Name.Span}, was)
		} else {
			c.capability(old, was, new, is)
		}
	}
	for _, is := range new.Capabilities {
		if is.Name.Valid && new.Capability(is.Name.Value) == is && old.Capability(is.Name.Value) == nil {
			c.added(new, is)
		}
	}
	return c.sorted()
}

// Capability returns the changes of one capability that both declarations have.
func Capability(old *declaration.Declaration, was *declaration.Capability, new *declaration.Declaration, is *declaration.Capability) []Change {
	c := &collector{}
	c.capability(old, was, new, is)
	return c.sorted()
}

// Loosens reports whether any of the changes loosens.
func Loosens(changes []Change) bool {
	return slices.ContainsFunc(changes, func(c Change) bool { return c.Kind == Loosening })
}

type collector struct{ changes []Change }

func (c *collector) sorted() []Change {
	slices.SortStableFunc(c.changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(b.Risk, a.Risk), cmp.Compare(a.Capability, b.Capability), cmp.Compare(a.Input, b.Input))
	})
	return c.changes
}

// add notes a change of a capability, or of the service when cap is nil.
func (c *collector) add(change Change, cap *declaration.Capability) {
	if cap != nil {
		change.Capability = cap.Name.Value
	}
	c.changes = append(c.changes, change)
}

// changed notes two leaves that differ.
func changed[T comparable](c *collector, cap *declaration.Capability, was, is declaration.Leaf[T], template Change, what string) {
	if was.Or(*new(T)) == is.Or(*new(T)) && was.Valid == is.Valid {
		return
	}
	template.Old, template.New = was.Span, is.Span
	template.Text = fmt.Sprintf("%s changed from %s to %s", what, shown(was), shown(is))
	c.add(template, cap)
}

func shown[T comparable](l declaration.Leaf[T]) string {
	if !l.Valid {
		return "nothing"
	}
	return fmt.Sprintf("%q", fmt.Sprint(l.Value))
}

func (c *collector) added(d *declaration.Declaration, is *declaration.Capability) {
	change := Change{Kind: Loosening, Code: "tool-added", Risk: medium, New: is.Name.Span}
	tier := d.Tier(is)
	change.Text = fmt.Sprintf("is new: %s %s (%s)", is.Method.Value, is.Path.Value, tier)
	if tier != "read" {
		change.Risk = high
		if !is.ConsentRequired.Value {
			change.Text += ", without consent"
			change.Risk = gravest
		}
	}
	if _, forbidden := d.Permissions.Forbidden(is.Name.Value); forbidden {
		change = Change{Kind: Neutral, Code: "tool-added", Risk: low, Text: "is new and forbidden", New: is.Name.Span}
	}
	c.add(change, is)
}
