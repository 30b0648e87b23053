package rules

import "github.com/usepaso/usepaso/analysis/declaration"

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
	path := ""
	for _, part := range c.Template.Parts {
		if part.Placeholder {
			path += "{}"
		} else {
			path += part.Text
		}
	}
	return Route{c.Method.Value, path}, true
}

func newIndex(d *declaration.Declaration) *Index {
	x := &Index{ByName: make(map[string][]int, len(d.Capabilities)), ByRoute: make(map[Route][]int, len(d.Capabilities))}
	for i, c := range d.Capabilities {
		if c.Name.Valid {
			x.ByName[c.Name.Value] = append(x.ByName[c.Name.Value], i)
		}
		if r, ok := RouteOf(c); ok {
			x.ByRoute[r] = append(x.ByRoute[r], i)
		}
	}
	return x
}
