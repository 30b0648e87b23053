// Package request turns a declaration, a capability and arguments into the exact
// HTTP request: the dry run and what the server sends are the same value. It is
// pure: it reads and sends nothing, and knows the secret only for the length of
// one call of Request.HTTP.
//
// The way of one call: ParseJSON or ParseText, then Check, then Build. Preview is
// the same for a capability that nobody has given arguments yet.
package request

import (
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/openapi"
	"github.com/usepaso/usepaso/analysis/source"
)

// Arguments are the inputs of one call by name, as JSON values: nil, bool,
// json.Number, string, []any or map[string]any.
type Arguments map[string]any

// The types of problems, as tool results name them.
const (
	InvalidInput       = "invalid_input"
	ConstraintViolated = "constraint_violated"
)

// Problem is one reason why a call cannot be made.
type Problem struct {
	Type    string // InvalidInput or ConstraintViolated
	Input   string // the input it is about; "" for the call
	Path    string // the place within the arguments: limit, tags[2], address.zip; "" for the call
	Message string // one sentence for people
	Hint    string // what to do next, for the model; "" for none
	// Span is the place in the declaration that decides, of any piece; zero for none.
	Span  source.Span
	Limit declaration.LimitKind // of a ConstraintViolated; "" otherwise
}

// Options say how to build a request.
type Options struct {
	// BaseURL replaces scheme, host and port of service.base_url; the path prefix
	// and everything that follows from the declared host stay. "" changes nothing.
	BaseURL string
	// Operation is the linked document's operation; nil means unknown.
	Operation *openapi.Operation
	// Placeholders shows required inputs that have neither value nor default as
	// {name}. Such a request can be shown, not sent.
	Placeholders bool
}

// Field is one header line.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Request is one HTTP request, complete but for the secret. It is immutable.
type Request struct {
	Method string
	URL    string  // absolute and escaped, without the secret
	Header []Field // in the order in which they are shown, without the secret
	Body   []byte  // nil for none
	Auth   Auth    // where the secret goes
	// Encoding is the body's: json, form or multipart; "" without a body.
	Encoding string
	// Missing names the inputs that stand as {name}; such a request cannot be sent.
	Missing []string

	authAt int // how many header lines stand before the secret's
}

// Auth says where the secret of a request goes.
type Auth struct {
	Kind     string // none, bearer, oauth2, api_key or basic
	In       string // header, query or cookie; "" for none
	Name     string // of the header, query parameter or cookie
	Prefix   string // before the secret, without the space between: "Bearer"; header only
	Variable string // the environment variable that holds the secret; "" for none
}
