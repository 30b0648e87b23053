package request

import (
	"strconv"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
)

// query returns the escaped query of the inputs that travel there.
func (b *builder) query() string {
	var parts []string
	b.each("query", func(in *declaration.Input, name string, v any) {
		name = escape(name, unreserved)
		if p, ok := v.(placeholder); ok {
			parts = append(parts, name+"="+p.text())
			return
		}
		how, explode := style(in, b.o.Operation, "query")
		pairs, ok := queryPairs(how, explode, name, v)
		if !ok {
			b.refuse(in, in.Key, "", "Parameter %q holds nested values, which style %s cannot say. style: deepObject can.", in.Name, how)
		}
		parts = append(parts, pairs...)
	})
	return strings.Join(parts, "&")
}

// keyOnce refuses a query that names the parameter which carries the key, as an
// object's own fields may: an API could take that one for the key.
func (b *builder) keyOnce(query string) {
	if b.r.Auth.In != "query" || b.r.Auth.Name == "" {
		return
	}
	for pair := range strings.SplitSeq(query, "&") {
		if name, _, _ := strings.Cut(pair, "="); strings.EqualFold(name, escape(b.r.Auth.Name, unreserved)) {
			b.refuse(nil, b.c.Name.Span, "", "No parameter can be sent as %s, which carries the key.", show(b.r.Auth.Name))
		}
	}
}

func joinQuery(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return strings.TrimSuffix(a, "&") + "&" + b
}

// queryPairs serialises one parameter as escaped name=value pairs; name is escaped.
func queryPairs(style string, explode bool, name string, v any) (pairs []string, ok bool) {
	value := func(s string) string { return escape(s, unreserved) }
	list, isList := v.([]any)
	object, isObject := v.(object)
	switch {
	case isList && len(list) == 0, isObject && len(object) == 0:
		return nil, true
	case style == "deepObject":
		return brackets(nil, name, v, queryBrackets), true
	case explode && isList:
		text, ok := join(list, "&"+name+"=", "", value)
		return []string{name + "=" + text}, ok
	case explode && isObject:
		text, ok := join(object, "&", "=", value)
		return []string{text}, ok
	}
	text, ok := join(v, delimiters[style], delimiters[style], value)
	return []string{name + "=" + text}, ok
}

// delimiters stand between the values of a parameter that is not exploded.
var delimiters = map[string]string{"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}

// bracketing is how brackets are written: RFC 3986 has no place for them in a
// query, while a form body is free to show them.
type bracketing struct{ open, close string }

var (
	queryBrackets = bracketing{"%5B", "%5D"}
	formBrackets  = bracketing{"[", "]"}
)

// brackets appends a value in bracket notation: list[0]=a, object[key]=b, to any
// depth. Name is escaped. An empty list or object has no pairs; null is empty.
func brackets(pairs []string, name string, v any, w bracketing) []string {
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			pairs = brackets(pairs, name+w.open+strconv.Itoa(i)+w.close, item, w)
		}
		return pairs
	case object:
		for _, m := range v {
			pairs = brackets(pairs, name+w.open+escape(m.name, unreserved)+w.close, m.value, w)
		}
		return pairs
	case placeholder:
		return append(pairs, name+"="+v.text())
	}
	text, _ := scalar(v)
	return append(pairs, name+"="+escape(text, unreserved))
}
