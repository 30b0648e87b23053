package request

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"mime/multipart"
	"net/textproto"
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
)

// body adds the inputs that travel in the body. Without any there is no body, and
// no Content-Type either.
func (b *builder) body() {
	var members object
	b.each("body", func(in *declaration.Input, name string, v any) {
		if slices.ContainsFunc(members, func(m member) bool { return m.name == name }) {
			b.refuse(in, in.Key, "", "Parameter %q and another one are both sent as %s.", in.Name, show(name))
		}
		members = append(members, member{name, v})
	})
	if len(members) == 0 {
		return
	}
	encoding := Encoding(b.d, b.c, b.o.Operation)
	var body []byte
	var mediaType string
	switch encoding {
	case "form":
		body, mediaType = formBody(members), "application/x-www-form-urlencoded"
	case "multipart":
		body, mediaType = multipartBody(members)
	default:
		body, mediaType = appendJSON(nil, members), "application/json"
	}
	if len(body) > 0 {
		b.r.Body, b.r.Encoding = body, encoding
		b.field("Content-Type", mediaType)
	}
}

func formBody(members object) []byte {
	var pairs []string
	for _, m := range members {
		pairs = brackets(pairs, escape(m.name, formName), m.value, formBrackets)
	}
	return []byte(strings.Join(pairs, "&"))
}

// multipartBody makes a part of every scalar, parts of one name of a list's items,
// and JSON parts of objects. The boundary follows from the content, so that the
// same arguments make the same bytes.
func multipartBody(members object) (body []byte, mediaType string) {
	var parts []part
	for _, m := range members {
		parts = appendParts(parts, m.name, m.value)
	}
	sum := sha256.Sum256(appendJSON(nil, members))
	boundary := hex.EncodeToString(sum[:])
	for bytes.Contains(concat(parts), []byte(boundary)) {
		sum = sha256.Sum256(sum[:])
		boundary = hex.EncodeToString(sum[:])
	}
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	// Writing to a buffer cannot fail, and a hex boundary is legal.
	_ = w.SetBoundary(boundary)
	for _, p := range parts {
		if to, err := w.CreatePart(p.header()); err == nil {
			_, _ = to.Write(p.content)
		}
	}
	_ = w.Close()
	return buf.Bytes(), w.FormDataContentType()
}

type part struct {
	name    string
	json    bool
	content []byte
}

func (p part) header() textproto.MIMEHeader {
	quote := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "%0D", "\n", "%0A")
	h := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="` + quote.Replace(p.name) + `"`}}
	if p.json {
		h["Content-Type"] = []string{"application/json"}
	}
	return h
}

func appendParts(parts []part, name string, v any) []part {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			parts = appendParts(parts, name, item)
		}
		return parts
	case object:
		return append(parts, part{name, true, appendJSON(nil, v)})
	case placeholder:
		return append(parts, part{name, false, []byte(v.text())})
	}
	text, _ := scalar(v)
	return append(parts, part{name, false, []byte(text)})
}

func concat(parts []part) []byte {
	var all []byte
	for _, p := range parts {
		all = append(append(all, p.name...), p.content...)
	}
	return all
}
