package syntax

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"gopkg.in/yaml.v3"
)

// decode returns the first document of a text as the YAML library sees it, nil
// where there is none. The library's panics come back as errors.
func decode(text string) (root *yaml.Node, err error) {
	return guarded(func(doc *yaml.Node) error { return yaml.Unmarshal([]byte(text), doc) })
}

func guarded(read func(*yaml.Node) error) (root *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			root, err = nil, fmt.Errorf("%v", r)
		}
	}()
	var doc yaml.Node
	if err := read(&doc); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	return doc.Content[0], nil
}

// consumed returns how many bytes of a text the library has read when it stops
// with its error: a little behind the place of the mistake. The lines that the
// library names are off by one for some errors and missing for others.
func consumed(text string) int {
	r := &byteReader{text: text}
	_, _ = guarded(func(doc *yaml.Node) error { return yaml.NewDecoder(r).Decode(doc) })
	return r.pos
}

// byteReader hands out one byte at a time, so that nothing is read ahead.
type byteReader struct {
	text string
	pos  int
}

func (r *byteReader) Read(p []byte) (int, error) {
	if r.pos == len(r.text) {
		return 0, io.EOF
	}
	p[0] = r.text[r.pos]
	r.pos++
	return 1, nil
}

// causeOf returns the library's words without its name and line.
func causeOf(err error) string {
	s := strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(s, "line "); ok {
		if number, words, ok := strings.Cut(rest, ": "); ok && isDigits(number) {
			return words
		}
	}
	return s
}
