package main

import (
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/rules"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/schema"
)

// printSARIF writes the report as a SARIF 2.1.0 log, with a table of all rules.
func printSARIF(w io.Writer, r *report) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "usepaso", Version: programVersion(), InformationURI: schema.Home, Rules: sarifRules()}
	for _, f := range r.files {
		for _, d := range f.findings {
			run.Results = append(run.Results, f.sarif(d))
		}
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(sarifLog{"2.1.0", []sarifRun{run}})
}

func sarifRules() []sarifRule {
	table := []sarifRule{}
	for _, rule := range rules.All {
		table = append(table, sarifRule{
			ID:               rule.Code,
			ShortDescription: sarifText{Text: rule.Title},
			Help:             sarifText{Text: rule.Doc, Markdown: rule.Doc},
			HelpURI:          ruleURL(rule.Code),
			Default:          sarifConfig{sarifLevel(rule.Severity)},
		})
	}
	return table
}

func (f *checkedFile) sarif(d diagnostic.Diagnostic) sarifResult {
	result := sarifResult{
		RuleID: d.Code, Level: sarifLevel(d.Severity), Message: sarifText{Text: d.Message},
		Locations: []sarifLocation{{Physical: sarifPhysical{sarifArtifact{fileURI(f.name)}, f.sarifRegion(d.Span)}}},
	}
	if i := slices.IndexFunc(rules.All, func(r *rules.Rule) bool { return r.Code == d.Code }); i >= 0 {
		result.RuleIndex = &i
	}
	for i, rel := range d.Related {
		at := sarifPhysical{Artifact: sarifArtifact{fileURI(rel.File)}}
		if rel.File == "" {
			at = sarifPhysical{sarifArtifact{fileURI(f.name)}, f.sarifRegion(rel.Span)}
		}
		result.Related = append(result.Related, sarifLocation{i + 1, at, &sarifText{Text: rel.Message}})
	}
	for _, fix := range d.Fixes {
		change := sarifChange{Artifact: sarifArtifact{fileURI(f.name)}}
		for _, e := range fix.Edits {
			change.Replacements = append(change.Replacements, sarifReplacement{f.sarifRegion(e.Span), sarifText{Text: e.New}})
		}
		result.Fixes = append(result.Fixes, sarifFix{sarifText{Text: fix.Title}, []sarifChange{change}})
	}
	return result
}

// sarifRegion returns the region of a span, none for a file that was not read.
func (f *checkedFile) sarifRegion(s source.Span) *sarifRegion {
	if f.snapshot == nil {
		return nil
	}
	start, end := f.place(s)
	return &sarifRegion{start.Line, start.Column, end.Line, end.Column}
}

func sarifLevel(s diagnostic.Severity) string {
	switch s {
	case diagnostic.Error:
		return "error"
	case diagnostic.Warning:
		return "warning"
	}
	return "note"
}

// fileURI returns a file's name as a URI: relative where the name is.
func fileURI(name string) string {
	u := url.URL{Path: filepath.ToSlash(name)}
	if filepath.IsAbs(name) {
		u.Scheme = "file"
		u.Path = "/" + strings.TrimPrefix(u.Path, "/")
	}
	return u.String()
}
