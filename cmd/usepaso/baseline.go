package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"github.com/usepaso/usepaso/analysis/diagnostic"
)

// baselineVersion is the version of the baseline's format.
const baselineVersion = 1

// baseline records findings that are known and wait for their repair.
type baseline struct {
	Version  int               `json:"version"`
	Findings []recordedFinding `json:"findings"`
}

type recordedFinding struct {
	finding
	Count int `json:"count"`
}

// finding identifies findings wherever they stand in their file, so that lines
// that come and go above do not bring them back.
type finding struct {
	File    string `json:"file"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func findingOf(f *checkedFile, d diagnostic.Diagnostic) finding {
	return finding{f.name, d.Code, d.Message}
}

// recordBaseline writes all findings of a report to a file.
func (c *Command) recordBaseline(r *report, path string) error {
	counts := map[finding]int{}
	total := 0
	for _, f := range r.files {
		for _, d := range f.findings {
			counts[findingOf(f, d)]++
			total++
		}
	}
	b := baseline{Version: baselineVersion, Findings: []recordedFinding{}}
	for known, n := range counts {
		b.Findings = append(b.Findings, recordedFinding{known, n})
	}
	slices.SortFunc(b.Findings, func(a, b recordedFinding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	text, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.path(path), append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("cannot write the baseline: %w", err)
	}
	c.say("Recorded %d finding(s) in %s.\n", total, path)
	return nil
}

func (c *Command) readBaseline(path string) (map[finding]int, error) {
	text, err := os.ReadFile(c.path(path))
	if err != nil {
		return nil, fmt.Errorf("cannot read the baseline: %w", err)
	}
	var b baseline
	if err := json.Unmarshal(text, &b); err != nil {
		return nil, fmt.Errorf("cannot read the baseline %s: %w. Write a new one with --write-baseline", path, err)
	}
	if b.Version != baselineVersion {
		return nil, fmt.Errorf("the baseline %s has version %d, expected %d. Write a new one with --write-baseline", path, b.Version, baselineVersion)
	}
	known := map[finding]int{}
	for _, f := range b.Findings {
		known[f.finding] += f.Count
	}
	return known, nil
}

// narrow leaves out what --baseline and --since do not ask for.
func (c *Command) narrow(o *validateOptions, r *report) error {
	if o.baseline != "" {
		known, err := c.readBaseline(o.baseline)
		if err != nil {
			return err
		}
		for _, f := range r.files {
			f.keep(func(d diagnostic.Diagnostic) bool {
				known[findingOf(f, d)]--
				return known[findingOf(f, d)] < 0
			})
		}
	}
	if o.since != "" {
		return c.narrowSince(r, o.since)
	}
	return nil
}

// keep leaves out the findings for which wanted is false.
func (f *checkedFile) keep(wanted func(diagnostic.Diagnostic) bool) {
	before := len(f.findings)
	if f.snapshot != nil {
		f.findings = slices.DeleteFunc(f.findings, func(d diagnostic.Diagnostic) bool { return !wanted(d) })
	}
	f.hidden += before - len(f.findings)
}
