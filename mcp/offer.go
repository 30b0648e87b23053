package mcp

import (
	"bytes"
	"encoding/json"
	"sync"

	"github.com/mark3labs/mcp-go/mcp"

	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diff"
	"github.com/usepaso/usepaso/analysis/tool"
	"github.com/usepaso/usepaso/mcp/invoke"
)

// offer is what agents get to see at one time. It is immutable.
type offer struct {
	rules *invoke.Rules
	tools []*tool.Tool
	list  []byte // the tools as a JSON array, built once

	once sync.Once
	core []mcp.Tool
}

func newOffer(rules *invoke.Rules) *offer {
	o := &offer{rules: rules}
	for _, c := range decide.Callable(rules.Base, rules.Filters) {
		if d, c := newest(rules, c); c != nil {
			o.tools = append(o.tools, tool.New(d, c))
		}
	}
	var list bytes.Buffer
	list.WriteByte('[')
	for i, t := range o.tools {
		if i > 0 {
			list.WriteByte(',')
		}
		raw, err := t.MarshalJSON()
		if err != nil {
			raw, _ = json.Marshal(map[string]any{"name": t.Name, "inputSchema": map[string]string{"type": "object"}})
		}
		list.Write(raw)
	}
	list.WriteByte(']')
	o.list = list.Bytes()
	return o
}

// newest returns the capability as the newest declaration has it that does not
// loosen it, or nil when one of them does not allow it.
func newest(rules *invoke.Rules, c *declaration.Capability) (*declaration.Declaration, *declaration.Capability) {
	d := rules.Base
	for _, also := range rules.Also {
		decision := decide.Name(also, c.Name.Value, rules.Filters)
		if !decision.Allowed {
			return nil, nil
		}
		if !diff.Loosens(diff.Capability(d, c, also, decision.Capability)) {
			d, c = also, decision.Capability
		}
	}
	return d, c
}

// listed returns the tools as mcp-go's own values, for transports that it serves itself.
func (o *offer) listed() []mcp.Tool {
	o.once.Do(func() {
		o.core = make([]mcp.Tool, 0, len(o.tools))
		for _, t := range o.tools {
			o.core = append(o.core, mcp.Tool{
				Name: t.Name, Description: t.Description,
				RawInputSchema: t.InputSchema, RawOutputSchema: t.OutputSchema,
				Annotations: mcp.ToolAnnotation{
					ReadOnlyHint: &t.Annotations.ReadOnlyHint, DestructiveHint: &t.Annotations.DestructiveHint,
					IdempotentHint: &t.Annotations.IdempotentHint, OpenWorldHint: &t.Annotations.OpenWorldHint,
				},
			})
		}
	})
	return o.core
}
