package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// printAgent writes findings for a language model that will repair them: few
// words, one line for each finding, and the edits of its repair spelt out.
func printAgent(w io.Writer, r *report) error {
	out := &strings.Builder{}
	fixable := false
	for _, f := range r.files {
		verdict := "valid"
		if f.failed() {
			verdict = "invalid"
		}
		fmt.Fprintf(out, "%s %s: %d findings\n", f.name, verdict, len(f.findings))
		for _, d := range f.findings {
			start, _ := f.place(d.Span)
			fmt.Fprintf(out, "%d:%d %s %s: %s\n", start.Line, start.Column, d.Severity, d.Code, d.Message)
			if len(d.Fixes) > 0 {
				f.printRepair(out, d.Fixes[0])
				fixable = fixable || !d.Fixes[0].Unsafe
			}
		}
	}
	if fixable {
		fmt.Fprintln(out, "Apply the safe repairs: usepaso validate --fix")
	}
	if r.failed() {
		fmt.Fprintln(out, "More about a finding: usepaso explain CODE")
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func (f *checkedFile) printRepair(w *strings.Builder, fix diagnostic.Fix) {
	kind := "repair"
	if fix.Unsafe {
		kind = "possible repair, may change what is allowed or sent"
	}
	fmt.Fprintf(w, "  %s: %s", kind, fix.Title)
	for _, e := range fix.Edits {
		start, end := f.place(e.Span)
		fmt.Fprintf(w, "; %d:%d-%d:%d becomes %q", start.Line, start.Column, end.Line, end.Column, e.New)
	}
	fmt.Fprintln(w)
}
