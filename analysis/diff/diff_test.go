package diff

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

const base = `version: "1.0"
service:
  name: Shop
  description: A shop
  base_url: https://api.example.com/v1
  auth:
    type: bearer
    env: USEPASO_SHOP
capabilities:
  - name: list_orders
    description: List orders
    method: GET
    path: /orders
    permission: read
    inputs:
      limit:
        type: integer
        default: 10
        constraints:
          max_value: 100
      status:
        type: enum
        values: [open, paid]
  - name: create_refund
    description: Refund an order
    method: POST
    path: /refunds
    permission: write
    consent_required: true
    inputs:
      order:
        type: string
        required: true
        constraints:
          pattern: ^o_
      amount:
        type: integer
      lines:
        type: array
        items:
          type: string
    constraints:
      - max_per_hour: 20
      - max_value: 500
        input: amount
permissions:
  read: [list_orders]
  write: [create_refund]
  forbidden: [delete_order]
`

func read(t *testing.T, text string) *declaration.Declaration {
	t.Helper()
	return declaration.Read(syntax.Parse(source.NewFile("usepaso.yaml", text)), nil)
}

func TestCompare(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		edit []string // old, new, old, new …
		want []string // kind code capability/input
	}{
		{"nothing", nil, nil},
		{"comment", []string{"# x\n", "", "service:", "service: # here"}, nil},
		{"base_url", []string{"api.example.com", "evil.example.com"}, []string{"loosening base-url /"}},
		{"env", []string{"USEPASO_SHOP", "USEPASO_BANK"}, []string{"loosening auth /"}},
		{"service text", []string{"A shop", "The shop"}, []string{"neutral service-text /"}},
		{"consent lost", []string{"consent_required: true", "consent_required: false"}, []string{"loosening consent-lost create_refund/"}},
		{"consent gained", []string{"permission: read\n", "permission: read\n    consent_required: true\n"}, []string{"tightening consent-gained list_orders/"}},
		{"limit up", []string{"max_per_hour: 20", "max_per_hour: 200"}, []string{"loosening limit-loosened create_refund/"}},
		{"limit down", []string{"max_per_hour: 20", "max_per_hour: 2"}, []string{"tightening limit-tightened create_refund/"}},
		{"limit gone", []string{"      - max_value: 500\n        input: amount\n", ""}, []string{"loosening limit-removed create_refund/amount"}},
		{"limit new", []string{"max_value: 100", "max_value: 100\n          min_value: 1"}, []string{"tightening limit-added list_orders/limit"}},
		{"pattern", []string{"^o_", "^o"}, []string{"loosening limit-removed create_refund/order", "tightening limit-added create_refund/order"}},
		{"limit unreadable", []string{"max_per_hour: 20", "max_per_hour: many"}, []string{"loosening limit-loosened create_refund/"}},
		{"values added", []string{"[open, paid]", "[open, paid, void]"}, []string{"loosening values-added list_orders/status"}},
		{"values removed", []string{"[open, paid]", "[open]"}, []string{"tightening values-removed list_orders/status"}},
		{"input added", []string{"      amount:\n", "      note:\n        type: string\n      amount:\n"}, []string{"loosening input-added create_refund/note"}},
		{"input type", []string{"amount:\n        type: integer", "amount:\n        type: number"}, []string{"loosening input-type create_refund/amount"}},
		{"optional", []string{"        required: true\n", ""}, []string{"loosening input-optional create_refund/order"}},
		{"default", []string{"default: 10", "default: 20"}, []string{"neutral default list_orders/limit"}},
		{"items", []string{"items:\n          type: string", "items:\n          type: object"}, []string{"loosening input-shape create_refund/lines"}},
		{"path", []string{"path: /refunds", "path: /payouts"}, []string{"loosening request create_refund/"}},
		{"method", []string{"method: POST", "method: PUT"}, []string{"loosening request create_refund/"}},
		{"tier raised", []string{"read: [list_orders]", "admin: [list_orders]"}, []string{"tightening tier-raised list_orders/"}},
		{"tier lowered", []string{"permission: write", "permission: read", "  write: [create_refund]\n", ""}, []string{"loosening tier-lowered create_refund/"}},
		{"forbidden", []string{"[delete_order]", "[delete_order, create_refund]"}, []string{"tightening forbidden create_refund/"}},
		{"tool gone", []string{"name: list_orders", "name: list_all"}, []string{"loosening tool-added list_all/", "tightening tool-removed list_orders/"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, c := range Compare(read(t, base), read(t, strings.NewReplacer(test.edit...).Replace(base))) {
				got = append(got, c.Kind.String()+" "+c.Code+" "+c.Capability+"/"+c.Input)
				if c.Text == "" || c.Risk == 0 {
					t.Errorf("no text or risk: %+v", c)
				}
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestUnforbidding(t *testing.T) {
	t.Parallel()
	forbidding := strings.Replace(base, "[delete_order]", "[delete_order, create_refund]", 1)
	changes := Compare(read(t, forbidding), read(t, base))
	if len(changes) != 1 || changes[0].Code != "no-longer-forbidden" || !Loosens(changes) {
		t.Errorf("got %+v", changes)
	}
}

// TestTightenedAndBack holds for every pair of edits: what tightens one way
// loosens the other way.
func TestTightenedAndBack(t *testing.T) {
	t.Parallel()
	example, err := os.ReadFile("../../testdata/examples/stripe-tutorial/usepaso.yaml")
	if err != nil {
		t.Fatal(err)
	}
	old := string(example)
	for _, edit := range [][2]string{
		{"max_value: 100", "max_value: 50"},
		{"    permission: read\n", "    permission: write\n"},
		{"- update_account", "- create_refund"},
		{"        type: string\n", "        type: string\n        constraints: {max_length: 9}\n"},
	} {
		new := strings.Replace(old, edit[0], edit[1], 1)
		there, back := Compare(read(t, old), read(t, new)), Compare(read(t, new), read(t, old))
		if len(there) == 0 || Loosens(there) || !Loosens(back) {
			t.Errorf("%q: there %+v, back %+v", edit[1], there, back)
		}
	}
}
