package mcp

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/mark3labs/mcp-go/mcp"
)

// usualLine is how many bytes most responses take.
const usualLine = 512

// response makes the line of a response. Texts of results are quoted once, and the
// list of tools is taken as it was built, where going through json.Marshal would read
// and copy both several times over.
func response(id json.RawMessage, message mcp.JSONRPCMessage, list func() []byte) (outgoing, error) {
	l := outgoing{{raw: make([]byte, 0, usualLine)}}.append(`{"jsonrpc":"2.0","id":`, string(id), ",")
	var err error
	switch m := message.(type) {
	case mcp.JSONRPCResponse:
		l = l.append(`"result":`)
		l, err = l.appendResult(m.Result, list)
	case mcp.JSONRPCError:
		l, err = l.append(`"error":`).appendJSON(m.Error)
	default:
		l, err = l.append(`"result":`).appendJSON(message)
	}
	return l.append("}\n"), err
}

func (l outgoing) appendResult(result any, list func() []byte) (outgoing, error) {
	switch r := result.(type) {
	case mcp.ListToolsResult:
		return l.appendList(r, list)
	case *mcp.CallToolResult:
		if text, ok := onlyText(r); ok {
			return l.appendCall(r, text)
		}
	}
	return l.appendJSON(result)
}

// appendList puts the list where mcp-go's own result has none. A quote within a
// string is escaped, so that the place cannot be mistaken.
func (l outgoing) appendList(r mcp.ListToolsResult, list func() []byte) (outgoing, error) {
	const place = `"tools":[]`
	r.Tools = []mcp.Tool{}
	raw, err := json.Marshal(r)
	before, after, _ := bytes.Cut(raw, []byte(place))
	return l.append(string(before), place[:len(place)-2]).share(list()).append(string(after)), err
}

func onlyText(r *mcp.CallToolResult) (string, bool) {
	if r == nil || r.NeedsInput() || len(r.Content) != 1 || r.StructuredContent != nil {
		return "", false
	}
	content, ok := r.Content[0].(mcp.TextContent)
	return content.Text, ok && content.Annotations == nil && content.Meta == nil
}

// copiedUpTo is the length in bytes up to which copying a text costs less than
// writing it in pieces.
const copiedUpTo = 64 << 10

func (l outgoing) appendCall(r *mcp.CallToolResult, text string) (outgoing, error) {
	l = l.append("{")
	var err error
	if r.Meta != nil {
		if l, err = l.append(`"_meta":`).appendJSON(r.Meta); err != nil {
			return l, err
		}
		l = l.append(",")
	}
	if r.ResultType != "" {
		l = l.append(`"resultType":"`, string(r.ResultType), `",`)
	}
	if l, err = l.append(`"content":[{"type":"text","text":`).appendText(text); err != nil {
		return l, err
	}
	l = l.append("}]")
	if len(r.RawStructuredContent) > 0 {
		if l, err = l.append(`,"structuredContent":`).appendCompact(r.RawStructuredContent); err != nil {
			return l, err
		}
	}
	if r.IsError {
		l = l.append(`,"isError":true`)
	}
	return l.append("}"), nil
}

// append adds JSON as it is to the last piece.
func (l outgoing) append(parts ...string) outgoing {
	last := &l[len(l)-1]
	for _, part := range parts {
		last.raw = append(last.raw, part...)
	}
	return l
}

// share adds a piece that is written from where it is. Behind it begins one of our
// own, so that nothing is appended to what belongs to others.
func (l outgoing) share(raw []byte) outgoing { return append(l, piece{raw: raw}, piece{}) }

func (l outgoing) appendText(text string) (outgoing, error) {
	if len(text) > copiedUpTo {
		if !utf8.ValidString(text) { // what is valid, as nearly all is, is told much faster so
			text = strings.ToValidUTF8(text, "\uFFFD")
		}
		return append(l, piece{text: text}, piece{}), nil
	}
	last := &l[len(l)-1]
	var err error
	last.raw, err = jsontext.AppendQuote(slices.Grow(last.raw, len(text)+len(text)/8+len("…")), text)
	return l, err
}

// appendCompact appends a JSON value without line breaks, which end a message.
func (l outgoing) appendCompact(raw []byte) (outgoing, error) {
	if bytes.IndexByte(raw, '\n') < 0 && bytes.IndexByte(raw, '\r') < 0 {
		return l.share(raw), nil
	}
	value := jsontext.Value(bytes.Clone(raw))
	err := value.Compact(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true), jsontext.PreserveRawStrings(true))
	return l.share(value), err
}

func (l outgoing) appendJSON(v any) (outgoing, error) {
	raw, err := json.Marshal(v)
	return l.append(string(raw)), err
}
