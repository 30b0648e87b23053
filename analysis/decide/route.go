package decide

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
)

// Route decides about a method and path, most specific first; there is always at
// least one decision. The path is a template or a concrete path, with or without
// the prefix of base_url, or a whole URL; its query does not matter.
func Route(d *declaration.Declaration, method, path string, f Filters) []Decision {
	method = strings.ToUpper(method)
	candidates := segmentsOf(d, path)
	var found []*declaration.Capability
	var others []string
	for _, c := range d.Capabilities {
		switch {
		case !c.Path.Valid || !slices.ContainsFunc(candidates, func(s []string) bool { return matches(pathSegments(c.Path.Value), s) }):
		case c.Method.Value == method:
			found = append(found, c)
		default:
			others = append(others, fmt.Sprintf("%s (%s)", c.Method.Value, c.Name.Value))
		}
	}
	if len(found) == 0 {
		return []Decision{noRoute(d, method, path, candidates, others)}
	}
	slices.SortStableFunc(found, func(a, b *declaration.Capability) int {
		return cmp.Or(cmp.Compare(len(a.Template.Placeholders()), len(b.Template.Placeholders())), cmp.Compare(literals(b), literals(a)))
	})
	var decisions []Decision
	for _, c := range found {
		decisions = append(decisions, Capability(d, c, f))
	}
	return decisions
}

// literals counts the bytes of a path outside its placeholders.
func literals(c *declaration.Capability) int {
	n := 0
	for _, part := range c.Template.Parts {
		if !part.Placeholder {
			n += len(part.Text)
		}
	}
	return n
}

// noRoute denies a route that nothing declares. Where permissions.forbidden has a
// name that says the same in words, that line decides.
func noRoute(d *declaration.Declaration, method, path string, candidates [][]string, others []string) Decision {
	step := Step{RuleDeclared, Deny, fmt.Sprintf("No capability declares %s %s.", method, path), d.CapabilitiesKey.Key}
	if len(others) > 0 {
		step.Text += " Declared there: " + strings.Join(others, ", ") + "."
	}
	return undeclared(d, forbiddenName(d, method, candidates), step)
}

// segmentsOf cuts a path as a person gives it into segments, in each way in which
// it can be meant: as it is, and without the prefix of base_url.
func segmentsOf(d *declaration.Declaration, path string) [][]string {
	base, err := url.Parse(d.Service.BaseURL.Value)
	if err != nil {
		base = &url.URL{}
	}
	if _, rest, isURL := strings.Cut(path, "://"); isURL {
		host, behind, _ := strings.Cut(rest, "/")
		if !strings.EqualFold(host, base.Host) {
			return nil
		}
		path = behind
	}
	given := pathSegments(path)
	candidates := [][]string{given}
	if prefix := pathSegments(base.EscapedPath()); len(given) >= len(prefix) && slices.Equal(given[:len(prefix)], prefix) {
		candidates = append(candidates, given[len(prefix):])
	}
	return candidates
}

// pathSegments cuts a path into segments; its query and fragment do not count.
func pathSegments(path string) []string {
	path, _, _ = strings.Cut(path, "#")
	path, _, _ = strings.Cut(path, "?")
	return strings.Split(strings.Trim(path, "/"), "/")
}

// matches reports whether a path fits a template; a placeholder in the path fits
// any placeholder.
func matches(template, path []string) bool { return slices.EqualFunc(template, path, matchesSegment) }

var placeholders = regexp.MustCompile(`\\\{[^{}/]+\\\}`)

func matchesSegment(template, segment string) bool {
	quoted := regexp.QuoteMeta(template)
	pattern := placeholders.ReplaceAllString(quoted, ".+")
	if pattern == quoted {
		return template == segment
	}
	re, err := regexp.Compile("^" + pattern + "$")
	return err == nil && re.MatchString(segment)
}
