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
	return Route{c.Method.Value, c.Template.Route}, true
}

func newIndex(d *declaration.Declaration) *Index {
	n := len(d.Capabilities)
	indices := make([]int, n) // nearly every list holds one index: they share this
	for i := range indices {
		indices[i] = i
	}
	x := &Index{ByName: make(map[string][]int, n), ByRoute: make(map[Route][]int, n)}
	inParallel(2, 1+capabilityStep/max(n, 1), func(part int) {
		for i, c := range d.Capabilities {
			own := indices[i : i+1 : i+1]
			if r, ok := RouteOf(c); part == 0 && ok {
				x.ByRoute[r] = addIndex(x.ByRoute[r], own)
			}
			if part == 1 && c.Name.Valid {
				x.ByName[c.Name.Value] = addIndex(x.ByName[c.Name.Value], own)
			}
		}
	})
	return x
}

func addIndex(list, own []int) []int {
	if list == nil {
		return own
	}
	return append(list, own...)
}
