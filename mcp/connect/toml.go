package connect

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/analysis/source"
)

func planTOML(c clients.Client, slug string, entry Entry, old []byte, force bool) ([]byte, Action, error) {
	text, want, err := parseTOML(old)
	if err != nil {
		return nil, 0, err
	}
	fields := entry.fields(c, slug)
	table := strings.ReplaceAll(tomlTable(c.Key, slug, entry), "\n", newline(text))
	existing, ok := lookup(want, c.Key, slug)
	if !ok {
		if text != "" && !strings.HasSuffix(text, "\n") {
			text += newline(text)
		}
		if strings.TrimSpace(text) != "" {
			text += newline(text)
		}
		setValue(want, c.Key, slug, fields)
		return checkedTOML(old, text+table, want, c, Added)
	}
	mine, _ := existing.(map[string]any)
	if covers(mine, fields) {
		return old, Unchanged, nil
	}
	if !force {
		return nil, 0, newExistsError(c, slug, mine["args"], entry)
	}
	regions := tomlRegions(text, c.Key, slug)
	if len(regions) == 0 {
		return nil, 0, inlineTable(c, slug)
	}
	edits := make([]source.Edit, len(regions))
	edits[0] = source.Edit{Span: regions[0], New: table}
	for i, r := range regions[1:] {
		edits[i+1] = cut(int(r.Start), blankEnd(text, int(r.End)))
	}
	updated, _ := source.Apply(text, edits)
	setValue(want, c.Key, slug, fields)
	return checkedTOML(old, updated, want, c, Updated)
}

func planTOMLRemoval(c clients.Client, slug string, old []byte) ([]byte, Action, error) {
	text, want, err := parseTOML(old)
	if err != nil {
		return nil, 0, err
	}
	if _, ok := lookup(want, c.Key, slug); !ok {
		return old, Absent, nil
	}
	var edits []source.Edit
	for _, r := range tomlRegions(text, c.Key, slug) {
		// The blank line that parted the table from what stood before goes with it
		// when nothing comes behind.
		start := int(r.Start)
		if int(r.End) == len(text) {
			start = len(strings.TrimRight(text[:start], blank))
			if i := strings.IndexByte(text[start:r.Start], '\n'); i >= 0 {
				start += i + 1
			}
		}
		edits = append(edits, cut(start, blankEnd(text, int(r.End))))
	}
	if len(edits) == 0 {
		return nil, 0, inlineTable(c, slug)
	}
	updated, _ := source.Apply(text, edits)
	table := want[c.Key].(map[string]any)
	delete(table, slug)
	if got, err := decodeTOML(updated); len(table) == 0 && err == nil && got[c.Key] == nil {
		delete(want, c.Key)
	}
	return checkedTOML(old, updated, want, c, Removed)
}

// parseTOML returns settings as text, without a byte order mark, and as values.
func parseTOML(data []byte) (string, map[string]any, error) {
	text := strings.TrimPrefix(string(data), bom)
	values, err := decodeTOML(text)
	if err == nil {
		return text, values, nil
	}
	why := "it is not TOML"
	if bad, ok := errors.AsType[*toml.DecodeError](err); ok {
		line, column := bad.Position()
		why = fmt.Sprintf("line %d, column %d: it is not TOML there", line, column)
	}
	return "", nil, &SettingsError{Format: clients.TOML, Why: why}
}

func decodeTOML(text string) (map[string]any, error) {
	values := map[string]any{}
	err := toml.Unmarshal([]byte(text), &values)
	return values, err
}

// checkedTOML returns text, with the mark that old had, when it means exactly what
// is wanted.
func checkedTOML(old []byte, text string, want map[string]any, c clients.Client, done Action) ([]byte, Action, error) {
	got, err := decodeTOML(text)
	if err != nil || !reflect.DeepEqual(got, want) {
		return nil, 0, inlineTable(c, "")
	}
	if bytes.HasPrefix(old, []byte(bom)) {
		text = bom + text
	}
	return []byte(text), done, nil
}

func inlineTable(c clients.Client, slug string) error {
	name := strings.TrimSuffix(c.Key+"."+slug, ".")
	return &SettingsError{Format: clients.TOML, Why: fmt.Sprintf("%q is not written as a table of its own, as in [%s.name]", name, c.Key)}
}

// tomlRegions returns the byte ranges of the table key.slug and of the tables in
// it, each from its header to the end of its last value and line. Comments before
// the next header belong to that.
func tomlRegions(text, key, slug string) []source.Span {
	var p unstable.Parser
	p.Reset([]byte(text))
	var regions []source.Span
	inside := -1 // start of the region that is open
	finish := func(end int) {
		if inside >= 0 {
			regions = append(regions, source.Range(inside, end-trailer(text[inside:end])))
		}
		inside = -1
	}
	for p.NextExpression() {
		e := p.Expression()
		if e.Kind != unstable.Table && e.Kind != unstable.ArrayTable {
			continue
		}
		var path []string
		offset := -1
		for it := e.Key(); it.Next(); {
			if node := it.Node(); offset < 0 {
				offset = int(node.Raw.Offset)
			}
			path = append(path, string(it.Node().Data))
		}
		start := strings.LastIndexByte(text[:offset], '\n') + 1
		finish(start)
		if len(path) >= 2 && slices.Equal(path[:2], []string{key, slug}) {
			inside = start
		}
	}
	finish(len(text))
	return regions
}

// trailer returns the length of the blank and comment lines that end a region.
func trailer(region string) int {
	n := 0
	for _, line := range slices.Backward(strings.SplitAfter(region, "\n")) {
		if t := strings.TrimSpace(line); t != "" && t[0] != '#' {
			break
		}
		n += len(line)
	}
	return n
}

// blankEnd returns where the blank lines from offset end.
func blankEnd(text string, offset int) int {
	for line := range strings.Lines(text[offset:]) {
		if strings.TrimSpace(line) != "" {
			break
		}
		offset += len(line)
	}
	return offset
}

var bareKey = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// tomlTable returns an entry as a table of its own.
func tomlTable(key, slug string, e Entry) string {
	name := slug
	if !bareKey.MatchString(slug) {
		name = tomlString(slug)
	}
	args := make([]string, len(e.Args))
	for i, a := range e.Args {
		args[i] = tomlString(a)
	}
	return fmt.Sprintf("[%s.%s]\ncommand = %s\nargs = [%s]\n", key, name, tomlString(e.Command), strings.Join(args, ", "))
}

// tomlString quotes a string as TOML does; JSON's escapes are a part of TOML's.
func tomlString(s string) string {
	return (&document{}).spell("", s, "", "")
}
