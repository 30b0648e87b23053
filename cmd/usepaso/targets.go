package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// targets returns the declarations that the arguments of validate mean, and
// whether they may mean more than one.
func (c *Command) targets(args []string) (names []string, several bool, err error) {
	if c.file != "" {
		args = append([]string{c.file}, args...)
	}
	if len(args) == 0 {
		return []string{c.declarationFile()}, false, nil
	}
	several = len(args) > 1
	for _, arg := range args {
		info, err := os.Stat(c.path(arg))
		if arg == stdinName || err != nil || !info.IsDir() {
			names = append(names, arg) // reading it tells what is wrong with it
			continue
		}
		several = true
		found, err := c.declarationsIn(arg)
		if err != nil {
			return nil, false, err
		}
		names = append(names, found...)
	}
	return unique(names), several, nil
}

// declarationsIn returns the declarations below a folder, in order. Hidden folders,
// node_modules and links to folders are not entered.
func (c *Command) declarationsIn(folder string) ([]string, error) {
	var names []string
	root := c.path(folder)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "node_modules"):
			return filepath.SkipDir
		case entry.IsDir() || !isDeclarationName(entry.Name()):
			return nil
		}
		below, err := filepath.Rel(root, path)
		names = append(names, filepath.Join(folder, below))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("cannot search the folder: %w", err)
	}
	if len(names) == 0 {
		return nil, failed("No declaration found in %s. Expected usepaso.yaml, usepaso.yml, *.usepaso.yaml or *.usepaso.yml.", folder)
	}
	return names, nil
}

// isDeclarationName reports whether a file is a declaration by its name.
func isDeclarationName(name string) bool {
	base, isYAML := strings.CutSuffix(name, ".yaml")
	if !isYAML {
		base, isYAML = strings.CutSuffix(name, ".yml")
	}
	return isYAML && (base == "usepaso" || strings.HasSuffix(base, ".usepaso"))
}

// unique returns the names without those that name an earlier one's file again.
func unique(names []string) []string {
	var kept []string
	for _, name := range names {
		if !slices.ContainsFunc(kept, func(k string) bool { return filepath.Clean(k) == filepath.Clean(name) }) {
			kept = append(kept, name)
		}
	}
	return kept
}
