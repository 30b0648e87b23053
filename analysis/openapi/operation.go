// Package openapi knows the linked OpenAPI document. Others see it only as the
// Operation that matches a capability.
package openapi

// Operation is what a linked document says about one method and path. A nil
// *Operation means unknown: no document, or none that could be read there.
// Nothing is ever judged wrong for being unknown.
type Operation struct {
	ID         string
	Method     string // upper case
	Path       string // as the document writes it
	Deprecated bool
	// Encoding is the body's encoding where the document names one that we speak:
	// json, form, multipart; "" for unknown or no body.
	Encoding   string
	HasBody    bool
	Parameters []Parameter
}

// Parameter is one parameter of an operation, or one top-level field of its body.
type Parameter struct {
	Name     string
	In       string // query, path, header, cookie, body
	Required bool
	Style    string
	Explode  bool
	// Properties are the names of the fields of a deepObject parameter.
	Properties []string
}
