package main

import (
	"fmt"
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/decide"
)

// printVerdict prints each decision with the line that decides and the other steps.
func (c *Command) printVerdict(s *analysis.Snapshot, question string, decisions []decide.Decision) error {
	paint := c.palette(c.Stdout)
	f := &checkedFile{name: s.File.Name, snapshot: s}
	var b strings.Builder
	for i, d := range decisions {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s  %s\n", paint.verdict(d), printable(subject(question, d)))
		if d.Reason.Span.IsZero() {
			fmt.Fprintf(&b, "%s\n", printable(d.Reason.Text))
		} else {
			at := s.Tree.Place(d.Reason.Span)
			fmt.Fprintf(&b, "%s %s\n%s", paint.bold.Sprint(f.at(at)+":"), printable(d.Reason.Text), newSnippet(s.File, at).lines(paint))
		}
		for _, step := range d.Steps {
			if step != d.Reason {
				fmt.Fprintf(&b, "  %s\n", f.step(step))
			}
		}
	}
	_, err := fmt.Fprint(c.Stdout, b.String())
	return err
}

func (p palette) verdict(d decide.Decision) string {
	switch {
	case !d.Allowed:
		return p.bad.Sprint("no")
	case d.AsksConsent:
		return p.warn.Sprint("yes, with consent")
	}
	return p.good.Sprint("yes")
}

// subject names what a decision is about: the question, and what it turned out to mean.
func subject(question string, d decide.Decision) string {
	if d.Capability == nil || d.Name == question {
		return question
	}
	return fmt.Sprintf("%s is %s", question, d.Name)
}

func (f *checkedFile) step(s decide.Step) string {
	text := s.Rule + ": " + printable(s.Text)
	if !s.Span.IsZero() {
		text += " (" + f.at(f.snapshot.Tree.Place(s.Span)) + ")"
	}
	return text
}

// verdict is the answer as --json prints it.
type verdict struct {
	Allowed   bool           `json:"allowed"`
	Decisions []jsonDecision `json:"decisions"`
}

type jsonDecision struct {
	Name    string     `json:"name"`
	Allowed bool       `json:"allowed"`
	Consent bool       `json:"consent"`
	Tier    string     `json:"tier,omitempty"`
	Reason  jsonStep   `json:"reason"`
	Steps   []jsonStep `json:"steps"`
}

type jsonStep struct {
	Rule    string `json:"rule"`
	Outcome string `json:"outcome"`
	Text    string `json:"text"`
	File    string `json:"file,omitempty"`
	*jsonPlace
}

func verdictOf(s *analysis.Snapshot, allowed bool, decisions []decide.Decision) verdict {
	f := &checkedFile{name: s.File.Name, snapshot: s}
	v := verdict{Allowed: allowed, Decisions: []jsonDecision{}}
	for _, d := range decisions {
		j := jsonDecision{Name: printable(d.Name), Allowed: d.Allowed, Consent: d.AsksConsent, Tier: d.Tier, Reason: f.jsonStep(d.Reason), Steps: []jsonStep{}}
		for _, step := range d.Steps {
			j.Steps = append(j.Steps, f.jsonStep(step))
		}
		v.Decisions = append(v.Decisions, j)
	}
	return v
}

func (f *checkedFile) jsonStep(s decide.Step) jsonStep {
	j := jsonStep{Rule: s.Rule, Outcome: s.Outcome, Text: printable(s.Text)}
	if !s.Span.IsZero() {
		place := f.jsonPlace(f.snapshot.Tree.Place(s.Span))
		j.File, j.jsonPlace = f.name, &place
	}
	return j
}
