package main

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

//go:embed guides/*.md
var guides embed.FS

func (c *Command) guide() *cobra.Command {
	return &cobra.Command{
		Use:   "guide [name]",
		Short: "Read a short guide, or list them",
		Long:  "Read a short guide. Every command in it was run before it was released.",
		Example: `  usepaso guide
  usepaso guide testing`,
		Args:              arguments(0, 1, "The guide"),
		ValidArgsFunction: completeArgument(guideNames),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return c.listGuides()
			}
			return c.printGuide(args[0])
		},
	}
}

// guideNames returns the names of the guides, sorted.
func guideNames() []string {
	entries, err := guides.ReadDir("guides")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".md"))
	}
	return names
}

// guideText returns a guide as Markdown.
func guideText(name string) string {
	text, err := guides.ReadFile("guides/" + name + ".md")
	if err != nil {
		panic(err) // names come from guideNames
	}
	return string(text)
}

func (c *Command) listGuides() error {
	var b strings.Builder
	for _, name := range guideNames() {
		title, _, _ := strings.Cut(guideText(name), "\n")
		fmt.Fprintf(&b, "%-12s %s\n", name, strings.TrimPrefix(title, "# "))
	}
	b.WriteString("\nRead one: usepaso guide <name>\n")
	_, err := fmt.Fprint(c.Stdout, b.String())
	return err
}

func (c *Command) printGuide(name string) error {
	if !slices.Contains(guideNames(), name) {
		return wrongUsage("There is no guide %q.%s Available: %s", name, didYouMean(name, guideNames()), strings.Join(guideNames(), ", "))
	}
	_, err := fmt.Fprint(c.Stdout, guideText(name))
	return err
}
