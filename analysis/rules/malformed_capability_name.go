package rules

import (
	"strings"
	"unicode"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// MalformedCapabilityName reports a name that is not snake_case.
var MalformedCapabilityName = &Rule{
	Code:     "malformed-capability-name",
	Title:    "capability name is not snake_case",
	Severity: diagnostic.Error,
	Doc: doc(
		"A capability's name must begin with a small letter and go on with small letters, digits and underscores: `create_refund`.",
		"It is the name of the tool that agents see. Clients refuse other characters, and a name that differs in case only is easily mixed up.",
		"Rename it. The fix also renames it in `permissions`.",
	),
	Bad: exampleService + `capabilities:
  - name: listOrders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
permissions:
  read: [listOrders]
`,
	Good: exampleService + exampleCapabilities + examplePermissions,
	File: func(p *Pass) {
		for i, c := range p.Declaration.Capabilities {
			name := c.Name.Value
			if !c.Name.Valid || name == "" || isSnakeCase(name) {
				continue
			}
			d := p.Report(c.Name.Span, capabilityPath(i, "name"), "%s must be snake_case", quote(name))
			snake := snakeCase(name)
			if !isSnakeCase(snake) || len(p.Index.ByName[snake]) > 0 {
				continue
			}
			fix(d, false, "rename to "+quote(snake), renameCapability(p, c, snake)...)
		}
	},
}

// isSnakeCase reports whether the name matches ^[a-z][a-z0-9_]*$.
func isSnakeCase(name string) bool {
	for i, r := range name {
		if (r < 'a' || r > 'z') && (i == 0 || r != '_' && (r < '0' || r > '9')) {
			return false
		}
	}
	return name != ""
}

// snakeCase spells a name in small letters with underscores between its words:
// listOrders, ListOrders, list-orders and "list orders" all become list_orders.
func snakeCase(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case unicode.IsUpper(r):
			wordStarts := i > 0 && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
			if wordStarts {
				b.WriteByte('_')
			}
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte('_')
		}
	}
	words := strings.FieldsFunc(b.String(), func(r rune) bool { return r == '_' })
	return strings.Join(words, "_")
}

// renameCapability gives a capability another name, in permissions too. Where one
// of the places cannot be written it changes nothing.
func renameCapability(p *Pass, c *declaration.Capability, name string) []source.Edit {
	edits := p.edit().replace(c.Name.Span, name)
	if len(edits) == 0 || p.Declaration.Permissions == nil || len(p.Index.ByName[c.Name.Value]) > 1 {
		return edits
	}
	for _, tier := range p.Declaration.Permissions.Tiers {
		for _, n := range tier.Names {
			if n.Value != c.Name.Value {
				continue
			}
			more := p.edit().replace(n.Span, name)
			if len(more) == 0 {
				return nil
			}
			edits = append(edits, more...)
		}
	}
	return edits
}
