package main

import (
	"encoding/xml"
	"io"

	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// The elements of a Checkstyle report.
type (
	checkstyleReport struct {
		XMLName xml.Name         `xml:"checkstyle"`
		Version string           `xml:"version,attr"`
		Files   []checkstyleFile `xml:"file"`
	}
	checkstyleFile struct {
		Name   string            `xml:"name,attr"`
		Errors []checkstyleError `xml:"error"`
	}
	checkstyleError struct {
		Line     int    `xml:"line,attr"`
		Column   int    `xml:"column,attr"`
		Severity string `xml:"severity,attr"`
		Message  string `xml:"message,attr"`
		Source   string `xml:"source,attr"`
	}
)

// printCheckstyle writes a Checkstyle report.
func printCheckstyle(w io.Writer, r *report) error {
	out := checkstyleReport{Version: "4.3"}
	for _, f := range r.files {
		file := checkstyleFile{Name: f.name}
		for _, d := range f.findings {
			start, _ := f.place(d.Span)
			file.Errors = append(file.Errors, checkstyleError{start.Line, start.Column, checkstyleSeverity(d.Severity), d.Message, "usepaso." + d.Code})
		}
		out.Files = append(out.Files, file)
	}
	return writeXML(w, out)
}

func checkstyleSeverity(s diagnostic.Severity) string {
	switch s {
	case diagnostic.Error:
		return "error"
	case diagnostic.Warning:
		return "warning"
	}
	return "info"
}
