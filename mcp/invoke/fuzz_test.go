package invoke

import (
	"encoding/json"
	"testing"
	"unicode/utf8"
)

// FuzzShape: any body becomes valid UTF-8 of bounded size, and JSON stays JSON.
func FuzzShape(f *testing.F) {
	f.Add("application/json", []byte(`{"a":[1,2,{"b":"\ud800"}]}`))
	f.Add("text/plain; charset=latin1", []byte("caf\xe9\x1b"))
	f.Add("", []byte{0, 1, 2})
	f.Add("application/json", []byte(`["`+string(make([]byte, 2000))+`"]`))
	f.Fuzz(func(t *testing.T, mediaType string, body []byte) {
		c := shaper{limit: 1000, advice: "Narrow it."}.shape(mediaType, body)
		if !utf8.ValidString(c.text) || len(c.text) > 4*1000+500 {
			t.Fatalf("%d bytes: %q", len(c.text), c.text)
		}
		if c.json != nil && (!json.Valid(c.json) || len(c.json) > 1000) {
			t.Fatalf("%d bytes of %s", len(c.json), c.json)
		}
		if !json.Valid(c.structured()) {
			t.Fatalf("%s", c.structured())
		}
	})
}
