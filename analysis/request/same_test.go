package request

import (
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDryRunIsTheRequest compares what a dry run shows with what goes to the socket.
func TestDryRunIsTheRequest(t *testing.T) {
	t.Parallel()
	d := read(`service: {name: Shop, base_url: https://api.stripe.com/v1, auth: {type: bearer}}
capabilities:
  - name: list
    method: GET
    path: /things/{id}
    inputs:
      id: {type: string, in: path}
      q: {type: array, in: query}
      X-Trace: {type: string, in: header}
  - name: refund
    method: POST
    path: /refunds
    inputs: {charge: {type: string}, metadata: {type: object}}
`)
	calls := map[string]string{
		"list":   `{"id": "a b/c", "q": ["x y", "&"], "X-Trace": "t"}`,
		"refund": `{"charge": "ch_1", "metadata": {"k": "v w", "n": 9007199254740993}}`,
	}
	for name, raw := range calls {
		args, err := ParseJSON([]byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		c := d.Capability(name)
		args, problems := Check(d, c, args, nil)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		r, problems := Build(d, c, args, Options{})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		sent, err := r.HTTP(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		var body []byte
		if sent.Body != nil {
			if body, err = io.ReadAll(sent.Body); err != nil {
				t.Fatal(err)
			}
		}
		got := []string{sent.Method, sent.URL.String(), string(body)}
		if diff := cmp.Diff([]string{r.Method, r.ShownURL(), string(r.Body)}, got); diff != "" {
			t.Errorf("%s (-shown +sent):\n%s", name, diff)
		}
		for _, f := range r.Header {
			if sent.Header.Get(f.Name) != f.Value {
				t.Errorf("%s: the header %s is sent as %q, shown as %q", name, f.Name, sent.Header.Get(f.Name), f.Value)
			}
		}
	}
}
