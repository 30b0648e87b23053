package ide

import (
	"fmt"
	"strings"
	"testing"
)

func TestCompletion(t *testing.T) {
	t.Parallel()
	fixtures(t, "completion", func(f fixture) string {
		var b strings.Builder
		for _, c := range Complete(f.Snapshot, f.offset, CompletionOptions{Snippets: f.parameter("snippets") != "no"}) {
			replaced := ""
			if text := f.File.Slice(c.Replace); text != "" {
				replaced = fmt.Sprintf(" replacing %q", text)
			}
			fmt.Fprintf(&b, "%s | %s | %q%s\n", c.Label, c.Detail, c.Insert, replaced)
		}
		return b.String()
	})
}
