package decide

import (
	"os"
	"slices"
	"testing"
)

// TestAgreement holds the three ways to ask to one answer, on every prefix of an
// example: what is callable is what is allowed by name and by route.
func TestAgreement(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../testdata/examples/stripe-tutorial/usepaso.yaml")
	if err != nil {
		t.Fatal(err)
	}
	filters := []Filters{{}, {Tier: "read"}, {Consent: ConsentDeny}, {Only: []string{"get_balance"}}, {Exclude: []string{"get_balance"}}}
	for i := 0; i <= len(text); i += 9 {
		d := read(string(text[:i]))
		for _, f := range filters {
			callable := Callable(d, f)
			for _, c := range d.Capabilities {
				byName := Name(d, c.Name.Value, f)
				if want := slices.Contains(callable, c); byName.Allowed != want && c.Name.Value != "" {
					t.Errorf("%q: callable %t, by name %t", c.Name.Value, want, byName.Allowed)
				}
				if byName.Reason == (Step{}) {
					t.Errorf("%q: no reason", c.Name.Value)
				}
				if routes := Route(d, c.Method.Value, c.Path.Value, f); len(routes) == 0 {
					t.Errorf("%q: no decision by route", c.Name.Value)
				}
			}
		}
	}
}
