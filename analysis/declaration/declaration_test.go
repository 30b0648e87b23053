package declaration_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

func read(t *testing.T, text string) *declaration.Declaration {
	t.Helper()
	return declaration.Read(syntax.Parse(source.NewFile("usepaso.yaml", text)), nil)
}

const shop = `version: "1.0"
service:
  name: Shop
  description: A shop
  base_url: https://api.stripe.com/v1
  auth: {type: api_key, in: query, name: key}
capabilities:
  - name: buy
    description: Buy it
    method: POST
    path: /a/{id}/b/{id}
    permission: read
    consent_required: true
    inputs:
      id: {type: string, in: path, required: true}
      amount: {type: integer, default: 0x10, constraints: {max_value: 5}}
      note: {type: string, constraints: [{max_length: 3}, {requires_field: amount}]}
    constraints:
      max_value: 100
  - null
  - name: drop
    method: DELETE
    path: /a
permissions:
  admin: [buy]
  forbidden: [drop, gone]
`

func TestReadsEveryLeafWithItsPlace(t *testing.T) {
	t.Parallel()
	d := read(t, shop)
	if got := len(d.Capabilities); got != 3 {
		t.Fatalf("%d capabilities, want one for each item, null included", got)
	}
	buy := d.Capabilities[0]
	for _, leaf := range []struct {
		leaf  declaration.Leaf[string]
		value string
		text  string
	}{
		{d.Version, "1.0", `"1.0"`},
		{d.Service.BaseURL, "https://api.stripe.com/v1", "https://api.stripe.com/v1"},
		{d.Service.Auth.In, "query", "query"},
		{buy.Path, "/a/{id}/b/{id}", "/a/{id}/b/{id}"},
		{buy.Inputs[1].Type, "integer", "integer"},
	} {
		if !leaf.leaf.Valid || leaf.leaf.Value != leaf.value || d.Tree.Text(leaf.leaf.Span) != leaf.text {
			t.Errorf("got %+v at %q, want %q at %q", leaf.leaf, d.Tree.Text(leaf.leaf.Span), leaf.value, leaf.text)
		}
	}
	if got := d.Tree.Text(buy.Inputs[1].Key); got != "amount" {
		t.Errorf("the input's key is at %q", got)
	}
}

func TestWrongTypesAreNotValid(t *testing.T) {
	t.Parallel()
	d := read(t, "version: 1.0\nservice: []\ncapabilities: {a: 1}\npermissions: read\n")
	if d.Version.Valid || !d.Version.Present {
		t.Error("a number is taken for a text")
	}
	if d.Service.Node != nil || d.Capabilities != nil || d.Permissions != nil {
		t.Error("sections of the wrong type were read")
	}
}

