package rules

import "github.com/usepaso/usepaso/analysis/declaration"

// Facts are what rules across the file may know of a capability. As long as they
// stay the same, an edit inside the capability leaves those rules' findings alone.
type Facts struct {
	Name, Permission string
}

func factsOf(c *declaration.Capability) Facts {
	return Facts{Name: c.Name.Or(""), Permission: c.Permission.Or("")}
}

// Index answers questions across the file in constant time.
type Index struct {
	// ByName gives the indices into Declaration.Capabilities, in file order.
	ByName map[string][]int
}

func newIndex(d *declaration.Declaration) *Index {
	n := len(d.Capabilities)
	indices := make([]int, n) // nearly every list holds one index: they share this
	x := &Index{ByName: make(map[string][]int, n)}
	for i, c := range d.Capabilities {
		if !c.Name.Valid {
			continue
		}
		indices[i] = i
		if others := x.ByName[c.Name.Value]; others != nil {
			x.ByName[c.Name.Value] = append(others, i)
		} else {
			x.ByName[c.Name.Value] = indices[i : i+1 : i+1]
		}
	}
	return x
}
