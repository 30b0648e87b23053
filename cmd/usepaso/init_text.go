package main

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// firstDeclaration returns the text of a new declaration, which is valid.
func firstDeclaration(blank bool, name string) (string, error) {
	file := "templates/example.yaml"
	if blank {
		file = "templates/blank.yaml"
	}
	text, err := templates.ReadFile(file)
	if err != nil {
		return "", err
	}
	filled := strings.Replace(string(text), namePlaceholder, yamlText(name), 1)
	for _, d := range analysis.Analyze(defaultFiles[0], filled).Diagnostics() {
		if d.Severity != diagnostic.Regret {
			return "", wrongUsage("The name %s cannot be used: %s.", strings.TrimSpace(printable(yamlText(name))), printable(d.Message))
		}
	}
	return filled, nil
}

// plainText is what YAML surely reads as text without quotes.
var plainText = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*( ?[A-Za-z0-9_.-]+)*$`)

// yamlText spells a text in YAML. A JSON string is one in YAML too.
func yamlText(text string) string {
	switch strings.ToLower(text) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
	default:
		if plainText.MatchString(text) {
			return text
		}
	}
	var b strings.Builder
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	if err := out.Encode(text); err != nil {
		panic(err) // every string has a spelling
	}
	return strings.TrimSuffix(b.String(), "\n")
}
