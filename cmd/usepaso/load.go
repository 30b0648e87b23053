package main

import (
	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// load reads the declaration at hand for a command that uses it. Errors in it are
// told on standard error and end the command; warnings are told in a line each.
func (c *Command) load() (*analysis.Snapshot, error) {
	s, err := c.open()
	if err != nil {
		return nil, err
	}
	return s, c.tellFindings(s)
}

// tellFindings tells errors and warnings on standard error. It returns errFailed
// when there are errors.
func (c *Command) tellFindings(s *analysis.Snapshot) error {
	f := &checkedFile{name: s.File.Name, snapshot: s, level: diagnostic.Error}
	f.choose(false)
	colors := c.palette(c.Stderr)
	if f.failed() {
		c.say("Validation failed with %d error(s):\n", f.errors())
		for _, d := range f.findings {
			if d.Severity == diagnostic.Error {
				c.say("\n%s", findingText(f, d, colors))
			}
		}
		return errFailed
	}
	for _, d := range f.findings {
		if d.Severity == diagnostic.Warning {
			c.say("%s: %s %s [%s]\n", f.at(d.Span), colors.warn.Sprint("warning:"), d.Message, d.Code)
		}
	}
	return nil
}
