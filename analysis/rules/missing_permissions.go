package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// MissingPermissions reports a declaration without a permissions section.
var MissingPermissions = &Rule{
	Code:     "missing-permissions",
	Title:    "no permissions section",
	Severity: diagnostic.Regret,
	Absence:  true,
	Doc: doc(
		"The file has no `permissions` section.",
		"Each capability's own `permission` holds then, and there is no one place that shows what agents may do and what they must never do.",
		"Add the section with one list per tier. The fix writes it from the capabilities' own permissions.",
	),
	Bad:  exampleService + exampleCapabilities,
	Good: exampleService + exampleCapabilities + "permissions:\n  read:\n    - list_orders\n",
	File: func(p *Pass) {
		list := p.Declaration.CapabilitiesKey
		if !list.Valid || len(list.Value.Items) == 0 || p.Declaration.Tree.Root.Entry("permissions") != nil {
			return
		}
		d := p.Report(list.Key, "permissions", "No permissions section defined. All capabilities are accessible by default")
		fix(d, true, "add a permissions section", p.edit().addPermissions(p.Declaration)...)
	},
}

// addPermissions writes a section that lists every capability under its own permission.
func (e editor) addPermissions(d *declaration.Declaration) []source.Edit {
	tiers := map[string][]string{}
	for _, c := range d.Capabilities {
		if isSnakeCase(c.Name.Or("")) {
			tiers[c.Permission.Or("")] = append(tiers[c.Permission.Or("")], c.Name.Value)
		}
	}
	lines := []string{"permissions:"}
	for _, tier := range []string{"read", "write", "admin"} {
		if len(tiers[tier]) > 0 {
			lines = append(lines, "  "+tier+":")
		}
		for _, name := range tiers[tier] {
			lines = append(lines, "    - "+name)
		}
	}
	last := ownEntry(d.Tree.Root, "")
	if last == nil || d.Tree.Root.Style == syntax.Flow || len(lines) == 1 {
		return nil
	}
	tail := e.lineEnd(e.trimmed(lastValue(last.Value).Span))
	return []source.Edit{{Span: tail, New: e.newline() + strings.Join(lines, e.newline())}}
}

// lastValue is the innermost value that a node ends with. Its span moves with the
// text around it, where that of the whole section is bound to the file.
func lastValue(n *syntax.Node) *syntax.Node {
	for {
		switch {
		case n.Style == syntax.Flow || n.IsAlias:
			return n
		case len(n.Items) > 0:
			n = n.Items[len(n.Items)-1]
		case len(n.Entries) > 0 && ownEntry(n, "") != nil:
			n = ownEntry(n, "").Value
		default:
			return n
		}
	}
}
