package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strconv"

	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// gitLabIssue is one entry of GitLab's Code Quality report.
type gitLabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitLabLocation `json:"location"`
}

type gitLabLocation struct {
	Path  string      `json:"path"`
	Lines gitLabLines `json:"lines"`
}

type gitLabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

// printGitLab writes a Code Quality report.
func printGitLab(w io.Writer, r *report) error {
	issues := []gitLabIssue{}
	seen := map[finding]int{}
	for _, f := range r.files {
		for _, d := range f.findings {
			start, end := f.place(d.Span)
			key := findingOf(f, d)
			issues = append(issues, gitLabIssue{
				Description: d.Message, CheckName: d.Code, Severity: gitLabSeverity(d.Severity),
				Fingerprint: key.fingerprint(seen[key]),
				Location:    gitLabLocation{f.name, gitLabLines{max(start.Line, 1), max(end.Line, 1)}},
			})
			seen[key]++
		}
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(issues)
}

// fingerprint identifies the n-th finding of a kind, whatever line it stands on.
func (k finding) fingerprint(n int) string {
	sum := sha256.Sum256([]byte(k.File + "\x00" + k.Code + "\x00" + k.Message + "\x00" + strconv.Itoa(n)))
	return hex.EncodeToString(sum[:])
}

func gitLabSeverity(s diagnostic.Severity) string {
	switch s {
	case diagnostic.Error:
		return "critical"
	case diagnostic.Warning:
		return "major"
	case diagnostic.Information:
		return "info"
	}
	return "minor"
}
