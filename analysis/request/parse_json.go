package request

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
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
	if half := halfSurrogate(raw); half != "" {
		return nil, fmt.Errorf("%s is half of a character. Send the other half with it, or leave it out", half)
	}
	d := &decoder{json.NewDecoder(bytes.NewReader(raw))}
	d.UseNumber()
	v, err := d.value(0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is text behind the JSON value")
	}
	return v, nil
}

// halfSurrogate returns an escape such as \ud800 that stands for no character alone,
// or "". Package json would send another character in its place.
func halfSurrogate(raw []byte) string {
	if !bytes.Contains(raw, []byte(`\u`)) {
		return ""
	}
	text := string(raw)
	for {
		i := strings.IndexByte(text, '\\')
		if i < 0 || i+1 == len(text) {
			return ""
		}
		text = text[i:]
		first := escaped(text)
		switch {
		case first < 0:
			text = text[2:]
			continue
		case utf16.IsSurrogate(first):
			if second := escaped(text[6:]); utf16.DecodeRune(first, second) == utf8.RuneError {
				return text[:6]
			}
			text = text[6:]
		}
		text = text[6:]
	}
}

// escaped returns the UTF-16 unit whose \u escape text starts with, or -1.
func escaped(text string) rune {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return -1
	}
	unit, err := strconv.ParseUint(text[2:6], 16, 16)
	if err != nil {
		return -1
	}
	return rune(unit)
}

type decoder struct{ *json.Decoder }

func (d *decoder) value(depth int) (any, error) {
	if depth > MaxDepth {
		return nil, fmt.Errorf("nested more than %d levels deep", MaxDepth)
	}
	token, err := d.token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return d.object(depth + 1)
	case json.Delim('['):
		return d.array(depth + 1)
	}
	return token, nil
}

func (d *decoder) token() (json.Token, error) {
	token, err := d.Token()
	if errors.Is(err, io.EOF) {
		return nil, io.ErrUnexpectedEOF
	}
	return token, err
}

func (d *decoder) object(depth int) (any, error) {
	m := map[string]any{}
	for d.More() {
		token, err := d.token()
		if err != nil {
			return nil, err
		}
		key, ok := token.(string)
		if !ok {
			return nil, fmt.Errorf("a key must be a string, got %v", token)
		}
		if _, repeated := m[key]; repeated {
			return nil, fmt.Errorf("the key %s is given twice", show(key))
		}
		if m[key], err = d.value(depth); err != nil {
			return nil, err
		}
	}
	_, err := d.token()
	return m, err
}

func (d *decoder) array(depth int) (any, error) {
	list := []any{}
	for d.More() {
		v, err := d.value(depth)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := d.token()
	return list, err
}
