package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
)

// Facts are what rules across the file may know of a capability. As long as they
// stay the same, an edit inside the capability leaves those rules' findings alone.
type Facts struct {
	Name, Method, Path, Permission string
}

func factsOf(c *declaration.Capability) Facts {
	return Facts{
		Name:       c.Name.Or(""),
		Method:     c.Method.Or(""),
		Path:       c.Path.Or(""),
		Permission: c.Permission.Or(""),
	}
}

// Index answers questions across the file in constant time.
type Index struct {
	// ByName and ByRoute give the indices into Declaration.Capabilities, in file order.
	ByName  map[string][]int
	ByRoute map[Route][]int
}

// Route is a method with a path whose placeholders are all named alike.
type Route struct{ Method, Path string }

// RouteOf returns the route of a capability, and whether it has a usable one.
func RouteOf(c *declaration.Capability) (Route, bool) {
	if !c.Method.Valid || !c.Path.Valid {
		return Route{}, false
	}
	parts := c.Template.Parts
	if len(parts) == 1 && !parts[0].Placeholder {
		return Route{c.Method.Value, parts[0].Text}, true
	}
	var path strings.Builder
	path.Grow(len(c.Path.Value))
	for _, part := range parts {
		if part.Placeholder {
			path.WriteString("{}")
		} else {
			path.WriteString(part.Text)
		}
	}
	return Route{c.Method.Value, path.String()}, true
}

func newIndex(d *declaration.Declaration) *Index {
	n := len(d.Capabilities)
	x := &Index{ByName: make(map[string][]int, n), ByRoute: make(map[Route][]int, n)}
	indices := make([]int, n) // nearly every list holds one index: they share this
	for i, c := range d.Capabilities {
		indices[i] = i
		own := indices[i : i+1 : i+1]
		if c.Name.Valid {
			x.ByName[c.Name.Value] = addIndex(x.ByName[c.Name.Value], own)
		}
		if r, ok := RouteOf(c); ok {
			x.ByRoute[r] = addIndex(x.ByRoute[r], own)
		}
	}
	return x
}

func addIndex(list, own []int) []int {
	if list == nil {
		return own
	}
	return append(list, own...)
}
