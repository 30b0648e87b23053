package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// printGitHub writes workflow commands, which GitHub Actions shows beside the lines.
func printGitHub(w io.Writer, r *report) error {
	out := &strings.Builder{}
	for _, f := range r.files {
		for _, d := range f.findings {
			fmt.Fprintf(out, "::%s file=%s", gitHubLevel(d.Severity), gitHubProperty(f.name))
			if start, end := f.place(d.Span); start.Line > 0 {
				fmt.Fprintf(out, ",line=%d,endLine=%d,col=%d,endColumn=%d", start.Line, end.Line, start.Column, end.Column)
			}
			fmt.Fprintf(out, ",title=%s::%s\n", gitHubProperty(d.Code), gitHubText(d.Message))
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func gitHubLevel(s diagnostic.Severity) string {
	switch s {
	case diagnostic.Error:
		return "error"
	case diagnostic.Warning:
		return "warning"
	}
	return "notice"
}

// gitHubText escapes what would end a message or be read as an escape.
func gitHubText(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

// gitHubProperty also escapes what separates properties.
func gitHubProperty(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(gitHubText(text))
}
