package diff

import (
	"github.com/usepaso/usepaso/analysis/declaration"
)

// service compares what all requests share. Any change of where they go, or with
// what, is loosening: the secret would reach another place or in another way.
func (c *collector) service(old, new *declaration.Declaration) {
	was, is := old.Service, new.Service
	changed(c, nil, was.BaseURL, is.BaseURL, Change{Kind: Loosening, Code: "base-url", Risk: gravest}, "base_url")
	changed(c, nil, was.Encoding, is.Encoding, Change{Kind: Loosening, Code: "encoding", Risk: medium}, "encoding")
	changed(c, nil, was.OpenAPI, is.OpenAPI, Change{Kind: Loosening, Code: "openapi", Risk: medium}, "openapi")
	changed(c, nil, was.Name, is.Name, Change{Kind: Neutral, Code: "service-text", Risk: low}, "name")
	changed(c, nil, was.Version, is.Version, Change{Kind: Neutral, Code: "service-text", Risk: low}, "version")
	changed(c, nil, was.Description, is.Description, Change{Kind: Neutral, Code: "service-text", Risk: low}, "description")
	a, b := auth(was), auth(is)
	template := Change{Kind: Loosening, Code: "auth", Risk: gravest}
	changed(c, nil, a.Type, b.Type, template, "auth.type")
	changed(c, nil, a.Header, b.Header, template, "auth.header")
	changed(c, nil, a.Prefix, b.Prefix, template, "auth.prefix")
	changed(c, nil, a.Env, b.Env, template, "auth.env")
	changed(c, nil, a.In, b.In, template, "auth.in")
	changed(c, nil, a.Name, b.Name, template, "auth.name")
}

func auth(s *declaration.Service) *declaration.Auth {
	if s.Auth == nil {
		return &declaration.Auth{}
	}
	return s.Auth
}
