package mcp

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/mark3labs/mcp-go/mcp"
)

// appendResponse appends the line of a response. Texts of results are quoted once,
// and the list of tools is copied as it was built, where going through json.Marshal
// would read and copy both several times over.
func appendResponse(dst []byte, id json.RawMessage, response mcp.JSONRPCMessage, list func() []byte) ([]byte, error) {
	dst = append(append(dst, `{"jsonrpc":"2.0","id":`...), id...)
	var err error
	switch r := response.(type) {
	case mcp.JSONRPCResponse:
		dst, err = appendResult(append(dst, `,"result":`...), r.Result, list)
	case mcp.JSONRPCError:
		dst, err = appendJSON(append(dst, `,"error":`...), r.Error)
	default:
		dst, err = appendJSON(append(dst, `,"result":`...), response)
	}
	return append(dst, "}\n"...), err
}

func appendResult(dst []byte, result any, list func() []byte) ([]byte, error) {
	switch r := result.(type) {
	case mcp.ListToolsResult:
		return appendList(dst, r, list)
	case *mcp.CallToolResult:
		if text, ok := onlyText(r); ok {
			return appendCall(dst, r, text)
		}
	}
	return appendJSON(dst, result)
}

// appendList puts the list where mcp-go's own result has none. A quote within a
// string is escaped, so that the place cannot be mistaken.
func appendList(dst []byte, r mcp.ListToolsResult, list func() []byte) ([]byte, error) {
	const place = `"tools":[]`
	r.Tools = []mcp.Tool{}
	raw, err := json.Marshal(r)
	before, after, _ := bytes.Cut(raw, []byte(place))
	tools := list()
	dst = slices.Grow(dst, len(raw)+len(tools)+8)
	dst = append(append(dst, before...), place[:len(place)-2]...)
	return append(append(dst, tools...), after...), err
}

func onlyText(r *mcp.CallToolResult) (string, bool) {
	if r == nil || r.NeedsInput() || len(r.Content) != 1 || r.StructuredContent != nil {
		return "", false
	}
	content, ok := r.Content[0].(mcp.TextContent)
	return content.Text, ok && content.Annotations == nil && content.Meta == nil
}

func appendCall(dst []byte, r *mcp.CallToolResult, text string) ([]byte, error) {
	dst = append(dst, '{')
	var err error
	if r.Meta != nil {
		if dst, err = appendJSON(append(dst, `"_meta":`...), r.Meta); err != nil {
			return dst, err
		}
		dst = append(dst, ',')
	}
	if r.ResultType != "" {
		dst = append(append(append(dst, `"resultType":"`...), r.ResultType...), `",`...)
	}
	// Quoting adds a little to most texts; growing once saves copying large ones.
	dst = slices.Grow(dst, len(text)+len(text)/8+len(r.RawStructuredContent)+128)
	dst = append(dst, `"content":[{"type":"text","text":`...)
	if dst, err = jsontext.AppendQuote(dst, text); err != nil {
		return dst, err
	}
	dst = append(dst, "}]"...)
	if len(r.RawStructuredContent) > 0 {
		if dst, err = appendCompact(append(dst, `,"structuredContent":`...), r.RawStructuredContent); err != nil {
			return dst, err
		}
	}
	if r.IsError {
		dst = append(dst, `,"isError":true`...)
	}
	return append(dst, '}'), nil
}

// appendCompact appends a JSON value without line breaks, which end a message.
func appendCompact(dst []byte, raw []byte) ([]byte, error) {
	if bytes.IndexByte(raw, '\n') < 0 && bytes.IndexByte(raw, '\r') < 0 {
		return append(dst, raw...), nil
	}
	value := jsontext.Value(bytes.Clone(raw))
	err := value.Compact(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true), jsontext.PreserveRawStrings(true))
	return append(dst, value...), err
}

func appendJSON(dst []byte, v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	return append(dst, raw...), err
}
