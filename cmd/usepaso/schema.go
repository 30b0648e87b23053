package main

import (
	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/schema"
)

func (c *Command) schema() *cobra.Command {
	return &cobra.Command{
		Use:     "schema",
		Short:   "Print the JSON Schema of usepaso.yaml",
		Long:    "Print the JSON Schema of usepaso.yaml, for editors and tools that know JSON Schema.",
		Example: "  usepaso schema > usepaso.schema.json",
		Args:    arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			_, err := c.Stdout.Write(append(schema.JSONSchema(), '\n'))
			return err
		},
	}
}
