package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/keys"
	"github.com/usepaso/usepaso/analysis/rules"
	"github.com/usepaso/usepaso/mcp/secret"
)

// mostFindings is how many errors of the declaration doctor repeats.
const mostFindings = 3

// checkFile looks for the declaration and reads it. It reports whether there is one.
func (e *examination) checkFile() bool {
	name := e.c.declarationFile()
	s, err := e.c.open()
	if err != nil {
		text := err.Error()
		if _, ours := errors.AsType[*exitError](err); !ours {
			text = sentence(err)
		}
		e.add("file", checkFail, name+" found", "", text)
		return false
	}
	e.s = s
	e.add("file", checkOK, name+" found", "")
	return true
}

// checkValid tells whether the YAML can be read, and whether what it says holds.
func (e *examination) checkValid() {
	var syntax, errs []string
	warnings := 0
	f := &checkedFile{name: e.s.File.Name, snapshot: e.s}
	for _, d := range e.s.Diagnostics() {
		line := f.at(d.Span) + ": " + d.Message
		switch {
		case d.Code == rules.YAMLSyntax.Code:
			syntax = append(syntax, line)
		case d.Severity == diagnostic.Error:
			errs = append(errs, line)
		case d.Severity == diagnostic.Warning:
			warnings++
		}
	}
	if len(syntax) > 0 {
		e.add("yaml", checkFail, "YAML parses correctly", "", few(syntax)...)
	} else {
		e.add("yaml", checkOK, "YAML parses correctly", "")
	}
	if all := append(syntax, errs...); len(all) > 0 {
		e.add("validation", checkFail, "Validation passes", "", append(few(all), "Run usepaso validate to see all of it.")...)
		return
	}
	detail := fmt.Sprintf("%d capabilities", len(e.s.Declaration.Capabilities))
	if warnings > 0 {
		detail += fmt.Sprintf(", %d warning(s)", warnings)
	}
	e.add("validation", checkOK, "Validation passes", detail)
}

// few returns the first lines, and how many more there are.
func few(lines []string) []string {
	if len(lines) <= mostFindings {
		return lines
	}
	return append(lines[:mostFindings:mostFindings], fmt.Sprintf("and %d more", len(lines)-mostFindings))
}

// checkEnvFile looks at the file that may hold the key.
func (e *examination) checkEnvFile() {
	path := filepath.Join(filepath.Dir(e.c.absolute(e.c.declarationFile())), ".env")
	if e.o.env != "" {
		path = e.c.absolute(e.o.env)
	}
	name := filepath.Base(path) + " file"
	_, err := os.Stat(path)
	switch {
	case err != nil && e.o.env != "":
		e.add("env_file", checkFail, name+" found", "", path+" does not exist.")
		return
	case err != nil:
		e.add("env_file", checkOK, name, "not found, using environment variables")
		return
	}
	if warnings := secret.Guard(e.ctx, path); len(warnings) > 0 {
		e.add("env_file", checkWarn, name+" found", "", warnings...)
		return
	}
	e.add("env_file", checkOK, name+" found", "")
}

// checkKey looks for the key, and says what its prefix tells.
func (e *examination) checkKey() {
	options := e.c.keyOptions(e.s, e.o.env)
	if options.Variable == "" {
		e.add("key", checkOK, "Auth", "no key needed")
		return
	}
	label := options.Variable + " set"
	found, err := secret.Resolve(e.ctx, options)
	switch {
	case err != nil:
		e.add("key", checkFail, label, "", sentence(err))
		return
	case !found.Found():
		e.add("key", checkFail, label, "", "Run usepaso secret set to store it.")
		return
	case !e.c.mayHave(e.s, originOf(e.s, e.o.baseURL)):
		e.add("key", checkFail, label, "", notAllowed(e.s, e.o.baseURL))
		return
	}
	e.key = found
	detail := []string{"from " + e.c.shortPath(found.Source)}
	if kind := keys.Describe(found.Reveal()); kind != "" {
		detail = append(detail, kind)
	}
	hints := found.Warnings
	if advice := restrictedAdvice(found.Reveal()); advice != "" {
		hints = append(hints, advice)
	}
	status := checkOK
	if len(hints) > 0 {
		status = checkWarn
	}
	e.add("key", status, label, strings.Join(detail, "; "), hints...)
}
