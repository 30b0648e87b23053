package request

import "testing"

// BenchmarkCall is what one call costs before it is sent.
func BenchmarkCall(b *testing.B) {
	d := read(`service: {base_url: "https://api.example/v1", auth: {type: bearer}}
capabilities:
  - name: create_item
    method: POST
    path: /items
    inputs:
      name: {type: string, required: true, constraints: {max_length: 100, pattern: "^[a-z ]+$"}}
      amount: {type: integer, constraints: {max_value: 1000}}
    constraints: [{max_per_hour: 100}]
`)
	c := d.Capability("create_item")
	b.ReportAllocs()
	for b.Loop() {
		args, err := ParseJSON([]byte(`{"name": "a new item", "amount": 500}`))
		if err != nil {
			b.Fatal(err)
		}
		args, problems := Check(d, c, args, nil)
		if len(problems) > 0 {
			b.Fatal(problems)
		}
		r, problems := Build(d, c, args, Options{})
		if len(problems) > 0 {
			b.Fatal(problems)
		}
		if _, err := r.HTTP(b.Context(), "secret"); err != nil {
			b.Fatal(err)
		}
	}
}
