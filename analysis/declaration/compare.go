package declaration

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"
)

// decimal is the exact number 0.digits × 10^exponent. Digits have no zeros at
// either end; zero has none. Comparing costs what was written, whatever the
// exponent says, so that 1e999999999 cannot hurt.
type decimal struct {
	negative bool
	digits   string
	exponent int
}

// maxExponent stands for every larger one.
const maxExponent = 1 << 40

func parseDecimal(n json.Number) (decimal, bool) {
	if n == "" || !json.Valid([]byte(n)) || strings.TrimLeft(string(n), "-0123456789.eE+") != "" {
		return decimal{}, false
	}
	var d decimal
	text := string(n)
	text, d.negative = strings.CutPrefix(text, "-")
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		d.exponent = parseExponent(text[i+1:])
		text = text[:i]
	}
	whole, fraction, _ := strings.Cut(text, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	d.exponent += len(digits) - len(fraction)
	d.digits = strings.TrimRight(digits, "0")
	if d.digits == "" {
		return decimal{}, true
	}
	return d, true
}

func parseExponent(text string) int {
	e, err := strconv.ParseInt(strings.TrimPrefix(text, "+"), 10, 64)
	if err != nil && strings.HasPrefix(text, "-") {
		return -maxExponent
	}
	if err != nil {
		return maxExponent
	}
	return int(min(max(e, -maxExponent), maxExponent))
}

func (d decimal) compare(e decimal) int {
	if d.sign() != e.sign() || d.digits == "" {
		return cmp.Compare(d.sign(), e.sign())
	}
	return d.sign() * cmp.Or(cmp.Compare(d.exponent, e.exponent), strings.Compare(d.digits, e.digits))
}

func (d decimal) sign() int {
	switch {
	case d.digits == "":
		return 0
	case d.negative:
		return -1
	}
	return 1
}

// CompareNumbers orders two JSON numbers by their exact values. What is no number
// comes first.
func CompareNumbers(a, b json.Number) int {
	x, okX := parseDecimal(a)
	y, okY := parseDecimal(b)
	switch {
	case okX && okY:
		return x.compare(y)
	case okX:
		return 1
	case okY:
		return -1
	}
	return strings.Compare(string(a), string(b))
}

// maxPlainDigits is how long an integer may get when its exponent is written out.
const maxPlainDigits = 400

// PlainInteger returns a JSON number without fraction and exponent ("5.0" and
// "5e0" as "5"), and whether it is an integer of at most 400 digits or one that
// was written plainly.
func PlainInteger(n json.Number) (json.Number, bool) {
	d, ok := parseDecimal(n)
	if !ok {
		return "", false
	}
	if d.digits == "" {
		return "0", true
	}
	if !strings.ContainsAny(string(n), ".eE") {
		return n, true
	}
	if d.exponent < len(d.digits) || d.exponent > maxPlainDigits {
		return "", false
	}
	plain := d.digits + strings.Repeat("0", d.exponent-len(d.digits))
	if d.negative {
		plain = "-" + plain
	}
	return json.Number(plain), true
}

// Equal reports whether two JSON values are the same, numbers by their value.
func Equal(a, b any) bool {
	switch a := a.(type) {
	case json.Number:
		b, ok := b.(json.Number)
		return ok && CompareNumbers(a, b) == 0
	case []any:
		b, ok := b.([]any)
		return ok && equalLists(a, b)
	case map[string]any:
		b, ok := b.(map[string]any)
		return ok && equalMaps(a, b)
	case nil, bool, string:
		switch b.(type) {
		case nil, bool, string:
			return a == b
		}
	}
	return false
}

func equalLists(a, b []any) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

func equalMaps(a, b map[string]any) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if w, ok := b[k]; !ok || !Equal(v, w) {
			return false
		}
	}
	return true
}
