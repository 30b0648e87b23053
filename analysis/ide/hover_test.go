package ide

import (
	"fmt"
	"testing"
)

func TestHover(t *testing.T) {
	t.Parallel()
	fixtures(t, "hover", func(f fixture) string {
		h, ok := Hover(f.Snapshot, f.offset)
		if !ok {
			return ""
		}
		text := h.Markdown
		if f.parameter("form") == "plain" {
			text = PlainText(text)
		}
		return fmt.Sprintf("about %q\n\n%s", f.File.Slice(h.Span), text)
	})
}
