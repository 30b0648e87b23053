package request

import (
	"fmt"
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
)

var methods = []string{"GET", "POST", "PUT", "PATCH", "DELETE"}

// Build returns the request for arguments that Check has returned, or the reasons
// why there is none. Scheme, host, port and the number of path segments are always
// those of the declaration.
func Build(d *declaration.Declaration, c *declaration.Capability, args Arguments, o Options) (*Request, []Problem) {
	b := &builder{d: d, c: c, o: o, args: args, r: &Request{Method: c.Method.Value}}
	if !slices.Contains(methods, c.Method.Value) {
		b.refuse(nil, c.Method.Span, "", "The method must be one of: %s.", strings.Join(methods, ", "))
	}
	base := b.base()
	path, query := b.path()
	b.r.URL = base + path
	given := b.query()
	if query = joinQuery(query, given); query != "" {
		b.r.URL += "?" + query
	}
	b.field("Accept", "application/json")
	b.body()
	b.r.authAt = len(b.r.Header)
	b.headers()
	b.auth()
	b.keyOnce(given)
	if len(b.problems) > 0 {
		return nil, b.problems
	}
	return b.r, nil
}

// Preview returns the request of a call without arguments: defaults as far as
// there are any, and {name} for every other required input.
func Preview(d *declaration.Declaration, c *declaration.Capability, o Options) (*Request, []Problem) {
	args, problems := run(c, nil, o.Operation, true)
	if len(problems) > 0 {
		return nil, problems
	}
	o.Placeholders = true
	return Build(d, c, args, o)
}

// builder builds one request.
type builder struct {
	d        *declaration.Declaration
	c        *declaration.Capability
	o        Options
	args     Arguments
	r        *Request
	problems []Problem
}

// refuse adds a problem about an input; a nil input is the call itself.
func (b *builder) refuse(in *declaration.Input, span source.Span, hint, format string, args ...any) {
	p := Problem{Type: InvalidInput, Span: span, Hint: hint, Message: fmt.Sprintf(format, args...)}
	if in != nil {
		p.Input, p.Path = in.Name, in.Name
		if p.Span.IsZero() {
			p.Span = in.Key
		}
	}
	if !slices.Contains(b.problems, p) {
		b.problems = append(b.problems, p)
	}
}

// value returns what is sent for an input, and whether anything is.
func (b *builder) value(in *declaration.Input) (any, bool) {
	v := b.args[in.Name]
	if v == nil && b.o.Placeholders && (in.Required.Value || b.c.Location(in) == "path") {
		v = placeholder(in.Name)
	}
	if p, ok := v.(placeholder); ok {
		b.missing(p)
	}
	return v, v != nil
}

func (b *builder) missing(p placeholder) placeholder {
	if !slices.Contains(b.r.Missing, string(p)) {
		b.r.Missing = append(b.r.Missing, string(p))
	}
	return p
}

// each calls f for the inputs that travel in a place and have a value, in file order.
func (b *builder) each(place string, f func(in *declaration.Input, name string, v any)) {
	for _, in := range b.c.Inputs {
		if b.c.Location(in) != place {
			continue
		}
		if v, ok := b.value(in); ok {
			name, _ := WireName(b.c, in, b.o.Operation)
			f(in, name, ordered(in, v))
		}
	}
}

// auth says where the secret goes.
func (b *builder) auth() {
	a := b.d.Service.Auth
	if a.Kind() == "none" {
		b.r.Auth = Auth{Kind: "none"}
		return
	}
	b.r.Auth = Auth{Kind: a.Kind(), In: "header", Name: a.HeaderName(), Prefix: a.HeaderPrefix(), Variable: a.Variable()}
	if b.r.Auth.Name == "" {
		b.r.Auth.In, b.r.Auth.Name, b.r.Auth.Prefix = a.In.Value, a.Name.Value, ""
	}
	switch {
	case b.r.Auth.Name == "":
		b.refuse(nil, a.In.Span, "", "auth with in: %s needs name, the name of the parameter.", a.In.Value)
	case b.r.Auth.In != "query" && !ValidHeaderName(b.r.Auth.Name):
		b.refuse(nil, a.Key, "", "auth cannot be sent as the %s %s.", b.r.Auth.In, show(b.r.Auth.Name))
	case headerComplaint(b.r.Auth.Prefix) != "":
		b.refuse(nil, a.Prefix.Span, "", "auth.prefix %s.", headerComplaint(b.r.Auth.Prefix))
	}
}
