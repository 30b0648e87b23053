package ide

import (
	"regexp"
	"strings"
)

// safeScalar are texts that YAML reads as themselves without quotes.
var safeScalar = regexp.MustCompile(`^[A-Za-z_/][A-Za-z0-9_./{}-]*$`)

// reservedScalar are words that some reader of YAML takes for something else.
var reservedScalar = regexp.MustCompile(`^(?i:true|false|null|yes|no|on|off|y|n)$`)

// scalar returns a text as YAML writes it, in quotes where it needs them.
func scalar(text string) string {
	if safeScalar.MatchString(text) && !reservedScalar.MatchString(text) || text == "true" || text == "false" {
		return text
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(text) + `"`
}
