package schema

import "slices"

// Constraint is one map of a capability's "constraints".
var Constraint = &Object{
	Name: "constraint",
	Doc: "One limit on the calls of a capability, or on its inputs. A limit on values is about every input that it fits, or about the one that `input` names; " +
		"`title_max_length` and `title_min_length` limit the input `title`.",
	Keys:     slices.Concat(callLimits, valueLimits, []Key{inputKey, descriptionKey}),
	Suffixes: []string{"_max_length", "_min_length"},
}

// InputConstraint is one map of an input's own "constraints".
var InputConstraint = &Object{
	Name: "input_constraint",
	Doc:  "One limit on the value of an input.",
	Keys: slices.Concat(valueLimits, []Key{requiresField, descriptionKey}),
}

// Limits returns the names of the keys that limit calls or values.
func Limits() []string {
	var names []string
	for _, k := range slices.Concat(callLimits, valueLimits) {
		names = append(names, k.Name)
	}
	return names
}

var callLimits = []Key{
	{
		Name: "max_per_hour", Type: Type{Kind: Integer}, Natural: true, Guard: true, Words: []string{"rate_limit", "max_calls_per_hour", "per_hour", "hourly_limit"},
		Doc: "Calls allowed in any 60 minutes, counted across all processes of the machine and across restarts.\n\n```yaml\n- max_per_hour: 100\n```",
	},
	requiresField,
}

var requiresField = Key{
	Name: "requires_field", Type: text(), NonEmpty: true, Guard: true, Words: []string{"requires", "required_field", "depends_on"},
	Doc: "Input that a call must give. On an input it binds only when that input is given.",
}

var valueLimits = []Key{
	{
		Name: "max_value", Type: Type{Kind: Number}, Guard: true, Words: []string{"maximum", "max", "lte"},
		Doc: "Largest number allowed. For a capability without numeric inputs: the largest length of its texts.",
	},
	{
		Name: "min_value", Extension: true, Type: Type{Kind: Number}, Guard: true, Words: []string{"minimum", "min", "gte"},
		Doc: "Smallest number allowed. For a capability without numeric inputs: the smallest length of its texts.",
	},
	{
		Name: "max_length", Extension: true, Type: Type{Kind: Integer}, Natural: true, Guard: true, Words: []string{"max_len", "max_chars"},
		Doc: "Largest length of a text, in characters.",
	},
	{
		Name: "min_length", Extension: true, Type: Type{Kind: Integer}, Natural: true, Guard: true, Words: []string{"min_len", "min_chars"},
		Doc: "Smallest length of a text, in characters.",
	},
	{
		Name: "pattern", Extension: true, Type: text(), NonEmpty: true, Regexp: true, Guard: true, Words: []string{"regex", "regexp", "matches"},
		Doc: "Regular expression (RE2) that a text must match.\n\n```yaml\npattern: ^ch_[A-Za-z0-9]+$\n```",
	},
	{
		Name: "allowed_values", Type: listOf(Type{Kind: Any}), Guard: true, Words: []string{"allowed", "one_of", "whitelist", "allowlist"},
		Doc: "The only values allowed.",
	},
	{
		Name: "max_items", Extension: true, Type: Type{Kind: Integer}, Natural: true, Guard: true, Words: []string{"max_count"},
		Doc: "Largest number of elements of an array.",
	},
	{
		Name: "max_per_request", Type: Type{Kind: Integer}, Natural: true, Guard: true,
		Doc: "Largest number of elements of an array in one call; the same as `max_items`.",
	},
}

var inputKey = Key{
	Name: "input", Type: text(), NonEmpty: true, Extension: true, Guard: true, Words: []string{"field", "inputs", "applies_to", "on"},
	Doc: "Input that the limit is about.",
}

var descriptionKey = Key{
	Name: "description", Type: text(), MaxLength: maxDescription,
	Doc: "Why or what, in words. It is told to the agent.",
}