func TestMeaning(t *testing.T) {
	t.Parallel()
	d := read(t, shop)
	buy, drop := d.Capabilities[0], d.Capabilities[2]
	encoding, said := d.BodyEncoding(buy)
	got := map[string]any{
		"tier of buy":       d.Tier(buy),
		"tier of drop":      d.Tier(drop),
		"encoding":          encoding,
		"encoding said":     said,
		"location of id":    buy.Location(buy.Input("id")),
		"location of note":  buy.Location(buy.Input("note")),
		"auth header":       d.Service.Auth.HeaderName(),
		"auth variable":     d.Service.Auth.Variable(),
		"has {id}":          buy.Template.Has("id"),
		"default of amount": buy.Input("amount").Default.Value,
	}
	want := map[string]any{
		"tier of buy":       "admin", // the stricter of field and list
		"tier of drop":      "admin", // says nothing, so held to be the strictest
		"encoding":          "form",  // the host is known
		"encoding said":     false,
		"location of id":    "path",
		"location of note":  "body",
		"auth header":       "", // the key travels in the query
		"auth variable":     "USEPASO_AUTH_TOKEN",
		"has {id}":          true,
		"default of amount": json.Number("16"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, ok := d.Permissions.Forbidden("gone"); !ok {
		t.Error("a name that is not declared can be forbidden too")
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	type bound struct {
		Kind   declaration.LimitKind
		Inputs string
		Length bool
		When   string
	}
	var got []bound
	for _, b := range read(t, shop).Capabilities[0].Bounds() {
		names := ""
		for _, in := range b.Inputs {
			names += in.Name
		}
		when := ""
		if b.When != nil {
			when = b.When.Name
		}
		got = append(got, bound{b.Kind, names, b.Length, when})
	}
	want := []bound{
		{declaration.MaxValue, "amount", false, ""},
		{declaration.MaxValue, "amount", false, "amount"},
		{declaration.MaxLength, "note", false, "note"},
		{declaration.RequiresField, "", false, "note"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBindingOfCapabilityLimits(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, inputs, constraint, want string }{
		{"every number", "{a: {type: integer}, b: {type: number}, c: {type: string}}", "{max_value: 1}", "a b"},
		{"length where no number", "{c: {type: string}, e: {type: enum}}", "{max_value: 1}", "c by length"},
		{"the named one", "{a: {type: integer}, b: {type: number}}", "{max_value: 1, input: b}", "b"},
		{"the named one that is not there", "{a: {type: integer}}", "{max_value: 1, input: b}", ""},
		{"key names it", "{c: {type: string}, e: {type: string}}", "{e_max_length: 1}", "e"},
		{"one of two must be named", "{c: {type: string}, e: {type: string}}", "{max_length: 1}", ""},
		{"every array", "{c: {type: array}, e: {type: array}}", "{max_per_request: 1}", "c e"},
		{"the call", "{c: {type: array}}", "{max_per_hour: 1}", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := read(t, "capabilities:\n  - inputs: "+test.inputs+"\n    constraints: ["+test.constraint+"]\n")
			got := ""
			for _, b := range d.Capabilities[0].Bounds() {
				for i, in := range b.Inputs {
					if i > 0 {
						got += " "
					}
					got += in.Name
				}
				if b.Length {
					got += " by length"
				}
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestTemplate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		path     string
		names    []string
		problems []string
	}{
		{"/a/{b}/c", []string{"b"}, nil},
		{"/{a}{b}", []string{"a", "b"}, nil},
		{"/a/{b", nil, []string{`{b`}},
		{"/a/{b/c", nil, []string{`{b`}},
		{"/a/b}", nil, []string{`}`}},
		{"/{}/{x}", []string{"x"}, []string{`{}`}},
		{"/{{x}}", []string{"x"}, []string{`{`, `}`}},
	} {
		tpl := declaration.ParseTemplate(test.path)
		var problems []string
		for _, p := range tpl.Problems {
			problems = append(problems, test.path[p.Start:p.End])
		}
		if diff := cmp.Diff(test.names, tpl.Placeholders()); diff != "" {
			t.Errorf("%s: %s", test.path, diff)
		}
		if diff := cmp.Diff(test.problems, problems); diff != "" {
			t.Errorf("%s: %s", test.path, diff)
		}
	}
}

func FuzzTemplate(f *testing.F) {
	f.Add("/a/{b}/{c")
	f.Fuzz(func(t *testing.T, path string) {
		at := 0
		for _, p := range declaration.ParseTemplate(path).Parts {
			if p.Start != at || p.End <= p.Start {
				t.Fatalf("%q: part %+v does not follow byte %d", path, p, at)
			}
			at = p.End
		}
		if at != len(path) {
			t.Fatalf("%q: parts end at byte %d", path, at)
		}
	})
}

func TestNumbersKeepEveryDigit(t *testing.T) {
	t.Parallel()
	for yaml, want := range map[string]any{
		"9007199254740993": json.Number("9007199254740993"),
		"1.10":             json.Number("1.10"),
		"+3":               json.Number("3"),
		"0x1F":             json.Number("31"),
		"0o17":             json.Number("15"),
		"1_000":            json.Number("1000"),
		".5":               json.Number("0.5"),
		".inf":             ".inf",
		"true":             true,
		"yes":              "yes",
		"~":                nil,
		"'1'":              "1",
		"2024-06-20":       "2024-06-20",
	} {
		n := syntax.Parse(source.NewFile("f", "a: "+yaml+"\n")).Root.Get("a")
		if diff := cmp.Diff(want, declaration.Value(n)); diff != "" {
			t.Errorf("%s: %s", yaml, diff)
		}
	}
}

func TestUneditedPartsAreTakenOver(t *testing.T) {
	t.Parallel()
	first := read(t, shop)
	again := declaration.Read(first.Tree, first)
	if first.Service != again.Service || first.Permissions != again.Permissions {
		t.Error("a section was read again")
	}
	for i := range first.Capabilities {
		if first.Capabilities[i] != again.Capabilities[i] {
			t.Errorf("capability %d was read again", i)
		}
	}
}
