package main

import (
	"encoding/xml"
	"fmt"
	"io"
)

// The elements of a JUnit report: a suite for each file, a case for each finding,
// and one that passes where there are none.
type (
	junitReport struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name      string        `xml:"name,attr"`
		ClassName string        `xml:"classname,attr"`
		File      string        `xml:"file,attr"`
		Line      int           `xml:"line,attr,omitempty"`
		Failure   *junitFailure `xml:"failure"`
		Output    string        `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// printJUnit writes a JUnit report. A finding too mild to fail is a case that
// passes, with the finding as its output.
func printJUnit(w io.Writer, r *report) error {
	out := junitReport{Name: "usepaso validate"}
	for _, f := range r.files {
		suite := f.junit()
		out.Tests += suite.Tests
		out.Failures += suite.Failures
		out.Suites = append(out.Suites, suite)
	}
	return writeXML(w, out)
}

func (f *checkedFile) junit() junitSuite {
	suite := junitSuite{Name: f.name}
	if len(f.findings) == 0 {
		suite.Cases = []junitCase{{Name: "valid", ClassName: f.name, File: f.name}}
	}
	for _, d := range f.findings {
		start, _ := f.place(d.Span)
		c := junitCase{Name: fmt.Sprintf("%s at %d:%d", d.Code, start.Line, start.Column), ClassName: f.name, File: f.name, Line: start.Line}
		text := fmt.Sprintf("%s: %s: %s [%s]", f.at(d.Span), d.Severity, d.Message, d.Code)
		if d.Severity <= f.level {
			c.Failure = &junitFailure{d.Message, d.Code, text}
			suite.Failures++
		} else {
			c.Output = text
		}
		suite.Cases = append(suite.Cases, c)
	}
	suite.Tests = len(suite.Cases)
	return suite
}

// writeXML writes a document with its header and a line break at the end.
func writeXML(w io.Writer, document any) error {
	body, err := xml.MarshalIndent(document, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, body)
	return err
}
