package rules_test

import (
	"testing"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/openapi"
	"github.com/usepaso/usepaso/analysis/rules"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// TestBodyOfDelete shows that the linked document may say what the file does not.
func TestBodyOfDelete(t *testing.T) {
	t.Parallel()
	const text = `capabilities:
  - name: delete_orders
    method: DELETE
    path: /orders
    inputs:
      ids: {type: array, in: body}
`
	d := declaration.Read(syntax.Parse(source.NewFile("usepaso.yaml", text)), nil)
	for _, test := range []struct {
		operation *openapi.Operation
		reported  bool
	}{
		{nil, true},
		{&openapi.Operation{Method: "DELETE", Path: "/orders"}, true},
		{&openapi.Operation{Method: "DELETE", Path: "/orders", HasBody: true}, false},
	} {
		reported := false
		ops := func(*declaration.Capability) *openapi.Operation { return test.operation }
		for _, f := range rules.Run(d, ops, nil).Diagnostics() {
			reported = reported || f.Code == rules.BodyNotAllowed.Code
		}
		if reported != test.reported {
			t.Errorf("operation %+v: reported %v, want %v", test.operation, reported, test.reported)
		}
	}
}
