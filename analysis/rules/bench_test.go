package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/rules"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// many returns a declaration of n capabilities, each in a tier.
func many(n int) string {
	var b, tiers strings.Builder
	b.WriteString("version: \"1.0\"\nservice:\n  name: Shop\n  description: Orders of an online shop\n  base_url: https://api.shop.example/v1\ncapabilities:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - name: get_thing_%d\n    description: Read one thing of kind %d\n    method: GET\n    path: /things_%d/{id}\n    permission: read\n"+
			"    inputs:\n      id: {type: string, required: true, description: Which one, in: path}\n", i, i, i)
		fmt.Fprintf(&tiers, "    - get_thing_%d\n", i)
	}
	return b.String() + "permissions:\n  read:\n" + tiers.String() + "  forbidden: [delete_everything]\n"
}

// BenchmarkFileRules measures the rules across the file: every capability is the
// one the results before it know, only the permissions are read anew.
func BenchmarkFileRules(b *testing.B) {
	for _, n := range []int{100, 5000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			text := many(n)
			d := declaration.Read(syntax.Parse(source.NewFile("usepaso.yaml", text)), nil)
			before := rules.Run(d, nil, nil)
			changed := *d
			permissions := *d.Permissions
			changed.Permissions = &permissions
			b.ReportAllocs()
			for b.Loop() {
				rules.Run(&changed, nil, before)
			}
		})
	}
}

// BenchmarkCapabilityRules measures all rules on one file from nothing.
func BenchmarkCapabilityRules(b *testing.B) {
	text := many(5000)
	d := declaration.Read(syntax.Parse(source.NewFile("usepaso.yaml", text)), nil)
	b.ReportAllocs()
	for b.Loop() {
		rules.Run(d, nil, nil).Diagnostics()
	}
}
