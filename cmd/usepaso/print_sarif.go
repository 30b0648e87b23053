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

// The parts of SARIF 2.1.0 that a linter fills in.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string      `json:"id"`
		ShortDescription sarifText   `json:"shortDescription"`
		Help             sarifText   `json:"help"`
		HelpURI          string      `json:"helpUri"`
		Default          sarifConfig `json:"defaultConfiguration"`
	}
	sarifConfig struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex *int            `json:"ruleIndex,omitempty"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
		Related   []sarifLocation `json:"relatedLocations,omitempty"`
		Fixes     []sarifFix      `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		ID       int           `json:"id,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifText    `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  *sarifRegion `json:"deletedRegion"`
		Inserted sarifText    `json:"insertedContent"`
	}
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
	return out.Encode(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
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
