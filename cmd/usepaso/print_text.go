package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/fatih/color"

	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// printText writes findings for people: a line of summary for each file, then each
// finding with its source line, related places and fixes. That a file failed is
// told on another stream, so that nobody takes it for a finding.
func printText(w io.Writer, r *report) error {
	begun := false // whether a blank line is due before the next finding
	for _, f := range r.files {
		var b strings.Builder
		if complaint := r.complaint(f); complaint != "" {
			if _, err := fmt.Fprintln(r.summary, complaint); err != nil {
				return err
			}
		} else {
			fmt.Fprintln(&b, r.praise(f))
			begun = true
		}
		for _, d := range f.located() {
			if begun {
				b.WriteString("\n")
			}
			b.WriteString(findingText(f, d, r.colors))
			begun = true
		}
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	return nil
}

// prefix names a file where there may be others.
func (r *report) prefix(f *checkedFile) string {
	if r.several {
		return f.name + ": "
	}
	return ""
}

// complaint says that a file failed by errors, "" when it has none.
func (r *report) complaint(f *checkedFile) string {
	switch {
	case f.snapshot == nil:
		return f.findings[0].Message
	case f.errors() > 0:
		return fmt.Sprintf("%sValidation failed with %d error(s):", r.prefix(f), f.errors())
	}
	return ""
}

// praise says that a file has no errors to report.
func (r *report) praise(f *checkedFile) string {
	if f.hidden > 0 && !f.snapshot.Usable() {
		return fmt.Sprintf("%sno new errors (%s, %d capabilities, %d findings left out)", r.prefix(f), f.service(), f.capabilities(), f.hidden)
	}
	return fmt.Sprintf("%s%s (%s, %d capabilities, %d regrets)", r.prefix(f), r.colors.good.Sprint("valid"), f.service(), f.capabilities(), len(f.findings))
}

// located returns the findings that have a place: those of a file that was read.
func (f *checkedFile) located() []diagnostic.Diagnostic {
	if f.snapshot == nil {
		return nil
	}
	return f.findings
}

// findingText shows one finding with everything that helps to repair it.
func findingText(f *checkedFile, d diagnostic.Diagnostic, colors palette) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s %s\n", colors.bold.Sprint(f.at(d.Span)+":"), colors.severity(d.Severity).Sprint(d.Severity.String()+":"), d.Message, colors.mark.Sprint("["+d.Code+"]"))
	b.WriteString(newSnippet(f.snapshot.File, d.Span).lines(colors))
	for _, rel := range d.Related {
		at := rel.File
		if at == "" {
			at = f.at(rel.Span)
		}
		fmt.Fprintf(&b, "  %s %s: %s\n", colors.note.Sprint("see"), at, rel.Message)
	}
	for _, fix := range d.Fixes {
		kind := "fix:"
		if fix.Unsafe {
			kind = "unsafe fix:"
		}
		fmt.Fprintf(&b, "  %s %s\n", colors.note.Sprint(kind), fix.Title)
	}
	return b.String()
}

func (p palette) severity(s diagnostic.Severity) *color.Color {
	switch s {
	case diagnostic.Error:
		return p.bad
	case diagnostic.Warning:
		return p.warn
	}
	return p.note
}
