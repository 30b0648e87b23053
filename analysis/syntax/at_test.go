package syntax

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// way writes a path as keys and indices; what it ends in stands in brackets.
func way(p Path) string {
	parts := []string{}
	for _, s := range p[1:] {
		switch {
		case s.Entry == nil:
			parts = append(parts, fmt.Sprint(s.Index))
		case s.Node == s.Entry.Key:
			parts = append(parts, s.Entry.Key.Value+"?")
		default:
			parts = append(parts, s.Entry.Key.Value)
		}
	}
	return strings.Join(parts, ".") + " (" + p.Last().Node.Kind.String() + ")"
}

func TestAt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"‸a: b\n":                             "a? (string)",
		"a‸: b\n":                             "a? (string)",
		"a: ‸b\n":                             "a (string)",
		"a: b‸\n":                             "a (string)",
		"a: b ‸\n":                            "a (string)",
		"a: ‸\n":                              "a (null)",
		"a:‸\n":                               "a (null)",
		"a:\n  ‸\n":                           "a (null)",
		"a:\n  ‸\nb: c\n":                     "a (null)",
		"a:\n‸\nb: c\n":                       " (mapping)",
		"a:\n  b: c\n  ‸\n":                   "a (mapping)",
		"a:\n  b: c\n‸\n":                     " (mapping)",
		"a:\n  b: c\n    ‸\n":                 "a (mapping)",
		"a:\n  b:\n    c: d\n  ‸\ne: f\n":     "a (mapping)",
		"a:\n  b:\n    c: d\n    ‸\ne: f\n":   "a.b (mapping)",
		"a:\n  - b\n  - ‸\n":                  "a.1 (null)",
		"a:\n  - b\n  ‸\n":                    "a (list)",
		"a:\n- b\n‸\nc: d\n":                  "a (list)",
		"a: [b, ‸]\n":                         "a (list)",
		"a: [b, c‸]\n":                        "a.1 (string)",
		"a: {b: ‸, c: d}\n":                   "a.b (null)",
		"a: {b: c, ‸}\n":                      "a (mapping)",
		"a: b # c‸\n":                         "a (string)",
		"‸\n":                                 " (null)",
		"capabilities:\n  - name: a\n    ‸\n": "capabilities.0 (mapping)",
		"capabilities:\n  - name: a\n    me‸\n    path: b\n":                   "capabilities.0 (mapping)",
		"capabilities:\n  - name: a\n  ‸\n  - name: b\n":                       "capabilities (list)",
		"capabilities:\n  - name: a\n‸\npermissions: b\n":                      " (mapping)",
		"capabilities:\n  - name: a\n    inputs:\n      ‸\n  - b: c\n":         "capabilities.0.inputs (null)",
		"capabilities:\n  - name: a\n    inputs:\n      x:\n        type: ‸\n": "capabilities.0.inputs.x.type (null)",
		"capabilities:\n  - name: a\n  - name: b\n    pa‸th: c\n":              "capabilities.1.path? (string)",
		"capabilities:\n  ‸\n  - name: a\n":                                    "capabilities (list)",
		"capabilities:\n  - ‸\n":                                               "capabilities.0 (null)",
		"a: |\n  b\n  ‸c\n":                                                    "a (string)",
	} {
		at := strings.Index(text, "‸")
		tree := parse(strings.Replace(text, "‸", "", 1))
		if diff := cmp.Diff(want, way(tree.At(at))); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}
