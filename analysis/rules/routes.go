package rules

import (
	"cmp"
	"hash/maphash"
	"slices"

	"github.com/usepaso/usepaso/analysis/declaration"
)

// Route is a method with a path whose placeholders are all named alike.
type Route struct{ Method, Path string }

// RouteOf returns the route of a capability, and whether it has a usable one.
func RouteOf(c *declaration.Capability) (Route, bool) {
	if !c.Method.Valid || !c.Path.Valid {
		return Route{}, false
	}
	return Route{c.Method.Value, c.Template.Route}, true
}

func sameRoute(a, b *declaration.Capability) bool {
	route, ok := RouteOf(a)
	other, otherOk := RouteOf(b)
	return route == other && ok == otherOk
}

// routes are the capabilities that have a route, ordered so that those with the same
// one stand side by side, in file order. They are immutable.
type routes []routed

type routed struct {
	hash  uint64 // of the route: comparing it costs no look at the capability
	index int32  // into Declaration.Capabilities
}

var routeSeed = maphash.MakeSeed()

func (r routed) compare(s routed) int {
	return cmp.Or(cmp.Compare(r.hash, s.hash), cmp.Compare(r.index, s.index))
}

// hashed returns the routes of the capabilities from up to to, in file order.
func hashed(caps []*declaration.Capability, from, to int) routes {
	var list routes
	for i := from; i < to; i++ {
		if route, ok := RouteOf(caps[i]); ok {
			list = append(list, routed{maphash.Comparable(routeSeed, route), int32(i)})
		}
	}
	return list
}

func newRoutes(caps []*declaration.Capability) routes {
	all := hashed(caps, 0, len(caps))
	slices.SortFunc(all, routed.compare)
	return all
}

// renewed returns the routes after those of the capabilities from up to to, which are
// as many as before, have changed.
func (all routes) renewed(caps []*declaration.Capability, from, to int) routes {
	next := slices.DeleteFunc(slices.Clone(all), func(r routed) bool { return int(r.index) >= from && int(r.index) < to })
	for _, r := range hashed(caps, from, to) {
		at, _ := slices.BinarySearchFunc(next, r, routed.compare)
		next = slices.Insert(next, at, r)
	}
	return next
}

// shared returns the groups of capabilities that have the same route, by their
// indices in file order.
func (all routes) shared(caps []*declaration.Capability) [][]int {
	var groups [][]int
	for i := 0; i < len(all); {
		j := i + 1
		for j < len(all) && all[j].hash == all[i].hash {
			j++
		}
		if j-i > 1 {
			groups = append(groups, groupByRoute(caps, all[i:j])...)
		}
		i = j
	}
	return groups
}

// groupByRoute splits capabilities whose routes have the same hash by the routes
// themselves.
func groupByRoute(caps []*declaration.Capability, same routes) [][]int {
	byRoute := map[Route][]int{}
	for _, r := range same {
		route, _ := RouteOf(caps[r.index])
		byRoute[route] = append(byRoute[route], int(r.index))
	}
	var groups [][]int
	for _, indices := range byRoute {
		if len(indices) > 1 {
			groups = append(groups, indices)
		}
	}
	return groups
}
