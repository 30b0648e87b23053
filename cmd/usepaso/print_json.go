package main

import (
	"encoding/json"
	"io"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// jsonFile is one file as --json prints it. The keys up to Warnings, and Path and
// Message of a finding, are older than this program and stay as they are.
type jsonFile struct {
	Valid        bool          `json:"valid"`
	Service      *string       `json:"service"`
	Capabilities int           `json:"capabilities"`
	Errors       []jsonFinding `json:"errors"`
	Warnings     []jsonFinding `json:"warnings"` // all that is no error
	File         string        `json:"file"`
}

// jsonPlace is a range: lines and columns count from 1, columns in characters,
// and the end lies behind the last one.
type jsonPlace struct {
	Line      int `json:"line"`
	Column    int `json:"column"`
	EndLine   int `json:"endLine"`
	EndColumn int `json:"endColumn"`
}

type jsonFinding struct {
	Path     string `json:"path"`
	Message  string `json:"message"`
	Code     string `json:"code"`
	Severity string `json:"severity"`
	File     string `json:"file"`
	jsonPlace
	Related []jsonRelated `json:"related,omitempty"`
	Fixes   []jsonFix     `json:"fixes,omitempty"`
}

type jsonRelated struct {
	File    string `json:"file"`
	Message string `json:"message"`
	jsonPlace
}

type jsonFix struct {
	Title string     `json:"title"`
	Safe  bool       `json:"safe"`
	Edits []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	jsonPlace
	Text string `json:"text"`
}

// printJSON writes one line: an object where one file was meant, and an array of
// such objects where there may be several.
func printJSON(w io.Writer, r *report) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	files := make([]jsonFile, len(r.files))
	for i, f := range r.files {
		files[i] = f.json()
	}
	if r.several {
		return out.Encode(files)
	}
	return out.Encode(files[0])
}

func (f *checkedFile) json() jsonFile {
	j := jsonFile{Valid: !f.failed(), Capabilities: f.capabilities(), Errors: []jsonFinding{}, Warnings: []jsonFinding{}, File: f.name}
	if name := f.service(); name != "" {
		j.Service = &name
	}
	for _, d := range f.findings {
		if d.Severity == diagnostic.Error {
			j.Errors = append(j.Errors, f.jsonFinding(d))
		} else {
			j.Warnings = append(j.Warnings, f.jsonFinding(d))
		}
	}
	return j
}

func (f *checkedFile) jsonFinding(d diagnostic.Diagnostic) jsonFinding {
	j := jsonFinding{Path: d.Path, Message: d.Message, Code: d.Code, Severity: d.Severity.String(), File: f.name, jsonPlace: f.jsonPlace(d.Span)}
	for _, rel := range d.Related {
		related := jsonRelated{File: rel.File, Message: rel.Message}
		if rel.File == "" {
			related.File, related.jsonPlace = f.name, f.jsonPlace(rel.Span)
		}
		j.Related = append(j.Related, related)
	}
	for _, fix := range d.Fixes {
		edits := []jsonEdit{}
		for _, e := range fix.Edits {
			edits = append(edits, jsonEdit{f.jsonPlace(e.Span), e.New})
		}
		j.Fixes = append(j.Fixes, jsonFix{fix.Title, !fix.Unsafe, edits})
	}
	return j
}

func (f *checkedFile) jsonPlace(s source.Span) jsonPlace {
	start, end := f.place(s)
	return jsonPlace{start.Line, start.Column, end.Line, end.Column}
}
