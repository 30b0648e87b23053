package main

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// lineRange is a range of lines, both ends included, counted from 1.
type lineRange struct{ first, last int }

// narrowSince leaves out findings on lines that are the same as at a git revision.
func (c *Command) narrowSince(r *report, revision string) error {
	for _, f := range r.files {
		if f.snapshot == nil {
			continue
		}
		if f.name == displayName(stdinName) {
			return wrongUsage("--since cannot tell what changed on standard input.")
		}
		changed, err := c.changedLines(f.name, revision)
		if err != nil {
			return err
		}
		f.keep(func(d diagnostic.Diagnostic) bool {
			start, end := f.place(d.Span)
			for _, lines := range changed {
				if start.Line <= lines.last && lines.first <= end.Line {
					return true
				}
			}
			return false
		})
	}
	return nil
}

// hunk is the header of a change in a unified diff; its second half gives the new lines.
var hunk = regexp.MustCompile(`(?m)^@@ -\S+ \+(\d+)(?:,(\d+))? @@`)

// changedLines returns the lines of a file that differ from a revision. Of a file
// that the revision does not have, that is all of them.
func (c *Command) changedLines(name, revision string) ([]lineRange, error) {
	path := c.path(filepath.FromSlash(name))
	folder, base := filepath.Split(path)
	commit, err := git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return nil, wrongUsage("git knows no revision %q here: %v.", revision, err)
	}
	commit = strings.TrimSpace(commit)
	known, err := git(folder, "ls-tree", commit, "--", "./"+base)
	if err != nil {
		return nil, fmt.Errorf("cannot tell whether %s has the file: %w", revision, err)
	}
	if known == "" {
		return []lineRange{{1, maxLine}}, nil
	}
	diff, err := git(folder, "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", commit, "--", "./"+base)
	if err != nil {
		return nil, fmt.Errorf("cannot tell what changed since %s: %w", revision, err)
	}
	var changed []lineRange
	for _, m := range hunk.FindAllStringSubmatch(diff, -1) {
		first, _ := strconv.Atoi(m[1]) // digits, by the expression
		count := 1
		if m[2] != "" {
			count, _ = strconv.Atoi(m[2])
		}
		if count > 0 {
			changed = append(changed, lineRange{first, first + count - 1})
		}
	}
	return changed, nil
}

const maxLine = 1 << 30

// git runs git in a folder and returns what it prints; the error holds its complaint.
func git(folder string, args ...string) (string, error) {
	command := exec.Command("git", args...)
	command.Dir = folder
	var out, complaint bytes.Buffer
	command.Stdout, command.Stderr = &out, &complaint
	if err := command.Run(); err != nil {
		if text := strings.TrimSpace(complaint.String()); text != "" {
			err = errors.New(text)
		}
		return "", err
	}
	return out.String(), nil
}
