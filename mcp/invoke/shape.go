package invoke

import (
	"bytes"
	"fmt"
	"mime"
	"strings"
	"unicode/utf8"
	"unsafe"

	"github.com/go-json-experiment/json/jsontext"
)

// DefaultMaxResult is how many bytes of an answer the agent gets to see.
const DefaultMaxResult = 100_000

// content is a body as an agent may read it.
type content struct {
	text string // valid UTF-8
	json []byte // the same as JSON when it is JSON, otherwise nil
	cut  bool
	// broken says why the body is not what it claims to be; "" when it is.
	broken string
}

// shaper turns bodies into texts of limited size.
type shaper struct {
	limit  int    // bytes
	advice string // how to get the rest, one sentence
}

// shape describes a body by its media type and bytes.
func (s shaper) shape(mediaType string, body []byte) content {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")) // a byte order mark is no part of the text
	kind, params, _ := mime.ParseMediaType(mediaType)
	isJSON := kind == "application/json" || kind == "text/json" || strings.HasSuffix(kind, "+json")
	if len(bytes.TrimSpace(body)) == 0 {
		return content{}
	}
	if isJSON || kind == "" || strings.HasPrefix(kind, "text/") {
		if isJSON || isContainer(body) {
			if c, valid := s.json(body); valid {
				return c
			}
		}
	}
	switch {
	case !utf8.Valid(body) && isLatin(params["charset"]):
		return s.plain(latin(body), "")
	case !utf8.Valid(body) && isText(kind, isJSON):
		text := strings.ToValidUTF8(string(body), "\uFFFD")
		return s.plain(text, broken(isJSON, "it is not valid UTF-8"))
	case !utf8.Valid(body) || bytes.IndexByte(body, 0) >= 0:
		return content{text: fmt.Sprintf("[Binary answer of %d bytes, %s. It cannot be shown as text.]", len(body), orUnknown(kind))}
	}
	return s.plain(string(body), broken(isJSON, "it is not valid JSON"))
}

// meanwhile begins to shape a body. What it returns waits for that and gives nil if
// shape panicked, so that the caller can have it do so where panics are caught.
func (s shaper) meanwhile(mediaType string, body []byte) (wait func() *content) {
	result := make(chan *content, 1)
	go func() {
		var done *content
		defer func() {
			_ = recover()
			result <- done
		}()
		c := s.shape(mediaType, body)
		done = &c
	}()
	return func() *content { return <-result }
}

func broken(isJSON bool, why string) string {
	if isJSON {
		return why
	}
	return ""
}

func isText(kind string, isJSON bool) bool {
	return isJSON || strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "xml") || strings.Contains(kind, "javascript")
}

func orUnknown(kind string) string {
	if kind == "" {
		return "of unknown type"
	}
	return printable(shorten(kind, 80))
}

// validJSON accepts repeated names and escaped half surrogates, which real APIs send.
func validJSON(body []byte) bool {
	return utf8.Valid(body) && jsontext.Value(body).IsValid(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

func isContainer(body []byte) bool {
	body = bytes.TrimSpace(body)
	return body[0] == '{' || body[0] == '['
}

// json keeps the API's own bytes, or cuts them to a smaller document, and tells
// whether they are JSON.
func (s shaper) json(body []byte) (c content, valid bool) {
	if len(body) <= s.limit {
		return content{text: view(body), json: body}, validJSON(body)
	}
	if !utf8.Valid(body) || !isContainer(body) && !validJSON(body) { // cutting reads all of a container
		return content{}, false
	}
	body, err := cutJSON(body, s.limit, s.advice)
	return content{text: view(body), json: body, cut: true}, err == nil
}

// view is the text of a body without a copy, which matters for large ones. Nothing
// writes to a body once it is read.
func view(body []byte) string { return unsafe.String(unsafe.SliceData(body), len(body)) }

// plain cuts a text at a character and says how much is missing.
func (s shaper) plain(text, broken string) content {
	text = printable(text)
	c := content{text: text, broken: broken}
	if len(text) > s.limit {
		part := shorten(text, s.limit)
		c.text = fmt.Sprintf("%s\n\n[Left out: %d of %d bytes. %s]", part, len(text)-len(part), len(text), s.advice)
		c.cut = true
	}
	return c
}

// printable shows control characters, which steer terminals, as \x1b and the like;
// tabs and line breaks stay.
func printable(text string) string {
	steers := func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r >= 0x7f && r < 0xa0
	}
	if strings.IndexFunc(text, steers) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if steers(r) {
			fmt.Fprintf(&b, `\x%02x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isLatin(charset string) bool {
	switch strings.ToLower(charset) {
	case "iso-8859-1", "latin1", "windows-1252", "us-ascii":
		return true
	}
	return false
}

// latin reads ISO 8859-1, whose bytes are the first 256 characters of Unicode.
func latin(body []byte) string {
	runes := make([]rune, len(body))
	for i, b := range body {
		runes[i] = rune(b)
	}
	return string(runes)
}

// structured is the object that a tool with declared output returns: the answer's
// own object when it is whole, otherwise the answer under "result".
func (c content) structured() []byte {
	if c.json != nil && !c.cut && bytes.TrimSpace(c.json)[0] == '{' {
		return c.json
	}
	value := c.json
	if value == nil {
		value = []byte("null")
		if c.text != "" {
			value, _ = jsontext.AppendQuote(nil, c.text)
		}
	}
	return append(append([]byte(`{"result":`), value...), '}')
}
