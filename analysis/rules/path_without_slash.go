package rules

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// PathWithoutSlash reports a path that does not begin with "/".
var PathWithoutSlash = &Rule{
	Code:     "path-without-slash",
	Title:    "path does not start with /",
	Severity: diagnostic.Error,
	Doc: doc(
		"A capability's `path` must begin with `/`. It is what stands behind `service.base_url`.",
		"Without the slash the address would run into the host or into another path.",
		"Put the slash in front. Where a whole address was written, leave out what `base_url` already says.",
	),
	Bad: exampleService + `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: orders
    permission: read
` + examplePermissions,
	Good: exampleService + exampleCapabilities + examplePermissions,
	Capability: func(p *Pass, c *declaration.Capability) {
		path := c.Path.Value
		if !c.Path.Valid || path == "" || strings.HasPrefix(path, "/") {
			return
		}
		d := p.Report(c.Path.Span, "path", "path must start with /; got %s", quote(path))
		base := strings.TrimRight(p.Declaration.Service.BaseURL.Value, "/")
		rest, whole := strings.CutPrefix(path, base+"/")
		switch {
		case whole && base != "":
			fix(d, false, "write "+quote("/"+rest), p.edit().rewrite(c.Path.Span, path, 0, len(base), "")...)
		case !strings.Contains(path, "://"):
			fix(d, false, "write "+quote("/"+path), p.edit().rewrite(c.Path.Span, path, 0, 0, "/")...)
		}
	},
}
