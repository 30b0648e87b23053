package rules

import (
	"fmt"
	"strings"

	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/schema"
)

// URL is the address of the rule's page.
func (r *Rule) URL() string { return schema.Home + "/blob/main/analysis/rules/README.md#" + r.Code }

// Explain returns the rule's page in Markdown: what is wrong, why it matters, how
// to repair it, and an example of both.
func Explain(r *Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s: %s.\n\n%s\n", r.Code, r.Severity, r.Title, r.Doc)
	r.examples(&b)
	return b.String()
}

// Reference returns the page of all rules in Markdown. The anchor of each is its code.
func Reference() string {
	var b strings.Builder
	b.WriteString("# Rules\n\n" +
		"What `usepaso validate` and the editors report. This page is generated from the rules in this folder; `go test ./analysis/rules -update` writes it again.\n\n" +
		"Errors make a declaration unusable. Warnings are probable mistakes. Regrets are best practice, counted with `--strict`.\n" +
		"`# usepaso: ignore[code, code] reason` silences findings on its own line or, alone on a line, on the whole entry or item that follows. Errors cannot be silenced, with one exception that its rule names.\n\n" +
		"| code | severity | |\n|---|---|---|\n")
	for _, r := range All {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s |\n", r.Code, r.Code, r.Severity, r.Title)
	}
	for _, r := range All {
		fmt.Fprintf(&b, "\n## %s\n\n*%s*: %s.\n\n%s\n", r.Code, r.Severity, r.Title, r.Doc)
		r.examples(&b)
	}
	return b.String()
}

func (r *Rule) examples(b *strings.Builder) {
	fmt.Fprintf(b, "\nReported:\n\n```yaml\n%s```\n\nGood:\n\n```yaml\n%s```\n", visible(r.Bad), visible(r.Good))
}

// visible spells out what a page cannot show.
func visible(text string) string {
	var b strings.Builder
	at := 0
	for _, m := range source.Invisibles(text) {
		fmt.Fprintf(&b, "%s⟨U+%04X⟩", text[at:m.Offset], m.Rune)
		at = m.Offset + len(string(m.Rune))
	}
	return b.String() + text[at:]
}
