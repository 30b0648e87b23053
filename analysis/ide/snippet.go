package ide

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/usepaso/usepaso/schema"
)

// snippet builds the text of keys with the places that a person fills in.
type snippet struct {
	strings.Builder
	column int // of the keys, relative to the indentation of the cursor's line
	stop   int // number of the last place
}

// key writes one key with what its value cannot do without.
func (b *snippet) key(k *schema.Key) {
	b.WriteString(k.Name)
	b.WriteByte(':')
	switch t := k.Type; t.Kind {
	case schema.Struct:
		b.nested(t.Object)
	case schema.Map:
		b.line(2)
		fmt.Fprintf(&b.Builder, "%s:", b.place("name"))
		b.column += 2
		b.nested(t.Elem.Object)
		b.column -= 2
	case schema.List:
		b.line(2)
		b.WriteString("- ")
		b.element(*t.Elem)
	default:
		b.WriteByte(' ')
		b.scalar(k)
	}
}

// nested writes the required keys of an object on lines of their own.
func (b *snippet) nested(o *schema.Object) {
	b.line(2)
	b.column += 2
	b.required(o)
	b.column -= 2
}

func (b *snippet) element(t schema.Type) {
	if t.Kind != schema.Struct {
		b.WriteString(b.place(""))
		return
	}
	b.column += 4
	b.required(t.Object)
	b.column -= 4
}

// required writes the required keys of an object, or one place where it has none.
func (b *snippet) required(o *schema.Object) {
	first := true
	for i := range o.Keys {
		if k := &o.Keys[i]; k.Required {
			if !first {
				b.line(0)
			}
			first = false
			b.key(k)
		}
	}
	if first {
		b.WriteString(b.place(""))
	}
}

func (b *snippet) scalar(k *schema.Key) {
	switch {
	case len(k.Enum) == 1:
		b.WriteString(escape(scalar(k.Enum[0])))
	case len(k.Enum) > 1:
		b.choice(k.Enum)
	case k.Type.Kind == schema.Boolean:
		b.choice([]string{"true", "false"})
	default:
		b.WriteString(b.place(""))
	}
}

func (b *snippet) choice(values []string) {
	b.stop++
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = strings.NewReplacer(`\`, `\\`, ",", `\,`, "|", `\|`).Replace(scalar(v))
	}
	fmt.Fprintf(&b.Builder, "${%d|%s|}", b.stop, strings.Join(quoted, ","))
}

// place returns the next place to fill in, with a text to begin with.
func (b *snippet) place(text string) string {
	b.stop++
	if text == "" {
		return fmt.Sprintf("$%d", b.stop)
	}
	return fmt.Sprintf("${%d:%s}", b.stop, escape(text))
}

// line begins a new line, so much deeper than the keys.
func (b *snippet) line(deeper int) {
	b.WriteByte('\n')
	b.WriteString(strings.Repeat(" ", b.column+deeper))
}

func elementSnippet(o *schema.Object) string {
	b := snippet{}
	b.WriteString("- ")
	b.column = 2
	b.required(o)
	return b.String()
}

// escape makes a text literal within a snippet.
func escape(text string) string {
	return strings.NewReplacer(`\`, `\\`, "$", `\$`, "}", `\}`).Replace(text)
}

var (
	choicePlace = regexp.MustCompile(`\$\{\d+\|((?:[^,|\\]|\\.)*)[^}]*\|\}`)
	namedPlace  = regexp.MustCompile(`\$\{\d+:((?:[^}\\]|\\.)*)\}`)
	emptyPlace  = regexp.MustCompile(`\$\d+`)
	trailing    = regexp.MustCompile(`(?m) +$`)
	escaped     = regexp.MustCompile(`\\([\\$}])`)
)

// unfilled returns the text of a snippet with nothing in its places.
func unfilled(snippet string) string {
	for _, place := range []*regexp.Regexp{choicePlace, namedPlace, emptyPlace} {
		snippet = place.ReplaceAllString(snippet, "")
	}
	return trailing.ReplaceAllString(escaped.ReplaceAllString(snippet, "$1"), "")
}

// plain returns the text of a snippet as it first appears.
func plain(snippet string) string {
	snippet = choicePlace.ReplaceAllString(snippet, "$1")
	snippet = namedPlace.ReplaceAllString(snippet, "$1")
	snippet = emptyPlace.ReplaceAllString(snippet, "")
	return escaped.ReplaceAllString(snippet, "$1")
}
