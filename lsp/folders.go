package lsp

import (
	"context"
	"slices"
	"strings"
	"sync"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/usepaso/usepaso/analysis"
)

// folders are the roots of the workspace.
type folders struct {
	mu    sync.Mutex
	roots []uri.URI
	found []string // declarations under the roots; nil when not looked for yet
	stale bool     // the disk has changed since
}

func (f *folders) start(p *protocol.InitializeParams) {
	given, ok := p.WorkspaceFolders.Get()
	switch {
	case ok && len(given) > 0:
		f.change(given, nil)
	case p.RootURI != nil && *p.RootURI != "": //nolint:staticcheck // older editors know nothing else
		f.change([]protocol.WorkspaceFolder{{URI: *p.RootURI}}, nil) //nolint:staticcheck // as above
	}
}

func (f *folders) change(added, removed []protocol.WorkspaceFolder) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, r := range removed {
		f.roots = slices.DeleteFunc(f.roots, func(u uri.URI) bool { return u == r.URI })
	}
	for _, a := range added {
		if u := uri.URI(strings.Clone(string(a.URI))); u.IsFile() && !slices.Contains(f.roots, u) {
			f.roots = append(f.roots, u)
		}
	}
	f.stale = true
}

// changed says that files came or went on disk.
func (f *folders) changed() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stale = true
}

// list returns the roots.
func (f *folders) list() []uri.URI {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.roots)
}

// paths returns the folders on disk.
func (f *folders) paths() []string {
	var list []string
	for _, u := range f.list() {
		list = append(list, u.FsPath())
	}
	return list
}

// declarations returns the paths of the declarations under all roots. They are
// looked for again when watched files have changed; always, where always is set.
func (f *folders) declarations(ctx context.Context, always bool) []string {
	roots := f.paths()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.found != nil && !f.stale && !always {
		return f.found
	}
	found := []string{}
	for _, root := range roots {
		found = append(found, analysis.Find(ctx, root)...)
	}
	slices.Sort(found)
	found = slices.Compact(found)
	if ctx.Err() == nil {
		f.found, f.stale = found, false
	}
	return found
}

func didChangeFolders(s *server, p *protocol.DidChangeWorkspaceFoldersParams) error {
	s.folders.change(p.Event.Added, p.Event.Removed)
	s.disk.prune(s.folders.paths())
	s.refreshDiagnostics()
	s.background("configuration", s.fetchSettings)
	return nil
}

// onDisk returns a declaration under the workspace folders that is not open; nil
// for any other file.
func (r *request) onDisk(name string) *analysis.Document {
	for _, path := range r.folders.declarations(r.ctx, !r.abilities.registerWatch) {
		if string(uri.File(path)) == name {
			return r.disk.document(path)
		}
	}
	return nil
}

// everyDocument returns the open declarations and those on disk under the
// workspace folders, sorted by name; an open buffer stands for its file.
func (r *request) everyDocument() []*analysis.Document {
	all := map[string]*analysis.Document{}
	for _, path := range r.folders.declarations(r.ctx, !r.abilities.registerWatch) {
		if r.cancelled() {
			break
		}
		if d := r.disk.document(path); d != nil {
			all[d.File.Name] = d
		}
	}
	for _, d := range r.view.Documents() {
		all[d.File.Name] = d
	}
	list := make([]*analysis.Document, 0, len(all))
	for _, d := range all {
		list = append(list, d)
	}
	slices.SortFunc(list, compareNames)
	return list
}
