package lsp

import (
	"os"
	"strings"
	"sync"
	"time"

	"go.lsp.dev/uri"

	"github.com/usepaso/usepaso/analysis"
)

// disk keeps what was read of declarations that are not open, as long as they
// stay the same.
type disk struct {
	mu    sync.Mutex
	files map[string]onDisk // by URI
}

type onDisk struct {
	path     string
	modified time.Time
	size     int64
	document *analysis.Document
}

// document returns a declaration on disk, or nil where it cannot be read.
func (d *disk) document(path string) *analysis.Document {
	name := string(uri.File(path))
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		d.forget(name)
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if f, ok := d.files[name]; ok && f.modified.Equal(info.ModTime()) && f.size == info.Size() {
		return f.document
	}
	text, err := analysis.ReadFile(path)
	if err != nil {
		return nil
	}
	if d.files == nil {
		d.files = map[string]onDisk{}
	}
	f := onDisk{path, info.ModTime(), info.Size(), analysis.NewDocument(name, text, 0)}
	d.files[name] = f
	return f.document
}

// forget drops what was read of a file.
func (d *disk) forget(name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.files, name)
}

// prune drops what was read of files outside the given folders.
func (d *disk) prune(folders []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for name, f := range d.files {
		if !under(f.path, folders) {
			delete(d.files, name)
		}
	}
}

func under(path string, folders []string) bool {
	for _, folder := range folders {
		if strings.HasPrefix(path, strings.TrimRight(folder, `/\`)+string(os.PathSeparator)) {
			return true
		}
	}
	return false
}

func compareNames(a, b *analysis.Document) int { return strings.Compare(a.File.Name, b.File.Name) }
