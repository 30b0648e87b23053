package mcp

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/mark3labs/mcp-go/mcp"
)

// envelope is what of a message decides its way. Its parts share the message's bytes.
type envelope struct {
	Version string
	ID      json.RawMessage
	Method  string
	Params  json.RawMessage
	Result  json.RawMessage
	Error   json.RawMessage
}

var (
	errNoObject = errors.New("the message is no object")
	errSpelling = errors.New("a member's name is written in other case")
)

// readEnvelope reads a message once. Of repeated members the last counts.
func readEnvelope(line []byte) (envelope, error) {
	var e envelope
	err := eachMember(line, func(name []byte, value json.RawMessage) (err error) {
		switch string(name) {
		case "jsonrpc":
			e.Version, err = plainString(value)
		case "id":
			e.ID = value
		case "method":
			e.Method, err = plainString(value)
		case "params":
			e.Params = value
		case "result":
			e.Result = value
		case "error":
			e.Error = value
		default:
			err = misspelled(string(name))
		}
		return err
	})
	return e, err
}

// misspelled is the error for a member whose name differs from a known one by case
// alone. The core reads members without regard to case, so that such a message
// would be one thing here and another one there.
func misspelled(name string) error {
	for _, known := range []string{"jsonrpc", "id", "method", "params", "result", "error"} {
		if strings.EqualFold(name, known) {
			return errSpelling
		}
	}
	return nil
}

// knownID is the id of a request that cannot be read otherwise, so that whoever
// waits for its answer gets one; nil when there is none. A response has an id too,
// but there it is one of ours.
func (e envelope) knownID() json.RawMessage {
	if e.Method == "" || !validID(e.ID) {
		return nil
	}
	return e.ID
}

// decoder reads a text where it is, without a copy.
type decoder struct {
	jsontext.Decoder
	text bytes.Buffer
}

// decoders are used again: each message needs several.
var decoders = sync.Pool{New: func() any { return new(decoder) }}

// eachMember calls f with the members of an object. The name must not be kept.
func eachMember(object []byte, f func(name []byte, value json.RawMessage) error) error {
	d := decoders.Get().(*decoder)
	defer decoders.Put(d)
	d.text = *bytes.NewBuffer(object)
	d.Reset(&d.text, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if start, err := d.ReadToken(); err != nil || start.Kind() != '{' {
		return errors.Join(errNoObject, err)
	}
	for d.PeekKind() != '}' {
		name, err := d.ReadValue()
		if err != nil {
			return err
		}
		if name, err = unquoted(sameBytes(object, d, name)); err != nil {
			return err
		}
		value, err := d.ReadValue()
		if err != nil {
			return err
		}
		if err := f(name, json.RawMessage(sameBytes(object, d, value))); err != nil {
			return err
		}
	}
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	if rest := bytes.TrimSpace(object[d.InputOffset():]); len(rest) > 0 {
		return errors.New("text behind the message")
	}
	return nil
}

// sameBytes returns the value that d has just read as a part of object, which stays as
// it is when d reads on.
func sameBytes(object []byte, d *decoder, value jsontext.Value) []byte {
	end := d.InputOffset()
	return object[end-int64(len(value)) : end]
}

// unquoted is the text of a JSON string; what is none gives an error. Most have
// nothing to unquote and are returned where they are.
func unquoted(value []byte) ([]byte, error) {
	if len(value) >= 2 && value[0] == '"' && bytes.IndexByte(value, '\\') < 0 && utf8.Valid(value) {
		return value[1 : len(value)-1], nil
	}
	return jsontext.AppendUnquote(nil, value)
}

// plainString reads a string; what is none gives an error.
func plainString(value json.RawMessage) (string, error) {
	s, err := unquoted(value)
	return string(s), err
}

// validID reports whether an id is absent, a string or a number.
func validID(id json.RawMessage) bool {
	return id == nil || id[0] == '"' || id[0] == '-' || id[0] >= '0' && id[0] <= '9'
}

var errNotPlain = errors.New("more than a plain call")

// plainCall reads a tools/call of the handshake protocols that asks for nothing
// beside the call. Most calls are of this kind, and the core, which looks for
// _meta, progress and tasks, would read each of them half a dozen times.
func plainCall(e envelope) (r mcp.CallToolRequest, plain bool) {
	if e.Method != string(mcp.MethodToolsCall) {
		return r, false
	}
	err := eachMember(e.Params, func(name []byte, value json.RawMessage) (err error) {
		switch string(name) {
		case "name":
			// Where the core's hook would have put it, see door.
			r.Method, err = plainString(value)
		case "arguments":
			r.Params.RawArguments = value
		default:
			err = errNotPlain
		}
		return err
	})
	r.Params.Name = door
	return r, err == nil
}
