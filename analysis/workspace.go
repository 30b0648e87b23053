package analysis

import (
	"maps"
	"slices"
	"sync"
)

// Workspace holds the buffers that are open in an editor. Each change makes a new
// View; whoever reads keeps the one it started with.
type Workspace struct {
	mu   sync.Mutex
	view *View
}

// View is the state of all open buffers at one moment. It is immutable and safe
// for concurrent use.
type View struct{ documents map[string]*Document }

// NewWorkspace returns a workspace without buffers.
func NewWorkspace() *Workspace { return &Workspace{view: &View{}} }

// View returns the present state.
func (w *Workspace) View() *View {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.view
}

// Put opens a buffer, or replaces its state.
func (w *Workspace) Put(d *Document) {
	w.replace(func(m map[string]*Document) { m[d.File.Name] = d })
}

// Close forgets a buffer.
func (w *Workspace) Close(name string) {
	w.replace(func(m map[string]*Document) { delete(m, name) })
}

func (w *Workspace) replace(change func(map[string]*Document)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	documents := maps.Clone(w.view.documents)
	if documents == nil {
		documents = map[string]*Document{}
	}
	change(documents)
	w.view = &View{documents}
}

// Document returns the open buffer of that name, or nil.
func (v *View) Document(name string) *Document { return v.documents[name] }

// Documents returns the open buffers, sorted by name.
func (v *View) Documents() []*Document {
	names := slices.Sorted(maps.Keys(v.documents))
	list := make([]*Document, len(names))
	for i, name := range names {
		list[i] = v.documents[name]
	}
	return list
}
