package decide

import (
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
)

// verbs are the words with which names say a method.
var verbs = map[string][]string{
	"GET":    {"get", "list", "read", "fetch", "show", "search", "find", "retrieve", "view"},
	"POST":   {"create", "add", "new", "post", "send", "make", "update", "set", "submit", "insert"},
	"PUT":    {"put", "update", "edit", "set", "replace", "modify", "change", "upsert"},
	"PATCH":  {"patch", "update", "edit", "set", "modify", "change"},
	"DELETE": {"delete", "remove", "destroy", "erase", "drop", "purge"},
}

// forbiddenName returns the name in permissions.forbidden that says a route in
// words, as delete_customer says DELETE /customers/{id}; "" when there is none.
// It only picks the line to point at: the route is denied either way.
func forbiddenName(d *declaration.Declaration, method string, candidates [][]string) string {
	if d.Permissions == nil {
		return ""
	}
	for _, tier := range d.Permissions.Tiers {
		if tier.Name != "forbidden" {
			continue
		}
		for _, name := range tier.Names {
			verb, noun, _ := strings.Cut(name.Value, "_")
			if slices.Contains(verbs[method], verb) && slices.ContainsFunc(candidates, func(s []string) bool { return says(noun, s) }) {
				return name.Value
			}
		}
	}
	return ""
}

// says reports whether a noun such as customer_card names the resource at the end
// of a path such as /customers/{id}/cards/{card} or /customers/cus_1/cards/card_1.
func says(noun string, path []string) bool {
	if noun == "" {
		return false
	}
	var literal []string
	for _, s := range path {
		if !strings.ContainsAny(s, "{}") {
			literal = append(literal, s)
		}
	}
	if n := len(literal); n == len(path) && n > 1 && isIdentifier(literal[n-1], literal[n-2]) {
		literal = literal[:n-1]
	}
	if len(literal) == 0 {
		return false
	}
	words, last := singulars(noun), singulars(literal[len(literal)-1])
	all := singulars(strings.Join(literal, "_"))
	return endsWith(words, last) && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(all, w) })
}

// isIdentifier guesses whether a segment is an identifier: it has a digit, or
// stands behind a plural.
func isIdentifier(segment, before string) bool {
	return strings.ContainsAny(segment, "0123456789") || !slices.Contains(singulars(before), strings.ToLower(before))
}

func endsWith(words, last []string) bool {
	return len(words) >= len(last) && slices.Equal(words[len(words)-len(last):], last)
}

// singulars cuts a text into lower-case words without their plural endings.
func singulars(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune("_-. ", r) })
	for i, w := range words {
		words[i] = singular(w)
	}
	return words
}

func singular(w string) string {
	switch {
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return strings.TrimSuffix(w, "ies") + "y"
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "xes"), strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "shes"):
		return strings.TrimSuffix(w, "es")
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
		return strings.TrimSuffix(w, "s")
	}
	return w
}
