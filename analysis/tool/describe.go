package tool

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
)

// lineOrder is the order of a constraint's lines behind its description.
var lineOrder = []declaration.LimitKind{
	declaration.MaxPerHour, declaration.MaxValue, declaration.MaxPerRequest, declaration.RequiresField, declaration.AllowedValues,
	declaration.MinValue, declaration.MaxLength, declaration.MinLength, declaration.MaxItems, declaration.Pattern,
}

// constraintNote lists the constraints of the capability, then those of its inputs.
func constraintNote(c *declaration.Capability) string {
	bounds := c.Bounds()
	var lines []string
	add := func(list []*declaration.Constraint) {
		for _, k := range list {
			lines = append(lines, constraintLines(k, bounds)...)
		}
	}
	add(c.Constraints)
	for _, in := range c.Inputs {
		add(in.Constraints)
	}
	if len(lines) == 0 {
		return ""
	}
	return "\n\nConstraints:\n" + source.Strip(strings.Join(lines, "\n"))
}

func constraintLines(k *declaration.Constraint, bounds []declaration.Bound) []string {
	var lines []string
	if k.Description.Value != "" {
		lines = append(lines, "- "+declaration.OneLine(k.Description.Value))
	}
	for _, kind := range lineOrder {
		for _, b := range bounds {
			if b.Constraint == k && b.Kind == kind {
				lines = append(lines, "- "+b.Text())
			}
		}
	}
	return lines
}
