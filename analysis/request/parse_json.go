package request

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// MaxDepth is how deeply arguments may be nested.
const MaxDepth = 200

// ParseJSON reads the arguments of a call as JSON: an object, null or nothing at
// all. Numbers keep every digit. Repeated keys, invalid UTF-8 and more than
// MaxDepth levels are errors.
func ParseJSON(raw []byte) (Arguments, error) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return Arguments{}, nil
	}
	v, err := decode(raw)
	if err != nil {
		return nil, fmt.Errorf("read arguments: %w", err)
	}
	switch v := v.(type) {
	case nil:
		return Arguments{}, nil
	case map[string]any:
		return v, nil
	}
	return nil, fmt.Errorf("arguments must be a JSON object, got %s", show(v))
}

// decode reads one JSON value strictly.
func decode(raw []byte) (any, error) {
	if !utf8.Valid(raw) {
		return nil, errors.New("invalid UTF-8")
	}
	// Repeated names are refused below, with better words. Half a surrogate pair is
	// refused by jsontext: as U+FFFD it would be another text than was given.
	d := &decoder{jsontext.NewDecoder(bytes.NewBuffer(raw), jsontext.AllowDuplicateNames(true))}
	v, err := d.value(0)
	if err != nil {
		return nil, err
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is text behind the JSON value")
	}
	return v, nil
}

type decoder struct{ *jsontext.Decoder }

func (d *decoder) value(depth int) (any, error) {
	if depth > MaxDepth {
		return nil, fmt.Errorf("nested more than %d levels deep", MaxDepth)
	}
	token, err := d.ReadToken()
	if err != nil {
		return nil, plainError(err)
	}
	switch token.Kind() {
	case '{':
		return d.object(depth + 1)
	case '[':
		return d.array(depth + 1)
	case '"':
		return token.String(), nil
	case '0':
		return json.Number(token.String()), nil
	case 't', 'f':
		return token.Bool(), nil
	}
	return nil, nil
}

func (d *decoder) object(depth int) (any, error) {
	m := map[string]any{}
	for d.PeekKind() != '}' {
		token, err := d.ReadToken()
		if err != nil {
			return nil, plainError(err)
		}
		key := token.String()
		if _, repeated := m[key]; repeated {
			return nil, fmt.Errorf("the key %s is given twice", show(key))
		}
		if m[key], err = d.value(depth); err != nil {
			return nil, err
		}
	}
	_, err := d.ReadToken()
	return m, plainError(err)
}

func (d *decoder) array(depth int) (any, error) {
	list := []any{}
	for d.PeekKind() != ']' {
		v, err := d.value(depth)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := d.ReadToken()
	return list, plainError(err)
}

// plainError leaves out which library found the mistake.
func plainError(err error) error {
	if err == nil {
		return nil
	}
	return errors.New(strings.TrimPrefix(err.Error(), "jsontext: "))
}
