package connect_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/mcp/connect"
	"github.com/usepaso/usepaso/mcp/safefile"
)

var update = flag.Bool("update", false, "rewrite the expected files in testdata")

// edit is one case of testdata: its prose ends with lines "option: value".
type edit struct {
	client clients.Client
	entry  connect.Entry
	slug   string
	force  bool
	files  map[string]string
}

func load(t *testing.T, path string) (edit, *txtar.Archive) {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	must(t, err)
	options := map[string]string{"client": "claude-desktop", "slug": "stripe"}
	for line := range strings.Lines(string(archive.Comment)) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			options[name] = value
		}
	}
	e := edit{slug: options["slug"], force: options["force"] == "true", files: map[string]string{}}
	e.client, _ = clients.Find(options["client"])
	e.entry = entryFor(t, e.client, options["ask"])
	for _, f := range archive.Files {
		e.files[f.Name] = string(f.Data)
	}
	return e, archive
}

func entryFor(t *testing.T, c clients.Client, ask string) connect.Entry {
	t.Helper()
	o := connect.EntryOptions{Command: "/bin/usepaso", File: "/srv/usepaso.yaml"}
	if ask != "" {
		o.Ask = []string{ask}
	}
	entry, err := connect.NewEntry(c, o)
	must(t, err)
	return entry
}

// TestEdits runs each case of testdata: "before" with the entry added is "after",
// "after" with it removed is "removed", or "before" again where that is not given.
// The same must hold with other line endings and with a byte order mark.
func TestEdits(t *testing.T) {
	t.Parallel()
	paths, _ := filepath.Glob("testdata/*.txtar")
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			e, archive := load(t, path)
			if *update {
				rewrite(t, path, e, archive)
				return
			}
			for name, change := range map[string]func(string) string{
				"plain": func(s string) string { return s },
				"CRLF":  func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
				"BOM":   func(s string) string { return "\ufeff" + s },
				"tabs":  func(s string) string { return strings.ReplaceAll(s, "  ", "\t") },
			} {
				// Without a line or an indentation there is none to keep.
				before, refused := e.files["before"], e.files["error"] != ""
				if name == "BOM" && before == "" || name == "CRLF" && !strings.Contains(before, "\n") ||
					name == "tabs" && (refused || !strings.Contains(before, "\n  ")) {
					continue
				}
				got := run(e, change(e.files["before"]))
				want := change(e.files["after"])
				if message, bad := e.files["error"]; bad {
					want = message
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s: after adding: %s", name, diff)
				}
				if !refused {
					want, ok := e.files["removed"]
					if !ok {
						want = before
					}
					back, _, err := connect.PlanRemoval(e.client, e.slug, []byte(got))
					must(t, err)
					if diff := cmp.Diff(change(want), string(back)); diff != "" {
						t.Errorf("%s: after removing: %s", name, diff)
					}
				}
			}
		})
	}
}

// run adds the entry and returns the settings, or the error in their place.
func run(e edit, before string) string {
	after, _, err := connect.Plan(e.client, e.slug, e.entry, []byte(before), e.force)
	if err != nil {
		return err.Error() + "\n"
	}
	return string(after)
}

func rewrite(t *testing.T, path string, e edit, archive *txtar.Archive) {
	t.Helper()
	for i, f := range archive.Files {
		after := run(e, e.files["before"])
		switch f.Name {
		case "after", "error":
			archive.Files[i].Data = []byte(after)
		case "removed":
			back, _, err := connect.PlanRemoval(e.client, e.slug, []byte(after))
			must(t, err)
			archive.Files[i].Data = back
		}
	}
	must(t, os.WriteFile(path, txtar.Format(archive), 0o644))
}

// request returns a request for a file in a folder of its own, holding settings
// unless they are "-".
func request(t *testing.T, client, settings string) connect.Request {
	t.Helper()
	c, _ := clients.Find(client)
	path := filepath.Join(t.TempDir(), "settings")
	if settings != "-" {
		must(t, os.WriteFile(path, []byte(settings), 0o600))
	}
	return connect.Request{Client: c, Config: path, Title: "Stripe", Slug: "stripe", Entry: entryFor(t, c, ""), Locks: t.TempDir()}
}

