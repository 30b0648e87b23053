package rules

import "github.com/usepaso/usepaso/analysis/declaration"

// shapeProblem is one place where the tree differs from the schema's table.
type shapeProblem struct{}

func capabilityShape(*declaration.Capability) []shapeProblem { return nil }

func fileShape(*declaration.Declaration) []shapeProblem { return nil }
