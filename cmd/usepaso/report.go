package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/keys"
	"github.com/usepaso/usepaso/analysis/source"
)

// report is what validate has to say. Printers turn it into text of one format.
type report struct {
	files   []*checkedFile
	several bool      // more than one file was meant, so that lines name theirs
	colors  palette   // for the text format on standard output
	summary io.Writer // where the text format says that a file failed
}

// checkedFile is one declaration with the findings to report.
type checkedFile struct {
	name     string
	snapshot *analysis.Snapshot // nil when the file could not be read
	findings []diagnostic.Diagnostic
	level    diagnostic.Severity // the mildest severity that fails
	hidden   int                 // findings left out by --baseline or --since
	fixed    int                 // fixes applied, or shown by --diff
}

// refuse makes a file that cannot be read one finding of its own, so that every
// format can tell. Errors of the machine are returned.
func (f *checkedFile) refuse(err error) error {
	e, ok := errors.AsType[*exitError](err)
	if !ok {
		return err
	}
	f.findings = []diagnostic.Diagnostic{{Code: "unreadable-file", Severity: diagnostic.Error, Message: e.message}}
	return nil
}

func (f *checkedFile) analyze(text string) { f.snapshot = analysis.Analyze(f.name, text) }

// choose takes over the findings of the analysis, without regrets unless asked
// for, fit to be printed: no secrets, no control characters.
func (f *checkedFile) choose(regrets bool) {
	f.findings = nil
	for _, d := range f.snapshot.Diagnostics() {
		if d.Severity != diagnostic.Regret || regrets {
			f.findings = append(f.findings, presentable(d))
		}
	}
}

// failed reports whether a finding is grave enough to fail.
func (f *checkedFile) failed() bool {
	return slices.ContainsFunc(f.findings, func(d diagnostic.Diagnostic) bool { return d.Severity <= f.level })
}

func (f *checkedFile) errors() int {
	n := 0
	for _, d := range f.findings {
		if d.Severity == diagnostic.Error {
			n++
		}
	}
	return n
}

// service returns the declared name, or "".
func (f *checkedFile) service() string {
	if f.snapshot == nil {
		return ""
	}
	return printable(f.snapshot.Declaration.Service.Name.Or(""))
}

func (f *checkedFile) capabilities() int {
	if f.snapshot == nil {
		return 0
	}
	return len(f.snapshot.Declaration.Capabilities)
}

// place is where a finding stands, for people: lines and columns count from 1,
// columns in characters, and the end lies behind the last one. It is zero for a
// file that could not be read.
func (f *checkedFile) place(s source.Span) (start, end source.Position) {
	if f.snapshot == nil {
		return source.Position{}, source.Position{}
	}
	return f.snapshot.File.Position(int(s.Start)), f.snapshot.File.Position(int(s.End))
}

// at returns "file:line:column" of a span.
func (f *checkedFile) at(s source.Span) string {
	if f.snapshot == nil {
		return f.name
	}
	start, _ := f.place(s)
	return fmt.Sprintf("%s:%d:%d", f.name, start.Line, start.Column)
}

func (r *report) failed() bool { return slices.ContainsFunc(r.files, (*checkedFile).failed) }

// changed reports whether a fix was applied to any file.
func (r *report) changed() bool {
	return slices.ContainsFunc(r.files, func(f *checkedFile) bool { return f.fixed > 0 })
}

// presentable returns a finding without secrets and control characters.
func presentable(d diagnostic.Diagnostic) diagnostic.Diagnostic {
	d.Message = printable(d.Message)
	d.Related = slices.Clone(d.Related)
	for i := range d.Related {
		d.Related[i].Message = printable(d.Related[i].Message)
	}
	d.Fixes = slices.Clone(d.Fixes)
	for i := range d.Fixes {
		d.Fixes[i].Title = printable(d.Fixes[i].Title)
		d.Fixes[i].Edits = slices.Clone(d.Fixes[i].Edits)
		for j := range d.Fixes[i].Edits {
			d.Fixes[i].Edits[j].New = keys.Hide(d.Fixes[i].Edits[j].New)
		}
	}
	return d
}

// printable returns text as one line that cannot steer a terminal or deceive its
// reader, secrets masked.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || source.Invisible(r) {
			return unicode.ReplacementChar
		}
		return r
	}, keys.Hide(text))
}
