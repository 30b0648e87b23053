package invoke

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestCutJSON(t *testing.T) {
	t.Parallel()
	elements := func(n int) string {
		var b strings.Builder
		for i := range n {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `{"id":"ch_%d","amount":9007199254740993,"rate":1.10}`, i)
		}
		return b.String()
	}
	tests := []struct {
		name, body string
		want       []string // parts of the result
		not        []string
	}{
		{
			"list in an object", `{"object":"list","data":[` + elements(500) + `],"has_more":true,"url":"/v1/charges"}`,
			[]string{`"object":"list"`, `"has_more":true`, `"amount":9007199254740993,"rate":1.10`, `"_left_out":"data: `, ` of 500 elements. Use limit."}`},
			nil,
		},
		{"bare list", `[` + elements(500) + `]`, []string{`[{"id":"ch_0"`, `{"_left_out":"answer: `}, nil},
		{"one huge element", `[{"note":"` + strings.Repeat("ä", 9000) + `","id":7}]`, []string{`"id":7`, `…"`, `[0].note: the first `, ` of 9000 characters`}, nil},
		{"a string alone", `"` + strings.Repeat("x", 9000) + `"`, []string{`{"result":"xxx`}, nil},
		{"many large fields", `{"a":"` + strings.Repeat("a", 3000) + `","b":"` + strings.Repeat("b", 3000) + `","c":1}`, []string{`"a":"aaa`, `"b":"bbb`, `"c":1`}, nil},
		{"huge number", `{"n":` + strings.Repeat("7", 5000) + `}`, []string{`"n":null`, "n: a number of 5000 digits"}, nil},
		{"deep and large", strings.Repeat(`{"a":`, 9000) + `"` + strings.Repeat("x", 1<<20) + `"` + strings.Repeat("}", 9000), []string{" bytes, nested too deeply"}, nil},
		{"deep", strings.Repeat(`{"a":`, 3000) + "1" + strings.Repeat("}", 3000), []string{`"_left_out"`}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := cutJSON([]byte(test.body), 2000, "Use limit.")
			if err != nil {
				t.Fatal(err)
			}
			if !json.Valid(got) {
				t.Fatalf("not valid JSON: %s", got)
			}
			if len(got) > 2000 {
				t.Errorf("%d bytes, want at most 2000", len(got))
			}
			for _, w := range test.want {
				if !strings.Contains(string(got), w) {
					t.Errorf("%q is missing in %s", w, got)
				}
			}
		})
	}
}

// TestCutJSONAny holds for any document: the result is valid and within the limit.
func TestCutJSONAny(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		body := randomJSON(r, 5)
		for _, limit := range []int{1000, 1500, 5000} {
			if len(body) <= limit {
				continue
			}
			got, err := cutJSON(body, limit, "Use limit.")
			if err != nil || !json.Valid(got) || len(got) > limit {
				t.Fatalf("limit %d: %d bytes, valid %t\n%s\nfrom\n%s", limit, len(got), json.Valid(got), got, body)
			}
		}
	}
}

// TestDamageIsFound: one wrong byte is found in what is cut as in what is not.
func TestDamageIsFound(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	damaged := 0
	for range 3000 {
		body := randomJSON(r, 4)
		if len(body) <= 1000 {
			continue
		}
		at := r.IntN(len(body))
		body[at] = `{}[]",:x1 `[r.IntN(10)]
		_, valid := shaper{limit: 1000}.json(body)
		if valid != validJSON(body) {
			t.Fatalf("valid %t with %q at %d of\n%s", valid, body[at], at, body)
		}
		if !valid {
			damaged++
		}
	}
	if damaged < 100 {
		t.Errorf("only %d damaged texts were tried", damaged)
	}
}

func randomJSON(r *rand.Rand, depth int) []byte {
	var b bytes.Buffer
	writeRandom(&b, r, depth)
	return b.Bytes()
}

func writeRandom(b *bytes.Buffer, r *rand.Rand, depth int) {
	kind := r.IntN(6)
	if depth == 0 {
		kind %= 4
	}
	switch kind {
	case 0:
		fmt.Fprintf(b, "%d", r.Int64())
	case 1:
		b.WriteString("true")
	case 2, 3:
		quoted, _ := json.Marshal(strings.Repeat(string(rune(r.IntN(0x3000))), r.IntN(400)))
		b.Write(quoted)
	case 4:
		b.WriteByte('[')
		for i := range r.IntN(12) {
			if i > 0 {
				b.WriteString(" , ")
			}
			writeRandom(b, r, depth-1)
		}
		b.WriteByte(']')
	case 5:
		b.WriteByte('{')
		for i := range r.IntN(12) {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(b, "\"k%d\" :", i)
			writeRandom(b, r, depth-1)
		}
		b.WriteByte('}')
	}
}

// TestElementsAreCounted where they need not be read, as they are where they must.
func TestElementsAreCounted(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	rests := []string{`]`, `,1]`, `,"\\\"],",2 ]`, `,"\\\\",[3,[4,5]],{"a]":[1,2],"b":{}}]`}
	for range 500 {
		rests = append(rests, ","+string(randomJSON(r, 4))+" ,\n"+string(randomJSON(r, 3))+"]")
	}
	for _, rest := range rests {
		var all []json.RawMessage
		if err := json.Unmarshal([]byte("[0"+rest), &all); err != nil {
			t.Fatal(err)
		}
		if n := elements([]byte(rest)); n != len(all)-1 {
			t.Errorf("%d of %d in %s", n, len(all)-1, rest)
		}
	}
}
