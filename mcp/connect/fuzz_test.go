package connect_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/tailscale/hujson"

	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/mcp/connect"
)

// FuzzEdit adds an entry to any bytes and takes it out again. Either they are
// refused, or every other value and every comment is as before.
func FuzzEdit(f *testing.F) {
	paths, _ := filepath.Glob("testdata/*.txtar")
	for _, path := range paths {
		data, _ := os.ReadFile(path)
		for _, file := range txtar.Parse(data).Files {
			f.Add(file.Data, uint8(0))
			f.Add(file.Data, uint8(6))
		}
	}
	f.Add([]byte(`{"mcpServers":{"stripe":1//x`+"\n"+`,}}`), uint8(0))
	f.Add([]byte(`{"mcpServers":{"a":1,/*c*/"stripe":{}/*d*/}//e`+"\n}"), uint8(0))
	all := clients.All()
	f.Fuzz(func(t *testing.T, old []byte, which uint8) {
		c := all[int(which)%len(all)]
		entry := entryFor(t, c, "")
		after, _, err := connect.Plan(c, "stripe", entry, old, true)
		if err != nil {
			if strings.Contains(err.Error(), "Please report") {
				t.Fatalf("%q: %v", old, err)
			}
			return
		}
		if command, ok := connect.Lookup(c, after, "stripe"); !ok || command.Path != entry.Command {
			t.Fatalf("%q became %q", old, after)
		}
		back, _, err := connect.PlanRemoval(c, "stripe", after)
		if err != nil {
			t.Fatalf("%q became %q: %v", old, after, err)
		}
		if c.Format == clients.TOML {
			return // parsed again and compared by the plan itself
		}
		if diff := cmp.Diff(others(t, c, old), others(t, c, back)); diff != "" {
			t.Fatalf("%q became %q and then %q: %s", old, after, back, diff)
		}
		if _, had := connect.Lookup(c, old, "stripe"); !had && len(bytes.TrimSpace(old)) > 3 && comments(old) != comments(back) {
			t.Fatalf("%q became %q: a comment is lost", old, back)
		}
	})
}

// others returns all settings but the entry and the table it made.
func others(t *testing.T, c clients.Client, data []byte) map[string]any {
	t.Helper()
	text := strings.TrimPrefix(string(data), "\ufeff")
	settings := map[string]any{}
	if strings.TrimSpace(text) == "" {
		return settings
	}
	standard, err := hujson.Standardize([]byte(text))
	must(t, err)
	must(t, json.Unmarshal(standard, &settings))
	if table, ok := settings[c.Key].(map[string]any); ok {
		if delete(table, "stripe"); len(table) == 0 {
			delete(settings, c.Key)
		}
	}
	return settings
}

// comments returns what is between the values, without white space and commas.
func comments(data []byte) string {
	v, err := hujson.Parse([]byte(strings.TrimPrefix(string(data), "\ufeff")))
	if err != nil {
		return ""
	}
	var b strings.Builder
	for v := range v.All() {
		for _, extra := range []hujson.Extra{v.BeforeExtra, v.AfterExtra} {
			b.WriteString(strings.Join(strings.Fields(string(extra)), ""))
		}
		switch c := v.Value.(type) {
		case *hujson.Object:
			b.WriteString(strings.Join(strings.Fields(string(c.AfterExtra)), ""))
		case *hujson.Array:
			b.WriteString(strings.Join(strings.Fields(string(c.AfterExtra)), ""))
		}
	}
	return sortedRunes(b.String())
}

// sortedRunes makes texts comparable whose comments are read in another order.
func sortedRunes(s string) string {
	counts := map[rune]int{}
	for _, r := range s {
		counts[r]++
	}
	data, _ := json.Marshal(counts)
	return string(data)
}
