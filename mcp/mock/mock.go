// Package mock answers calls without any network, from what a declaration says
// about its outputs, so that everything can be tried without an account. The same
// call always gets the same answer.
package mock

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/request"
	"github.com/usepaso/usepaso/mcp/invoke"
)

// Example returns an answer that is better than a made-up one, such as an example
// of the linked document; ok is false when there is none.
type Example func(c *declaration.Capability, args request.Arguments) (body []byte, ok bool)

// Transport answers the requests of an invoke.Engine. Examples are asked in order.
type Transport struct{ Examples []Example }

// RoundTrip answers 200 with JSON. It fails only when the call was cancelled.
func (t Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	body := t.answer(r)
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}},
		Body:   io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Request: r,
	}, nil
}

func (t Transport) answer(r *http.Request) []byte {
	c, args := invoke.CallOf(r.Context())
	if c == nil {
		return []byte(`{"mock":true}`)
	}
	for _, example := range t.Examples {
		if body, ok := example(c, args); ok {
			return body
		}
	}
	return Answer(c, args)
}

// Answer makes up a body from the declared output of a capability. Fields that
// have the name of an argument repeat it.
func Answer(c *declaration.Capability, args request.Arguments) []byte {
	m := maker{noun: noun(c), args: args}
	var b bytes.Buffer
	b.WriteByte('{')
	for i, o := range c.Output {
		if i > 0 {
			b.WriteByte(',')
		}
		writeJSON(&b, o.Name)
		b.WriteByte(':')
		writeJSON(&b, m.value(o.Name, o.Type.Value))
	}
	if len(c.Output) == 0 {
		b.WriteString(`"mock":true,"method":`)
		writeJSON(&b, c.Method.Value)
		b.WriteString(`,"path":`)
		writeJSON(&b, c.Path.Value)
	}
	b.WriteByte('}')
	return b.Bytes()
}

func writeJSON(b *bytes.Buffer, v any) {
	raw, err := json.Marshal(v)
	if err != nil {
		raw = []byte("null")
	}
	b.Write(raw)
}

// noun is what the capability deals with: the last fixed word of its path, in the
// singular.
func noun(c *declaration.Capability) string {
	word := "item"
	for _, part := range c.Template.Parts {
		if part.Placeholder {
			continue
		}
		for segment := range strings.SplitSeq(part.Text, "/") {
			if segment != "" {
				word = segment
			}
		}
	}
	word = strings.TrimSuffix(word, ".json")
	switch {
	case strings.HasSuffix(word, "ies"):
		return strings.TrimSuffix(word, "ies") + "y"
	case strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss"):
		return strings.TrimSuffix(word, "s")
	}
	return word
}
