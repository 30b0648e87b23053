package request

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTutorial holds the previews of the tutorial's file to what the tutorial prints.
func TestTutorial(t *testing.T) {
	t.Parallel()
	const want = `ok get_balance GET https://api.stripe.com/v1/balance
ok list_charges GET https://api.stripe.com/v1/charges?limit=10
ok get_charge GET https://api.stripe.com/v1/charges/{charge_id}
ok list_customers GET https://api.stripe.com/v1/customers?limit=10
ok create_refund POST https://api.stripe.com/v1/refunds
`
	text, err := os.ReadFile("../../testdata/examples/stripe-tutorial/usepaso.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d := read(string(text))
	var got strings.Builder
	for _, c := range d.Capabilities {
		r, problems := Preview(d, c, Options{})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		fmt.Fprintf(&got, "ok %s %s %s\n", c.Name.Value, r.Method, r.ShownURL())
	}
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestBroken shows that every prefix of an example, and odd nodes, make a request
// or a problem.
func TestBroken(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../testdata/examples/stripe-tutorial/usepaso.yaml")
	if err != nil {
		t.Fatal(err)
	}
	broken := []string{
		"capabilities: [null, 1, {}, {name: a, inputs: {x: null, y: {type: 5, constraints: [{max_value: []}, 3]}}}]",
		`{service: {base_url: "https://a.example", auth: {type: odd, in: query}}, capabilities: [{path: "/{a}{", method: 1}]}`,
	}
	for i := 0; i < len(text); i += 7 {
		broken = append(broken, string(text[:i]))
	}
	for _, text := range broken {
		d := read(text)
		for _, c := range d.Capabilities {
			if r, problems := Preview(d, c, Options{}); (r == nil) == (len(problems) == 0) {
				t.Errorf("%v, %v for %q", r, problems, text)
			}
			args, _ := Check(d, c, Arguments{"x": "1", "limit": nil}, nil)
			if r, problems := Build(d, c, args, Options{}); (r == nil) == (len(problems) == 0) {
				t.Errorf("%v, %v for %q", r, problems, text)
			}
		}
	}
}

// TestKeyIsNamedOnce: neither an input nor a field of an object takes the place of
// the key in the query.
func TestKeyIsNamedOnce(t *testing.T) {
	t.Parallel()
	d := read(`version: "1.0"
service:
  name: Shop
  description: A shop
  base_url: https://api.example.com
  auth: {type: api_key, in: query, name: api key}
capabilities:
  - name: find
    description: Find things
    method: GET
    path: /things
    permission: read
    inputs:
      mine: {type: string, as: "API key"}
      filter: {type: object}
`)
	for raw, want := range map[string]bool{
		`{"filter":{"color":"red","api_key":"x"}}`: true,
		`{"filter":{"api key":"x"}}`:               false,
		`{"filter":{"color":"red","Api Key":"x"}}`: false,
		`{"mine":"x"}`: false,
	} {
		args, err := ParseJSON([]byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		if r, problems := Build(d, d.Capability("find"), args, Options{}); (r != nil) != want {
			t.Errorf("%s: %v, %v", raw, r, problems)
		}
	}
}

func TestParseJSON(t *testing.T) {
	t.Parallel()
	tests := []struct{ raw, want, err string }{
		{raw: "", want: "{}"},
		{raw: " null ", want: "{}"},
		{raw: `{"b": [1.0, {"a": null}], "a": 9007199254740993}`, want: `{"a":9007199254740993,"b":[1.0,{"a":null}]}`},
		{raw: `[1]`, err: "arguments must be a JSON object, got [1]"},
		{raw: `{"a": {"b": 1, "b": 2}}`, err: `read arguments: the key "b" is given twice`},
		{raw: `{"a": 1, "\u0061": 2}`, err: `read arguments: the key "a" is given twice`},
		{raw: `{"a": 1} {}`, err: "read arguments: there is text behind the JSON value"},
		{raw: `{"a": 1`, err: "read arguments: unexpected EOF after offset 7"},
		{raw: `{"a": 01}`, err: "read arguments: invalid character '1' after object value (expecting ',' or '}') after offset 7"},
		{raw: `{"a": 1,}`, err: "read arguments: invalid character ',' at start of value after offset 7"},
		{raw: `[1,]`, err: "read arguments: invalid character ',' at start of value after offset 2"},
		{raw: "{\"a\": \"\xff\"}", err: "read arguments: invalid UTF-8"},
		{raw: `{"a": "\ud83d\ude00 \\ud800 \\\ud83d\ude00"}`, want: `{"a":"😀 \\ud800 \\😀"}`},
		{raw: `{"a": "\ud800"}`, err: "read arguments: invalid surrogate pair `\\ud800\"}` in string within \"/a\" after offset 7"},
		{raw: `{"\uDE00\ud83d": 1}`, err: "read arguments: invalid surrogate pair `\\uDE00\\ud83d` in string after offset 2"},
		{raw: `{"a": "\ud83d\ud83d\ude00"}`, err: "read arguments: invalid surrogate pair `\\ud83d\\ud83d` in string within \"/a\" after offset 7"},
		{raw: `{"a": "\u12`, err: "read arguments: unexpected EOF within \"/a\" after offset 7"},
		{raw: strings.Repeat("[", 20000), err: "read arguments: nested more than 200 levels deep"},
		{raw: strings.Repeat(`{"a":`, 20000), err: "read arguments: nested more than 200 levels deep"},
	}
	for _, test := range tests {
		args, err := ParseJSON([]byte(test.raw))
		got, message := "", ""
		if err != nil {
			message = err.Error()
		} else {
			got = string(appendJSON(nil, map[string]any(args)))
		}
		if got != test.want || message != test.err {
			t.Errorf("%.40s: %s, %q, want %s, %q", test.raw, got, message, test.want, test.err)
		}
	}
}

func TestCheckValue(t *testing.T) {
	t.Parallel()
	d := read(`capabilities:
  - name: a
    inputs:
      n: {type: integer, constraints: {max_value: 100}}
      e: {type: enum, values: [a, b]}
      l: {type: array, items: {type: string, constraints: {max_length: 2}}, constraints: {max_items: 1}}
      bad: {type: integer, constraints: {max_value: lots}}
`)
	tests := []struct{ input, value, want string }{
		{"n", "100", ""},
		{"n", "101", "n: value 101 exceeds maximum of 100"},
		{"n", `"5"`, `n: must be an integer, got "5"`},
		{"e", `"c"`, `e: must be one of: a, b, got "c"`},
		{"l", `["abc", "d"]`, "l[0]: has 3 characters, max is 2; l: has 2 items, max is 1"},
		{"bad", "5", ""},
	}
	for _, test := range tests {
		var got []string
		for _, p := range CheckValue(d.Capabilities[0].Input(test.input), decodeText(test.value)) {
			got = append(got, p.Path+": "+p.Message)
		}
		if strings.Join(got, "; ") != test.want {
			t.Errorf("%s %s: %s, want %s", test.input, test.value, got, test.want)
		}
	}
}
