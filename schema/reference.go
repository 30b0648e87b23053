package schema

import (
	"fmt"
	"strings"
)

// Reference returns the table as a Markdown page: one section for each kind of
// mapping, one entry for each of its keys.
func Reference() string {
	var b strings.Builder
	b.WriteString("# Reference of usepaso.yaml\n\n" +
		"This page is generated from the table in this package; `go test ./schema -update` writes it again.\n\n" +
		"Keys marked *extension* are not part of the original format 1.0. Keys that begin with `" + ExtensionPrefix + "` are allowed everywhere and ignored.\n\n")
	for _, o := range Objects() {
		fmt.Fprintf(&b, "- [%s](#%s)\n", o.Title(), o.anchor())
	}
	for _, o := range Objects() {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", o.Title(), o.Doc)
		for _, k := range o.Keys {
			fmt.Fprintf(&b, "\n### %s `%s`\n\n*%s*\n\n%s\n", o.Title(), k.Name, strings.Join(k.traits(), " · "), k.Doc)
		}
	}
	return b.String()
}

// Title is the object's name as people read it: "input constraint".
func (o *Object) Title() string { return strings.ReplaceAll(o.Name, "_", " ") }

func (o *Object) anchor() string { return strings.ReplaceAll(o.Title(), " ", "-") }

// traits are the facts of a key in a few words each.
func (k *Key) traits() []string {
	traits := []string{k.Type.describe(k.Natural)}
	if k.Required {
		traits = append(traits, "required")
	}
	if len(k.Enum) > 0 {
		traits = append(traits, "one of `"+strings.Join(k.Enum, "`, `")+"`")
	}
	if k.MaxLength > 0 {
		traits = append(traits, fmt.Sprintf("at most %d characters", k.MaxLength))
	}
	if k.Default != "" {
		traits = append(traits, "default `"+k.Default+"`")
	}
	if k.Extension {
		traits = append(traits, "extension")
	}
	return traits
}

// describe says what a value is to be.
func (t *Type) describe(natural bool) string {
	switch t.Kind {
	case String:
		return "text"
	case Integer:
		if natural {
			return "whole number of 0 or more"
		}
		return "whole number"
	case Boolean:
		return "true or false"
	case List:
		s := "list of " + plural(t.Elem.describe(false))
		if t.OrOne {
			s += ", or one"
		}
		return s
	case Map:
		return "mapping from name to " + t.Elem.describe(false)
	case Struct:
		return fmt.Sprintf("[%s](#%s)", t.Object.Title(), t.Object.anchor())
	case Any:
		return "any value"
	}
	return "number"
}

func plural(s string) string {
	if head, link, ok := strings.Cut(s, "]("); ok {
		return plural(head) + "](" + link
	}
	if head, ok := strings.CutSuffix(s, "y"); ok {
		return head + "ies"
	}
	return s + "s"
}
