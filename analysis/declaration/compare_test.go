package declaration

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestCompareNumbers(t *testing.T) {
	t.Parallel()
	// Each number is smaller than the one behind it.
	ascending := []json.Number{
		"-1e999999999999999999", "-9007199254740993", "-9007199254740992", "-1.5", "-1e-5", "0", "1e-99999999999999999999",
		"0.1", "0.10000000000000000001", "1", "1.5", "9", "10", "99.99", "9007199254740992", "9007199254740993", "1e400", "1e999999999",
	}
	for i, a := range ascending {
		for j, b := range ascending {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got := CompareNumbers(a, b); got != want {
				t.Errorf("CompareNumbers(%s, %s) = %d, want %d", a, b, got, want)
			}
		}
	}
	for _, same := range [][2]json.Number{{"5", "5.0"}, {"5", "0.5e1"}, {"0", "-0.0"}, {"100", "1E2"}, {"-120", "-1.2e+2"}} {
		if CompareNumbers(same[0], same[1]) != 0 {
			t.Errorf("%s and %s differ", same[0], same[1])
		}
	}
}

func TestPlainInteger(t *testing.T) {
	t.Parallel()
	tests := map[json.Number]json.Number{
		"5": "5", "5.0": "5", "-5.00": "-5", "1e3": "1000", "1.25e2": "125", "-0": "0", "0e9": "0", "9007199254740993": "9007199254740993",
		"5.5": "", "1e-1": "", "1e401": "", "1e999999999999": "", "abc": "", "": "", "true": "", `"5"`: "", "05": "", "1e": "", " 1": "",
	}
	for n, want := range tests {
		got, ok := PlainInteger(n)
		if ok != (want != "") || got != want {
			t.Errorf("PlainInteger(%q) = %q, %v, want %q", n, got, ok, want)
		}
	}
	long := json.Number(strings.Repeat("9", 1000))
	if got, ok := PlainInteger(long); !ok || got != long {
		t.Error("a plain integer of 1,000 digits lost its digits")
	}
}

func TestEqual(t *testing.T) {
	t.Parallel()
	tests := []struct {
		a, b any
		want bool
	}{
		{nil, nil, true},
		{"1", json.Number("1"), false},
		{json.Number("1"), "1", false},
		{json.Number("1"), json.Number("1.0"), true},
		{true, true, true},
		{true, "true", false},
		{[]any{json.Number("1"), nil}, []any{json.Number("1.0"), nil}, true},
		{[]any{"a"}, []any{"a", "b"}, false},
		{map[string]any{"a": "x"}, map[string]any{"a": "x"}, true},
		{map[string]any{"a": nil}, map[string]any{"b": nil}, false},
		{[]any{}, map[string]any{}, false},
		{nil, []any{}, false},
	}
	for _, test := range tests {
		if got := Equal(test.a, test.b); got != test.want {
			t.Errorf("Equal(%v, %v) = %v", test.a, test.b, got)
		}
	}
}
