package analysis_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/source"
)

// large returns a declaration of n capabilities in the usual mix of reads and writes.
func large(n int) string {
	var b strings.Builder
	b.WriteString("version: \"1.0\"\nservice:\n  name: Acme\n  description: Commerce back office\n  base_url: https://api.acme.test/v1\n  auth:\n    type: bearer\ncapabilities:\n")
	for i := range n {
		fmt.Fprintf(&b, `  - name: update_thing_%d
    description: Update fields of an existing thing
    method: PATCH
    path: /things_%d/{thing_id}
    permission: write
    inputs:
      thing_id:
        type: string
        required: true
        description: The thing's identifier
        in: path
      amount:
        type: number
        description: Amount in the smallest currency unit
        in: body
    constraints:
      - max_per_hour: 120
        description: At most 120 calls an hour

`, i, i)
	}
	b.WriteString("permissions:\n  write:\n")
	for i := range n {
		fmt.Fprintf(&b, "    - update_thing_%d\n", i)
	}
	return b.String()
}

func seeds(t testing.TB) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../testdata/examples/*/usepaso.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	texts := map[string]string{"large": large(12)}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(filepath.Dir(f))] = string(b[:min(len(b), 5000)])
	}
	return texts
}

// fragments are what random edits insert: the characters that matter to YAML,
// words that matter to rules, and whole lines.
var fragments = []string{
	"x", " ", "\n", "\n  ", "\n    ", ":", ": ", "-", "- ", "\n  - name: a\n", "\"", "'", "{", "}", "[", "]", "#", "# usepaso: ignore[x] y",
	"|", "&a", "*a", "\t", "é", "😀", "\r", "\u2028", "name", "get_balance", "path: /x\n", "DELETE", "\npermissions:\n  read: [a]\n", "\ncapabilities:\n", "---\n",
}

// TestEditsEqualAFreshAnalysis makes random edits and compares the findings with
// those of a snapshot that has no past.
func TestEditsEqualAFreshAnalysis(t *testing.T) {
	t.Parallel()
	for name, text := range seeds(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(1, uint64(len(text))))
			s := analysis.Analyze("usepaso.yaml", text)
			for i := range 60 {
				e := randomEdit(random, s.File.Text())
				s = s.Edit(e)
				fresh := analysis.Analyze("usepaso.yaml", s.File.Text())
				if diff := cmp.Diff(fresh.Diagnostics(), s.Diagnostics(), cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("edit %d %+v: findings differ (-fresh +edited):\n%s\n%s", i, e, diff, s.File.Text())
				}
				if i%20 == 19 { // mostly broken by now
					s = analysis.Analyze("usepaso.yaml", text)
				}
			}
		})
	}
}

// words are the values that rules across the file compare, few enough to meet.
var words = map[string][]string{
	"name":       {"a_b", "a_c", "a_bc", "aB", `""`},
	"method":     {"GET", "DELETE"},
	"path":       {"/x", "/x/{a}", "/x/{b}"},
	"permission": {"read", "write", "admin", "root"},
	"- ":         {"a_b", "a_c", "a_bc", "aB"}, // of a tier
}

const fewCapabilities = `version: "1.0"
service: {name: Shop, description: Orders of a shop, base_url: https://api.shop.example}
capabilities:
` + fewCapability + fewCapability + fewCapability + fewCapability + `permissions:
  read:
    - a_b
    - a_c
  write:
    - a_bc
  forbidden:
    - aB
`

const fewCapability = `  - name: a_b
    description: What the shop has of it
    method: GET
    path: /x
    permission: read
`

// TestChangedWordsEqualAFreshAnalysis changes names, tiers and routes of a file that
// stays readable, so that what rules find across the file comes and goes.
func TestChangedWordsEqualAFreshAnalysis(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	s := analysis.Analyze("usepaso.yaml", fewCapabilities)
	seen := map[string]int{}
	for i := range 1000 {
		e := randomWord(random, s.File.Text())
		s = s.Edit(e)
		if random.IntN(3) == 0 {
			continue // what is found next builds on an earlier state
		}
		fresh := analysis.Analyze("usepaso.yaml", s.File.Text())
		if diff := cmp.Diff(fresh.Diagnostics(), s.Diagnostics(), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("edit %d %+v: findings differ (-fresh +edited):\n%s\n%s", i, e, diff, s.File.Text())
		}
		for _, d := range s.Diagnostics() {
			seen[d.Code]++
		}
	}
	for _, code := range []string{
		"duplicate-route", "forbidden-route", "duplicate-capability", "capability-in-two-tiers", "contradictory-tier",
		"forbidden-in-tier", "misspelt-forbidden", "unknown-capability", "repeated-tier-entry", "malformed-capability-name",
	} {
		if seen[code] == 0 {
			t.Errorf("no edit led to %s", code)
		}
	}
}

var wordSlots = regexp.MustCompile(`(?m)^  [- ] (name|method|path|permission): (.*)$|^    (- )(.*)$`)

// randomWord puts another word in place of one.
func randomWord(random *rand.Rand, text string) source.Edit {
	slots := wordSlots.FindAllStringSubmatchIndex(text, -1)
	slot := slots[random.IntN(len(slots))]
	if slot[2] < 0 {
		slot = slot[4:] // a tier's
	}
	values := words[text[slot[2]:slot[3]]]
	return source.Edit{Span: source.Range(slot[4], slot[5]), New: values[random.IntN(len(values))]}
}

func randomEdit(random *rand.Rand, text string) source.Edit {
	start := random.IntN(len(text) + 1)
	end := start
	if random.IntN(3) == 0 {
		end = min(start+random.IntN(12), len(text))
	}
	e := source.Edit{Span: source.Range(start, end)}
	if random.IntN(6) > 0 {
		e.New = fragments[random.IntN(len(fragments))]
	}
	return e
}

// BenchmarkKeystroke types and deletes one character in the description of the
// capability in the middle, findings included, at a person's pace: garbage is
// collected between keystrokes and not counted.
func BenchmarkKeystroke(b *testing.B) {
	for _, n := range []int{5, 100, 1000, 5000} {
		b.Run(fmt.Sprintf("capabilities=%d", n), func(b *testing.B) {
			defer debug.SetGCPercent(debug.SetGCPercent(-1))
			keystrokes(b, n, func(i int) {
				if i%256 == 0 {
					b.StopTimer()
					runtime.GC()
					b.StartTimer()
				}
			})
		})
	}
}

// BenchmarkKeystrokesWithoutPause is the same as fast as it goes, thousands of
// keystrokes a second, collection of the garbage included.
func BenchmarkKeystrokesWithoutPause(b *testing.B) {
	for _, n := range []int{100, 5000} {
		b.Run(fmt.Sprintf("capabilities=%d", n), func(b *testing.B) { keystrokes(b, n, func(int) {}) })
	}
}

// keystrokes runs the benchmark on n capabilities and calls between after each keystroke.
func keystrokes(b *testing.B, n int, between func(i int)) {
	text := large(n)
	s := analysis.Analyze("usepaso.yaml", text)
	s.Diagnostics()
	half := len(text) / 2
	at := half + strings.Index(text[half:], "Update fields of") + len("Update ")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%2 == 0 {
			s = s.Edit(source.Edit{Span: source.Range(at, at), New: "x"})
		} else {
			s = s.Edit(source.Edit{Span: source.Range(at, at+1)})
		}
		s.Diagnostics()
		between(i)
	}
}

// BenchmarkPathKeystroke types and deletes one character in a path, which rules
// across the file look at.
func BenchmarkPathKeystroke(b *testing.B) {
	text := large(5000)
	s := analysis.Analyze("usepaso.yaml", text)
	s.Diagnostics()
	at := strings.Index(text, "/things_2500/") + 3
	for i := 0; b.Loop(); i++ {
		if i%2 == 0 {
			s = s.Edit(source.Edit{Span: source.Range(at, at), New: "x"})
		} else {
			s = s.Edit(source.Edit{Span: source.Range(at, at+1)})
		}
		s.Diagnostics()
	}
}

// BenchmarkAnalyze reads and checks a file that has no past.
func BenchmarkAnalyze(b *testing.B) {
	for _, n := range []int{5, 100, 1000, 5000} {
		b.Run(fmt.Sprintf("capabilities=%d", n), func(b *testing.B) {
			text := large(n)
			b.ReportAllocs()
			for b.Loop() {
				analysis.Analyze("usepaso.yaml", text).Diagnostics()
			}
		})
	}
}
