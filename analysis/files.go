package analysis

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/usepaso/usepaso/analysis/syntax"
)

// IsDeclaration reports whether a file of that name is a declaration: usepaso.yaml
// or *.usepaso.yaml, with either ending. Path may use either kind of slash.
func IsDeclaration(path string) bool {
	name := path[strings.LastIndexAny(path, `/\`)+1:]
	for _, ending := range []string{"usepaso.yaml", "usepaso.yml"} {
		if name == ending || strings.HasSuffix(name, "."+ending) {
			return true
		}
	}
	return false
}

// maxVisited bounds how many files of a folder are looked at.
const maxVisited = 200_000

// Find returns the declarations under a folder, in lexical order. Folders whose
// name begins with a dot, dependencies and links are not entered, and what cannot
// be read is passed over.
func Find(ctx context.Context, folder string) []string {
	var found []string
	visited := 0
	_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error { // only SkipAll can come back
		visited++
		switch {
		case ctx.Err() != nil || visited > maxVisited:
			return fs.SkipAll
		case err != nil && entry != nil && entry.IsDir():
			return fs.SkipDir
		case err != nil:
			return nil //nolint:nilerr // one file that cannot be read hides no others
		case entry.IsDir() && path != folder && skipped(entry.Name()):
			return fs.SkipDir
		case entry.Type().IsRegular() && IsDeclaration(path):
			found = append(found, path)
		}
		return nil
	})
	return found
}

func skipped(folder string) bool {
	return strings.HasPrefix(folder, ".") || folder == "node_modules" || folder == "vendor"
}

// ReadFile returns the text of a declaration on disk. It reads regular files only,
// and of one that is too large as much as shows that it is.
func ReadFile(path string) (string, error) {
	info, err := os.Stat(path) // opening a pipe would wait for its other end
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is not a regular file", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }() // nothing was written
	text, err := io.ReadAll(io.LimitReader(file, syntax.MaxBytes+1))
	return string(text), err
}