func TestConnect(t *testing.T) {
	t.Parallel()
	for _, client := range clients.IDs() {
		t.Run(client, func(t *testing.T) {
			t.Parallel()
			r := request(t, client, "-")
			result, err := connect.Disconnect(t.Context(), r)
			must(t, err)
			expect(t, result, connect.NoFile)

			r.DryRun = true
			result, err = connect.Connect(t.Context(), r)
			must(t, err)
			expect(t, result, connect.Added)
			if _, err := os.Stat(r.Config); err == nil {
				t.Fatal("a dry run wrote the file")
			}
			if diff := result.Diff(""); !strings.Contains(diff, "/bin/usepaso") {
				t.Errorf("diff: %s", diff)
			}

			r.DryRun = false
			for _, want := range []connect.Action{connect.Added, connect.Unchanged} {
				result, err = connect.Connect(t.Context(), r)
				must(t, err)
				expect(t, result, want)
			}
			settings, err := os.ReadFile(r.Config)
			must(t, err)
			command, ok := connect.Lookup(r.Client, settings, "stripe")
			if diff := cmp.Diff(connect.Command{Path: r.Entry.Command, Args: r.Entry.Args}, command); !ok || diff != "" {
				t.Errorf("the client would start something else: %s", diff)
			}
			if diff := cmp.Diff([]string{"stripe"}, connect.Serving(r.Client, settings, "/srv/../srv/usepaso.yaml")); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(string(settings), connect.Print(r.Client, "stripe", r.Entry)); diff != "" {
				t.Errorf("Print: %s", diff)
			}

			r.Entry.Args = append(r.Entry.Args, "--verbose")
			var exists *connect.ExistsError
			if _, err = connect.Connect(t.Context(), r); !errors.As(err, &exists) || exists.File != "/srv/usepaso.yaml" {
				t.Errorf("another entry of that name: %v", err)
			}
			r.Force = true
			result, err = connect.Connect(t.Context(), r)
			must(t, err)
			expect(t, result, connect.Updated)
			if backup, _ := os.ReadFile(r.Config + safefile.BackupSuffix); !bytes.Equal(backup, settings) {
				t.Errorf("backup: %s", backup)
			}
			for _, want := range []connect.Action{connect.Removed, connect.Absent} {
				result, err = connect.Disconnect(t.Context(), r)
				must(t, err)
				expect(t, result, want)
			}
		})
	}
}

