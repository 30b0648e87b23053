// Package tool makes the tool definition that an agent sees of a capability. What
// inspect and hover show and what the server lists is the same value.
package tool

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
)

// Tool is one entry of tools/list.
type Tool struct {
	Name        string
	Description string
	// InputSchema is the JSON Schema of the arguments, exact and closed.
	InputSchema json.RawMessage
	// OutputSchema describes the fields of the answer; nil when none is declared. It
	// holds descriptions only: an answer that differs from what the file says must
	// not turn a call that was sent into a client's error.
	OutputSchema json.RawMessage
	Annotations  Annotations
}

// Annotations tell a client how much care a tool needs.
type Annotations struct {
	ReadOnlyHint    bool `json:"readOnlyHint"`
	DestructiveHint bool `json:"destructiveHint"`
	IdempotentHint  bool `json:"idempotentHint"`
	OpenWorldHint   bool `json:"openWorldHint"`
}

// New returns the tool of a capability. It never fails: of a broken declaration
// it shows what can be read. Texts lose the characters that people cannot see.
func New(d *declaration.Declaration, c *declaration.Capability) *Tool {
	return &Tool{
		Name:         c.Name.Value,
		Description:  source.Strip(describe(d, c)) + consentNote(c) + constraintNote(c),
		InputSchema:  encode(inputSchema(c)),
		OutputSchema: outputSchema(c),
		Annotations:  annotate(d, c),
	}
}

// List returns the tools of the capabilities that filter keeps, in file order. A
// nil filter keeps those that are not forbidden.
func List(d *declaration.Declaration, filter func(*declaration.Capability) bool) []*Tool {
	tools := []*Tool{}
	for _, c := range d.Capabilities {
		keep := filter
		if keep == nil {
			keep = func(c *declaration.Capability) bool {
				_, forbidden := d.Permissions.Forbidden(c.Name.Value)
				return !forbidden
			}
		}
		if keep(c) {
			tools = append(tools, New(d, c))
		}
	}
	return tools
}

// MarshalJSON returns the bytes that tools/list carries for the tool: name,
// description, inputSchema, outputSchema, annotations.
func (t Tool) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name         string          `json:"name"`
		Description  string          `json:"description"`
		InputSchema  json.RawMessage `json:"inputSchema"`
		OutputSchema json.RawMessage `json:"outputSchema,omitempty"`
		Annotations  Annotations     `json:"annotations"`
	}(t))
}

// Tokens estimates what a text costs a model: a quarter of its bytes, rounded up,
// which is near what tokenisers make of JSON in English.
func Tokens(text []byte) int { return (len(text) + 3) / 4 }

func describe(d *declaration.Declaration, c *declaration.Capability) string {
	return fmt.Sprintf("%s\n\n[Permission: %s] [%s %s]", strings.TrimSpace(c.Description.Value), d.Tier(c), c.Method.Value, c.Path.Value)
}

// consentNote keeps its emoji's selector: it is ours and not the file's.
func consentNote(c *declaration.Capability) string {
	if !c.ConsentRequired.Value {
		return ""
	}
	return "\n\n⚠️ REQUIRES USER CONSENT: You must confirm this action with the user before executing."
}

func annotate(d *declaration.Declaration, c *declaration.Capability) Annotations {
	tier, method, consent := d.Tier(c), c.Method.Value, c.ConsentRequired.Value
	return Annotations{
		ReadOnlyHint:    tier == "read" && method == "GET" && !consent,
		DestructiveHint: tier == "admin" || method == "DELETE" || consent,
		IdempotentHint:  method == "GET" || method == "PUT" || method == "DELETE",
		OpenWorldHint:   true,
	}
}

// encode never fails: schemas hold plain data and numbers that were checked.
func encode(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage(`{"type":"object"}`)
	}
	return b
}
