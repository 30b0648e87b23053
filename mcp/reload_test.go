package mcp

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/mcp/invoke"
)

// TestObserver: a file is read again once it is another one and rests.
func TestObserver(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, other := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	at := time.Now().Add(-time.Hour)
	put := func(path, text string, at time.Time) {
		t.Helper()
		rewrite(t, path, text)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	put(path, "one", at)
	file := observer{taken: stampOf(path)}
	expect := func(what string, want ...bool) {
		t.Helper()
		for i := range want {
			if got := file.look(stampOf(path)); got != want[i] {
				t.Errorf("%s, look %d: %t", what, i+1, got)
			}
		}
	}
	expect("unchanged", false, false)
	put(path, "half", at.Add(time.Second))
	expect("half written", false)
	put(path, "half and whole", at.Add(2*time.Second))
	expect("written", false, true, false)
	put(other, "half and while", at.Add(2*time.Second))
	if err := os.Rename(other, path); err != nil {
		t.Fatal(err)
	}
	expect("replaced by one of the same size and time", false, true, false)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	expect("gone", false, false, false)
	put(path, "back", at)
	expect("back again", false, true, false)
}

// TestOnlySoManyChanges: each keeps a version of the file in memory and in force.
func TestOnlySoManyChanges(t *testing.T) {
	t.Parallel()
	o := options(t, shop, "")
	snapshot, err := o.Load()
	if err != nil {
		t.Fatal(err)
	}
	d := snapshot.Declaration
	full := &invoke.Rules{Base: d, Also: slices.Repeat([]*declaration.Declaration{d}, maxLayers)}
	if rules, _ := (&server{}).changed(full, d); rules != nil {
		t.Errorf("%d versions", len(rules.Also))
	}
	full.Also = full.Also[1:]
	if rules, _ := (&server{}).changed(full, d); rules == nil {
		t.Error("the last one is not taken up")
	}
}

// TestReloadFollowsLinks: a link that comes to lead elsewhere is a change of the file.
func TestReloadFollowsLinks(t *testing.T) {
	t.Parallel()
	o := options(t, shop, newBackend(t, nil).URL)
	dir := t.TempDir()
	stricter, link := filepath.Join(dir, "stricter.yaml"), filepath.Join(dir, "usepaso.yaml")
	rewrite(t, stricter, strings.Replace(shop, "[wipe]", "[wipe, create_order]", 1))
	if err := os.Symlink(o.File, link); err != nil {
		t.Skip(err)
	}
	o.Watch = link
	o.Load = func() (*analysis.Snapshot, error) {
		raw, err := os.ReadFile(link)
		return analysis.Analyze(link, string(raw)), err
	}
	w := connect(t, o)
	w.hello(nil)
	if err := os.Symlink(stricter, link+".new"); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(link+".new", link); err != nil {
		t.Fatal(err)
	}
	w.notice("notifications/tools/list_changed")
	w.call(1, "create_order", nil)
	if r := w.result(1); r.kind() != "forbidden" {
		t.Error(r.text())
	}
}

// TestReload: a changed file may take away at once, and gives nothing before a restart.
func TestReload(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, old, new string
		call           string
		args           map[string]any
		before, after  string // kinds
		says           string // on stderr
		list           string // in the list afterwards, "-x" for not in it
	}{
		{"forbidden", "forbidden: [wipe]", "forbidden: [wipe, create_order]", "create_order", nil, "", "forbidden", "create_order is now forbidden: taken up", `-"create_order"`},
		{"limit down", "max_value: 100", "max_value: 20", "list_orders", map[string]any{"limit": 50}, "", "constraint_violated", "tighter: 20: taken up", `"maximum":20`},
		{"limit up", "max_value: 100", "max_value: 500", "list_orders", map[string]any{"limit": 200}, "constraint_violated", "constraint_violated", "waits for a restart", `"maximum":100`},
		{"consent gained", "permission: write\n    inputs:\n      amount", "permission: write\n    consent_required: true\n    inputs:\n      amount", "create_order", nil, "", "consent_required", "create_order now needs consent: taken up", "REQUIRES USER CONSENT"},
		{"consent lost", "consent_required: true\n    inputs:\n      order", "consent_required: false\n    inputs:\n      order", "create_refund", refundArgs, "consent_required", "consent_required", "create_refund no longer needs consent: waits for a restart", ""},
		{"base_url", "api.example.com", "evil.example.com", "list_orders", nil, "", "", "base_url changed from", ""},
		{"new tool", "capabilities:\n", "capabilities:\n  - name: new_tool\n    description: Something new here\n    method: GET\n    path: /new\n    permission: read\n", "new_tool", nil, "not_found", "not_found", "new_tool is new: GET /new (read): waits for a restart", "-new_tool"},
		{"invalid", "method: DELETE", "method: [", "list_orders", nil, "", "", "the last good one stays in force", `"delete_order"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			changed := strings.Replace(shop, test.old, test.new, 1)
			if changed == shop {
				t.Fatal("the edit changes nothing")
			}
			b := newBackend(t, nil)
			o := options(t, shop, b.URL)
			w := connect(t, o)
			w.hello(nil)
			w.call(1, test.call, test.args)
			if r := w.result(1); r.kind() != test.before {
				t.Fatalf("before: %s", r.text())
			}
			w.send(2, "tools/list", nil)
			first := string(w.reply(2).Result)
			rewrite(t, o.File, changed)
			eventually(t, test.says, func() bool {
				return strings.Contains(w.stderr.String(), test.says) && strings.Contains(w.stderr.String(), "usepaso: ")
			})
			w.send(4, "tools/list", nil)
			list := string(w.reply(4).Result)
			if list != first {
				w.notice("notifications/tools/list_changed")
			}
			w.call(3, test.call, test.args)
			if r := w.result(3); r.kind() != test.after {
				t.Errorf("after: kind %q: %s", r.kind(), r.text())
			}
			want, not := strings.CutPrefix(test.list, "-")
			if test.list != "" && strings.Contains(list, want) == not {
				t.Errorf("%s in %s", test.list, list)
			}
		})
	}
}

// TestReloadBackAndForth: taking a restriction away again waits for a restart.
func TestReloadBackAndForth(t *testing.T) {
	t.Parallel()
	b := newBackend(t, nil)
	o := options(t, shop, b.URL)
	w := connect(t, o)
	w.hello(nil)
	rewrite(t, o.File, strings.Replace(shop, "max_value: 100", "max_value: 5", 1)+"#\n")
	eventually(t, "an invalid edit is refused", func() bool {
		return strings.Contains(w.stderr.String(), "stays in force") || strings.Contains(w.stderr.String(), "taken up")
	})
	tight := strings.Replace(strings.Replace(shop, "max_value: 100", "max_value: 5", 1), "default: 10", "default: 5", 1)
	rewrite(t, o.File, tight)
	eventually(t, "the limit is taken", func() bool { return strings.Contains(w.stderr.String(), "tighter: 5: taken up") })
	rewrite(t, o.File, shop+"# as before\n")
	eventually(t, "the limit stays", func() bool { return strings.Contains(w.stderr.String(), "is now 100: waits for a restart") })
	w.call(1, "list_orders", map[string]any{"limit": 6})
	if r := w.result(1); r.kind() != "constraint_violated" {
		t.Errorf("%s", r.text())
	}
}

// TestReloadAll takes everything, for people who edit the file.
func TestReloadAll(t *testing.T) {
	t.Parallel()
	b := newBackend(t, nil)
	o := options(t, shop, b.URL)
	o.Reload = ReloadAll
	w := connect(t, o)
	w.hello(nil)
	rewrite(t, o.File, strings.Replace(shop, "max_value: 100", "max_value: 500", 1))
	eventually(t, "the change is taken", func() bool { return strings.Contains(w.stderr.String(), "is now 500: taken up") })
	w.notice("notifications/tools/list_changed")
	w.call(1, "list_orders", map[string]any{"limit": 200})
	if r := w.result(1); r.IsError {
		t.Errorf("%s", r.text())
	}
}
