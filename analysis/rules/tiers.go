package rules

import (
	"slices"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// candidates returns the declared names that are of a length near to that of a
// name and begin with the same first letters, so that few are left to compare.
func candidates(p *Pass, name string, first int) []string {
	var names []string
	for _, c := range p.Declaration.Capabilities {
		n := c.Name.Value
		if c.Name.Valid && len(n)-len(name) <= 3 && len(name)-len(n) <= 3 && len(n) >= first && len(name) >= first && n[:first] == name[:first] {
			names = append(names, n)
		}
	}
	return names
}

// onlyFits reports whether a capability has the tier as its own permission and
// stands in no list yet, so that listing it there changes nothing.
func onlyFits(p *Pass, name string, tier declaration.Tier) bool {
	c := p.Declaration.Capabilities[p.Index.ByName[name][0]]
	return c.Permission.Or("") == tier.Name && len(p.Declaration.Permissions.Of(name)) == 0
}

// listed returns the tiers other than forbidden that list a name, in file order.
func listed(p *declaration.Permissions, name string) []declaration.Tier {
	return slices.DeleteFunc(p.Of(name), func(t declaration.Tier) bool { return t.Name == "forbidden" })
}

// removeName takes one name out of a tier's list. The only one goes with its list.
func (e editor) removeName(p *declaration.Permissions, tier declaration.Tier, name declaration.Name) []source.Edit {
	i := slices.IndexFunc(tier.Node.Items, func(n *syntax.Node) bool { return n.Span == name.Span })
	if len(tier.Node.Items) == 1 && i == 0 {
		return e.removeEntry(p.Node, tier.Name)
	}
	return e.removeItem(tier.Node, i)
}

// moveName takes a name out of one tier's list and puts it at the end of another's.
func (e editor) moveName(p *declaration.Permissions, from declaration.Tier, to string, name declaration.Name) []source.Edit {
	removed, added := e.removeName(p, from, name), []source.Edit(nil)
	if list := p.Node.Get(to); list != nil {
		added = e.addItem(list, name.Value)
	} else {
		added = e.addEntry(p.Node, "", to, "["+plain(name.Value)+"]")
	}
	if removed == nil || added == nil || collide(removed[0], added[0]) {
		return nil
	}
	return append(removed, added...)
}

// collide reports whether an insertion stands within, or at an end of, a removal.
func collide(removed, added source.Edit) bool {
	return removed.Span.Piece == added.Span.Piece && removed.Span.Contains(int(added.Span.Start))
}

// addItem writes a name at the end of a list.
func (e editor) addItem(list *syntax.Node, name string) []source.Edit {
	switch {
	case list == nil || list.IsAlias:
		return nil
	case len(list.Items) == 0 && e.tree.Text(list.Span) == "[]":
		return []source.Edit{{Span: list.Span, New: "[" + plain(name) + "]"}}
	case len(list.Items) == 0:
		return nil
	}
	last := list.Items[len(list.Items)-1].Span
	if list.Style == syntax.Flow {
		return []source.Edit{{Span: last.Tail(), New: ", " + plain(name)}}
	}
	return []source.Edit{{Span: e.lineEnd(last), New: e.newline() + e.before(last) + plain(name)}}
}
