package mock

import (
	"encoding/json"
	"testing"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/request"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
	"github.com/usepaso/usepaso/mcp/invoke"
)

const shop = `version: "1.0"
service: {name: Shop, description: A shop, base_url: "https://api.example.com/v1", auth: {type: bearer}}
capabilities:
  - name: list_charges
    description: List charges
    method: GET
    path: /charges
    permission: read
    inputs:
      limit: {type: integer, default: 2, in: query}
      customer: {type: string, in: query}
    output:
      object: {type: string}
      data: {type: array}
      has_more: {type: boolean}
  - name: get_charge
    description: Get a charge
    method: GET
    path: /charges/{id}
    permission: read
    inputs:
      id: {type: string, required: true, in: path}
    output:
      id: {type: string}
      amount: {type: integer}
      rate: {type: number}
      currency: {type: string}
      status: {type: string}
      metadata: {type: object}
      customer_id: {type: string}
  - name: ping
    description: No output here
    method: GET
    path: /ping
    permission: read
`

func TestMock(t *testing.T) {
	t.Parallel()
	d := declaration.Read(syntax.Parse(source.NewFile("usepaso.yaml", shop)), nil)
	example := func(c *declaration.Capability, _ request.Arguments) ([]byte, bool) {
		return []byte(`{"from":"an example"}`), c.Name.Value == "ping"
	}
	tests := []struct {
		call, args string
		examples   []Example
		want       string
	}{
		{"list_charges", `{}`, nil, `{"object":"charge","data":[{"id":"charge_example_1"},{"id":"charge_example_2"}],"has_more":false}`},
		{"list_charges", `{"limit":1,"customer":"cus_1"}`, nil, `{"object":"charge","data":[{"customer":"cus_1","id":"charge_example_1"}],"has_more":false}`},
		{"get_charge", `{"id":"ch_42"}`, nil, `{"id":"ch_42","amount":1250,"rate":12.5,"currency":"usd","status":"succeeded","metadata":{},"customer_id":"customer_example_1"}`},
		{"ping", `{}`, nil, `{"mock":true,"method":"GET","path":"/ping"}`},
		{"ping", `{}`, []Example{example}, `{"from":"an example"}`},
		{"get_charge", `{"id":".."}`, nil, ""},
	}
	for _, test := range tests {
		client, err := invoke.NewClient(invoke.ClientOptions{Transport: Transport{Examples: test.examples}})
		if err != nil {
			t.Fatal(err)
		}
		e := invoke.New(invoke.Options{Rules: func() *invoke.Rules { return &invoke.Rules{Base: d} }, Client: client, Mock: true})
		for range 2 { // the same each time
			r := e.Run(t.Context(), invoke.Call{Name: test.call, Raw: []byte(test.args)})
			if got := r.Text; r.Failure == nil && (got != test.want || !json.Valid([]byte(got))) || (r.Failure == nil) != (test.want != "") {
				t.Errorf("%s %s: %s\nwant %s", test.call, test.args, got, test.want)
			}
		}
	}
}
