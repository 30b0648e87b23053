package lsp

import (
	"bytes"
	"encoding/json"

	"go.lsp.dev/protocol"
)

// encode returns a value of our own as JSON; v consists of plain data, which
// always can be encoded.
func encode(v any) protocol.LSPAny {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return protocol.LSPAny("null")
	}
	return protocol.LSPAny(bytes.TrimSpace(b.Bytes()))
}

// decode reads a value of our own from JSON.
func decode(raw protocol.LSPAny, v any) error { return json.Unmarshal(raw, v) }

// readable reads a value of our own from JSON and reports whether it is one.
func readable(raw protocol.LSPAny, v any) bool { return decode(raw, v) == nil }
