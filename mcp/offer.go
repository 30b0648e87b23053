package mcp

import (
	"bytes"
	"encoding/json"
	"sync"

	"github.com/mark3labs/mcp-go/mcp"

	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diff"
	"github.com/usepaso/usepaso/analysis/parallel"
	"github.com/usepaso/usepaso/analysis/tool"
	"github.com/usepaso/usepaso/mcp/invoke"
)

// offer is what agents get to see at one time. It is immutable.
type offer struct {
	rules *invoke.Rules
	count int    // of tools
	list  []byte // the tools as a JSON array, built once

	once sync.Once
	core []mcp.Tool
}

func newOffer(rules *invoke.Rules) *offer {
	entries := eachTool(rules, func(t *tool.Tool) []byte {
		raw, err := t.MarshalJSON()
		if err != nil { // a tool is texts, and schemas that were written by ourselves
			raw, _ = json.Marshal(map[string]any{"name": t.Name, "inputSchema": map[string]string{"type": "object"}})
		}
		return raw
	})
	list := append([]byte{'['}, bytes.Join(entries, []byte{','})...)
	return &offer{rules: rules, count: len(entries), list: append(list, ']')}
}

// eachTool makes the tools that are offered and returns what f makes of them, in
// file order. Large files are shared among the processors.
func eachTool[T any](rules *invoke.Rules, f func(*tool.Tool) T) []T {
	var made []T
	callable := decide.Callable(rules.Base, rules.Filters)
	results := make([]*T, len(callable))
	parallel.For(len(callable), 64, func(i int) {
		if d, c := newest(rules, callable[i]); c != nil {
			result := f(tool.New(d, c))
			results[i] = &result
		}
	})
	for _, r := range results {
		if r != nil {
			made = append(made, *r)
		}
	}
	return made
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
		o.core = eachTool(o.rules, func(t *tool.Tool) mcp.Tool {
			return mcp.Tool{
				Name: t.Name, Description: t.Description,
				RawInputSchema: t.InputSchema, RawOutputSchema: t.OutputSchema,
				Annotations: mcp.ToolAnnotation{
					ReadOnlyHint: &t.Annotations.ReadOnlyHint, DestructiveHint: &t.Annotations.DestructiveHint,
					IdempotentHint: &t.Annotations.IdempotentHint, OpenWorldHint: &t.Annotations.OpenWorldHint,
				},
			}
		})
	})
	return o.core
}