func TestProbe(t *testing.T) {
	t.Parallel()
	r := request(t, "cursor", "{}")
	silent := errors.New("no answer")
	r.Probe = func(_ context.Context, e connect.Entry) error {
		if e.Command != "/bin/usepaso" {
			t.Errorf("probed %v", e)
		}
		return silent
	}
	result, err := connect.Connect(t.Context(), r)
	must(t, err)
	if !errors.Is(result.Probe, silent) {
		t.Errorf("the probe's error is lost: %v", result.Probe)
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	c, _ := clients.Find("claude-desktop")
	r := connect.Result{Action: connect.Added, Client: c, Title: "Stripe", Slug: "stripe", Config: "/Users/ada/Library/Application Support/Claude/claude_desktop_config.json"}
	for action, want := range map[connect.Action]string{
		connect.Added: `Added "Stripe" in Claude Desktop config.
  Config: ~/Library/Application Support/Claude/claude_desktop_config.json

Restart Claude Desktop to connect.
`,
		connect.Updated: `Updated "Stripe" in Claude Desktop config.
  Config: ~/Library/Application Support/Claude/claude_desktop_config.json

Restart Claude Desktop to connect.
`,
		connect.Unchanged: `"Stripe" is already in Claude Desktop config.
  Config: ~/Library/Application Support/Claude/claude_desktop_config.json
`,
		connect.Removed: `Removed "Stripe" from Claude Desktop config.
  Config: ~/Library/Application Support/Claude/claude_desktop_config.json

Restart Claude Desktop to connect.
`,
		connect.Absent: "Entry \"stripe\" not found in Claude Desktop config. Nothing to remove.\n",
		connect.NoFile: "No config file found at ~/Library/Application Support/Claude/claude_desktop_config.json. Nothing to remove.\n",
	} {
		r.Action = action
		if diff := cmp.Diff(want, r.Text("/Users/ada")); diff != "" {
			t.Error(diff)
		}
	}
	if got := connect.Tilde("/Users/adam/x", "/Users/ada"); got != "/Users/adam/x" {
		t.Error(got)
	}
	if got, want := connect.ConsentNote(c), "Consent relies on Claude Desktop's dialog; do not choose Always allow."; got != want {
		t.Error(got)
	}
	for _, tc := range []struct {
		client, source string
		exported       bool
		want           string
	}{
		{"claude-desktop", "", false, "Note: No auth token found. Run usepaso secret set to put USEPASO_STRIPE into .env, where Claude Desktop will find it."},
		{"claude-desktop", "/srv/.env", false, "Key: Claude Desktop will find USEPASO_STRIPE in /srv/.env."},
		{"claude-desktop", "the environment", true, "Note: USEPASO_STRIPE is set in this terminal, which Claude Desktop does not see."},
		{"claude-code", "the environment", true, "only when it is started in a terminal that exports it"},
		{"vscode", "", false, "or let VS Code ask for it."},
	} {
		c, _ := clients.Find(tc.client)
		if got := connect.KeyNote(c, "USEPASO_STRIPE", tc.source, tc.exported); !strings.Contains(got, tc.want) {
			t.Errorf("got %q, want %q", got, tc.want)
		}
	}
}

// TestDiffHidesKeys shows the diff of settings that hold other servers' keys.
func TestDiffHidesKeys(t *testing.T) {
	t.Parallel()
	key, word := "sk_live_"+"4eC39HqLyjWDarjtT1zdp7dc", "correct horse"
	r := request(t, "cursor", `{
  "mcpServers": {
    "a": {"command": "a", "args": ["`+key+`"], "env": {"API_TOKEN": "`+word+`"}}
  }
}
`)
	r.DryRun = true
	result, err := connect.Connect(t.Context(), r)
	must(t, err)
	diff := result.Diff("")
	if strings.Contains(diff, key) || strings.Contains(diff, word) || !strings.Contains(diff, "sk_l…") {
		t.Errorf("diff:\n%s", diff)
	}
}

func TestNewEntry(t *testing.T) {
	t.Parallel()
	o := connect.EntryOptions{Command: "/bin/usepaso", File: "/srv/usepaso.yaml", EnvFile: "/srv/prod.env", Args: []string{"--permission", "read"}}
	for _, tc := range []struct {
		client string
		change func(*connect.EntryOptions)
		want   string // the arguments, or a part of the error
	}{
		{"claude-desktop", nil, "serve -f /srv/usepaso.yaml --env /srv/prod.env --consent=client --permission read"},
		{"windsurf", nil, "serve -f /srv/usepaso.yaml --env /srv/prod.env --permission read"},
		{"cursor", func(o *connect.EntryOptions) { o.Args = []string{"--consent=deny"} }, "serve -f /srv/usepaso.yaml --env /srv/prod.env --consent=deny"},
		{"cursor", func(o *connect.EntryOptions) { o.File = "usepaso.yaml" }, "must be absolute"},
		{"cursor", func(o *connect.EntryOptions) { o.Command = "" }, "must be absolute"},
		{"cursor", func(o *connect.EntryOptions) { o.File = "/w/${x}/usepaso.yaml" }, "which Cursor reads as a variable"},
		{"claude-desktop", func(o *connect.EntryOptions) { o.File = "/w/${x}/u.yaml" }, "serve -f /w/${x}/u.yaml --env /srv/prod.env --consent=client --permission read"},
		{"cursor", func(o *connect.EntryOptions) { o.Ask = []string{"KEY"} }, "cannot ask for KEY"},
	} {
		c, _ := clients.Find(tc.client)
		o := o
		if tc.change != nil {
			tc.change(&o)
		}
		entry, err := connect.NewEntry(c, o)
		if got := strings.Join(entry.Args, " "); got != tc.want && (err == nil || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%s: got %q, %v, want %q", tc.client, got, err, tc.want)
		}
	}
}

func TestSlug(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Stripe": "stripe", "My  Shop (EU)": "my-shop-eu", "--a--": "a", "日本": "usepaso-service", "": "usepaso-service",
	} {
		if got := connect.Slug(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// TestManyServices connects sixteen services to one client at the same time.
func TestManyServices(t *testing.T) {
	t.Parallel()
	first := request(t, "claude-desktop", "{\n  // mine\n}\n")
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			r := first
			r.Slug = connect.Slug("service " + string(rune('a'+i)))
			if _, err := connect.Connect(t.Context(), r); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	settings, err := os.ReadFile(first.Config)
	must(t, err)
	if got := connect.Serving(first.Client, settings, "/srv/usepaso.yaml"); len(got) != 16 {
		t.Errorf("only %v are left", got)
	}
	if !strings.Contains(string(settings), "// mine") {
		t.Error("the comment is lost")
	}
}

func expect(t *testing.T, r connect.Result, want connect.Action) {
	t.Helper()
	if r.Action != want {
		t.Errorf("action %d, want %d", r.Action, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
