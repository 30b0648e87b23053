package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/aymanbagabas/go-udiff"
	"github.com/google/renameio/v2/maybe"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/keys"
)

// fixFile repairs an analysed file, or with --diff shows how. What was read from
// standard input can only be shown.
func (c *Command) fixFile(o *validateOptions, name string, f *checkedFile) error {
	old := f.snapshot.File.Text()
	fixed, applied := analysis.Fix(f.name, old, o.unsafeFixes)
	if applied == 0 {
		return nil
	}
	if o.diff {
		f.fixed = applied
		if err := c.printDiff(f.name, old, fixed); err != nil {
			return err
		}
		c.say("%s: %d fix(es) to apply. Nothing was written.\n", f.name, applied)
		return nil
	}
	if name == stdinName {
		return wrongUsage("Standard input cannot be fixed in place. Use --diff to see the fixes.")
	}
	if err := replaceFile(c.path(name), fixed); err != nil {
		return fmt.Errorf("cannot write the fixed declaration: %w", err)
	}
	c.say("%s: applied %d fix(es).\n", f.name, applied)
	f.analyze(fixed)
	return nil
}

func (c *Command) printDiff(name, old, fixed string) error {
	_, err := fmt.Fprint(c.Stdout, keys.Hide(udiff.Unified("a/"+name, "b/"+name, old, fixed)))
	return err
}

// replaceFile writes a file in one step, through a link onto what it points to,
// and keeps its permissions.
func replaceFile(path, text string) error {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(target)
	if err != nil {
		return err
	}
	return maybe.WriteFile(target, []byte(text), info.Mode().Perm())
}
