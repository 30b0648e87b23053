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
		options := CompletionOptions{Snippets: f.parameter("snippets") != "no", Trigger: map[string]string{"space": " "}[f.parameter("trigger")]}
		for _, c := range Complete(f.Snapshot, f.offset, options) {
			replaced := ""
			if text := f.File.Slice(c.Replace); text != "" {
				replaced = fmt.Sprintf(" replacing %q", text)
			}
			if strings.Contains(c.Insert, "\n") && !c.Snippet && options.Snippets {
				t.Errorf("%s has several lines and is no snippet", c.Label)
			}
			fmt.Fprintf(&b, "%s | %s | %q%s\n", c.Label, c.Detail, c.Insert, replaced)
		}
		return b.String()
	})
}
