package connect

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/tailscale/hujson"

	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/analysis/source"
)

// maxDepth bounds the nesting of settings, since their reader recurses.
const maxDepth = 1000

const bom = "\ufeff"

// document is a settings file in JSON with comments. Edits are made on its text,
// at places that the tree tells, so that all other bytes stay.
type document struct {
	text string // without a byte order mark
	mark bool   // there was one
	root hujson.Value
}

// parse reads settings. Text that is empty, or only white space, is an empty object.
func parse(data []byte) (*document, error) {
	text, mark := strings.CutPrefix(string(data), bom)
	if strings.TrimSpace(text) == "" {
		text = "{}" + newline(text)
	}
	d := &document{text: text, mark: mark}
	if depth(text) > maxDepth {
		return nil, refuse("it is nested too deeply")
	}
	root, err := hujson.Parse([]byte(text))
	if err != nil {
		return nil, refuse(plain(err, text))
	}
	d.root = root
	if _, ok := root.Value.(*hujson.Object); !ok {
		return nil, refuse("line " + d.line(root.StartOffset) + ": the file must hold an object, not " + kind(root))
	}
	return d, nil
}

// apply returns the document after edits.
func (d *document) apply(edits ...source.Edit) (*document, error) {
	text, ok := source.Apply(d.text, edits)
	if !ok {
		return nil, refuse("the edits overlap")
	}
	after, err := parse([]byte(text))
	if err == nil {
		after.mark = d.mark
	}
	return after, err
}

func (d *document) bytes() []byte {
	if d.mark {
		return []byte(bom + d.text)
	}
	return []byte(d.text)
}

// values returns the document as plain values, numbers as they are written.
func (d *document) values() (map[string]any, error) {
	standard, err := hujson.Standardize([]byte(d.text))
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(standard))
	dec.UseNumber()
	var m map[string]any
	err = dec.Decode(&m)
	return m, err
}

// member returns the index of the member called name, or -1. A name that stands
// twice is refused: readers differ on which of the two counts.
func (d *document) member(object *hujson.Object, name string) (int, error) {
	found := -1
	for i, m := range object.Members {
		if lit, ok := m.Name.Value.(hujson.Literal); !ok || lit.String() != name {
			continue
		}
		if found >= 0 {
			return -1, refuse(fmt.Sprintf("line %s: %q is there twice", d.line(m.Name.StartOffset), name))
		}
		found = i
	}
	return found, nil
}

// object returns the object that is the member called name of the root, with its
// value; nil when there is no such member.
func (d *document) object(name string) (*hujson.Object, *hujson.Value, error) {
	root := d.root.Value.(*hujson.Object)
	i, err := d.member(root, name)
	if i < 0 || err != nil {
		return nil, nil, err
	}
	v := &root.Members[i].Value
	object, ok := v.Value.(*hujson.Object)
	if !ok {
		return nil, nil, refuse(fmt.Sprintf("line %s: %q must be an object, not %s", d.line(v.StartOffset), name, kind(*v)))
	}
	return object, v, nil
}

func (d *document) line(offset int) string {
	return fmt.Sprint(1 + strings.Count(d.text[:offset], "\n"))
}

func kind(v hujson.Value) string {
	switch v.Value.Kind() {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case '0':
		return "a number"
	case 'n':
		return "null"
	}
	return "true or false"
}

// depth returns how deeply brackets nest, counting those in strings too.
func depth(text string) int {
	now, most := 0, 0
	for i := range len(text) {
		switch text[i] {
		case '{', '[':
			now++
			most = max(most, now)
		case '}', ']':
			now--
		}
	}
	return most
}

// place is how the library begins its messages.
var place = regexp.MustCompile(`^hujson: (line \d+, column \d+: [^:]*)`)

// plain returns the library's message without what it quotes from the file, which
// may be somebody's key.
func plain(err error, text string) string {
	if strings.ContainsRune(text, 0) {
		return "it is not UTF-8 text"
	}
	m := place.FindStringSubmatch(err.Error())
	if m == nil {
		return "it is not JSON"
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return m[1][:strings.LastIndex(m[1], ": ")] + ": the file ends in the middle"
	}
	if strings.HasSuffix(m[1], "invalid literal") {
		return m[1] + " (a missing quote, or a single backslash where two are needed)"
	}
	return m[1]
}

func refuse(why string) error { return &SettingsError{Format: clients.JSONC, Why: why} }
