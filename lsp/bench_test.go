package lsp

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkKeystroke types one character in the description of the capability in
// the middle and waits for the findings, over a pipe: what an editor waits for.
func BenchmarkKeystroke(b *testing.B) {
	for _, n := range []int{5, 100, 1000, 5000} {
		b.Run(fmt.Sprintf("capabilities=%d", n), func(b *testing.B) {
			const uri, description = "file:///bench/usepaso.yaml", "    description: Update fields of an existing thing"
			text := large(n, description)
			line := strings.Count(text[:strings.Index(text, fmt.Sprintf("update_thing_%d\n", n/2))], "\n") + 1
			e := start(b, `{}`, Options{})
			e.open(uri, text)
			e.await(uri, 1)
			for i := 0; b.Loop(); i++ {
				if i%2 == 0 {
					e.change(uri, replace(line, len(description), line, len(description), "s"))
				} else {
					e.change(uri, replace(line, len(description), line, len(description)+1, ""))
				}
				e.await(uri, e.version[uri])
			}
		})
	}
}

// large returns a declaration of n capabilities.
func large(n int, description string) string {
	var b strings.Builder
	b.WriteString("version: \"1.0\"\nservice:\n  name: Acme\n  description: Commerce back office\n  base_url: https://api.acme.test/v1\ncapabilities:\n")
	for i := range n {
		fmt.Fprintf(&b, `  - name: update_thing_%d
%s
    method: PATCH
    path: /things_%d/{thing_id}
    permission: write
    inputs:
      thing_id: {type: string, required: true, description: The thing's identifier, in: path}
      amount:
        type: number
        description: Amount in the smallest currency unit
        in: body
    constraints:
      - max_per_hour: 120
        description: At most 120 calls an hour

`, i, description, i)
	}
	return b.String()
}
