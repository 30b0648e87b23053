package lsp

import (
	"fmt"
	"hash/fnv"

	"go.lsp.dev/protocol"

	"github.com/usepaso/usepaso/analysis"
)

// pullDiagnostics answers an editor that asks for the findings of a file.
func pullDiagnostics(r *request, p *protocol.DocumentDiagnosticParams) (any, error) {
	items := []protocol.Diagnostic{}
	d := r.document(p.TextDocument)
	if d == nil { // editors ask for tabs that they have not opened yet
		d = r.onDisk(string(p.TextDocument.URI))
	}
	if d != nil {
		items = r.diagnostics(d, r.settings.of(d.File.Name))
	}
	id, err := resultID(items)
	if err != nil {
		return nil, err
	}
	if p.PreviousResultID != nil && *p.PreviousResultID == id {
		return &protocol.RelatedUnchangedDocumentDiagnosticReport{UnchangedDocumentDiagnosticReport: unchanged(id)}, nil
	}
	return &protocol.RelatedFullDocumentDiagnosticReport{FullDocumentDiagnosticReport: full(id, items)}, nil
}

// pullWorkspaceDiagnostics answers for every declaration in the workspace,
// open or not, and for those that were reported before and are gone.
func pullWorkspaceDiagnostics(r *request, p *protocol.WorkspaceDiagnosticParams) (any, error) {
	previous := map[string]string{}
	for _, x := range p.PreviousResultIds {
		previous[string(x.URI)] = x.Value
	}
	report := &protocol.WorkspaceDiagnosticReport{Items: []protocol.WorkspaceDocumentDiagnosticReport{}}
	progress := r.progress(p.WorkDoneToken, "Checking declarations")
	defer progress.end()
	documents := r.everyDocument()
	for i, d := range documents {
		if r.ctx.Err() != nil {
			return nil, r.ctx.Err()
		}
		progress.report(i, len(documents))
		item, err := r.workspaceReport(d, previous[d.File.Name])
		if err != nil {
			return nil, err
		}
		report.Items = append(report.Items, item)
		delete(previous, d.File.Name)
	}
	for name := range previous {
		report.Items = append(report.Items, &protocol.WorkspaceFullDocumentDiagnosticReport{
			FullDocumentDiagnosticReport: full("", []protocol.Diagnostic{}), URI: r.spellings.of(name),
		})
	}
	return report, nil
}

func (r *request) workspaceReport(d *analysis.Document, previous string) (protocol.WorkspaceDocumentDiagnosticReport, error) {
	items := r.diagnostics(d, r.settings.of(d.File.Name))
	id, err := resultID(items)
	if err != nil {
		return nil, err
	}
	var version *int32
	if r.view.Document(d.File.Name) != nil {
		version = new(int32(d.Version))
	}
	name := r.spellings.of(d.File.Name)
	if previous == id {
		return &protocol.WorkspaceUnchangedDocumentDiagnosticReport{UnchangedDocumentDiagnosticReport: unchanged(id), URI: name, Version: version}, nil
	}
	return &protocol.WorkspaceFullDocumentDiagnosticReport{FullDocumentDiagnosticReport: full(id, items), URI: name, Version: version}, nil
}

func full(id string, items []protocol.Diagnostic) protocol.FullDocumentDiagnosticReport {
	report := protocol.FullDocumentDiagnosticReport{Kind: "full", Items: items}
	if id != "" {
		report.ResultID = &id
	}
	return report
}

func unchanged(id string) protocol.UnchangedDocumentDiagnosticReport {
	return protocol.UnchangedDocumentDiagnosticReport{Kind: "unchanged", ResultID: id}
}

// resultID names a list of findings by what it says, so that nothing needs to be
// remembered of what an editor was told.
func resultID(items []protocol.Diagnostic) (string, error) {
	hash := fnv.New64a()
	for i := range items {
		text, err := protocol.Marshal(items[i])
		if err != nil {
			return "", fmt.Errorf("encoding a finding: %w", err)
		}
		_, _ = hash.Write(text) // never fails
	}
	return fmt.Sprintf("%016x", hash.Sum64()), nil
}
