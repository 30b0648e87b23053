package rules

// All lists every rule, sorted by code.
var All = []*Rule{}
