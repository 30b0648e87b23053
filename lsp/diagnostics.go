package lsp

import (
	"context"
	"sync"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/rules"
)

// publisher pushes the findings of each open file, one goroutine for a file while
// there is something to say. It always takes the newest state: what was
// superseded while it worked is never analysed.
type publisher struct {
	mu    sync.Mutex
	files map[string]bool // being worked on; true when it has changed since
}

// publish sees to it that the newest findings of a file reach an editor that does
// not ask for them itself. A file that is not open has none.
func (s *server) publish(name string) {
	if s.abilities.pull {
		return
	}
	p := &s.publisher
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.files == nil {
		p.files = map[string]bool{}
	}
	if _, working := p.files[name]; working {
		p.files[name] = true
		return
	}
	p.files[name] = false
	s.background("publishing", func(ctx context.Context) {
		for more := true; more; more = p.again(name) {
			s.publishOnce(ctx, name)
		}
	})
}

// again reports whether the file has changed since the last round, and forgets
// it otherwise.
func (p *publisher) again(name string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.files[name] {
		p.files[name] = false
		return true
	}
	delete(p.files, name)
	return false
}

func (s *server) publishOnce(ctx context.Context, name string) {
	defer s.recovered("analysing " + name)
	params := &protocol.PublishDiagnosticsParams{URI: s.spellings.of(name), Diagnostics: []protocol.Diagnostic{}}
	if d := s.workspace.View().Document(name); d != nil {
		params.Diagnostics = s.diagnostics(d, s.settings.Load().of(name))
		if s.abilities.versions {
			params.Version = protocol.NewOptional(int32(d.Version))
		}
	}
	if err := s.client.PublishDiagnostics(ctx, params); err != nil && ctx.Err() == nil {
		s.log.printf("publishing: %v", err)
	}
}

// republish says everything again, after a setting has changed.
func (s *server) republish() {
	for _, d := range s.workspace.View().Documents() {
		s.publish(d.File.Name)
	}
}

// diagnostics returns the findings of a document; never nil.
func (s *server) diagnostics(d *analysis.Document, settings *Settings) []protocol.Diagnostic {
	m := s.mapper(d)
	found := d.Snapshot().Diagnostics()
	list := make([]protocol.Diagnostic, len(found))
	for i, f := range found {
		list[i] = s.diagnostic(m, f, settings)
	}
	return list
}

func (s *server) diagnostic(m mapper, f diagnostic.Diagnostic, settings *Settings) protocol.Diagnostic {
	message := f.Message
	if message == "" { // an empty one would be sent as null
		message = f.Code
	}
	d := protocol.Diagnostic{
		Range:    m.SpanRange(f.Span),
		Severity: severity(f.Severity, settings),
		Code:     protocol.String(f.Code),
		Source:   protocol.NewOptional("usepaso"),
		Message:  protocol.String(message),
		Data:     findingData(f),
	}
	if r := rules.Lookup(f.Code); r != nil {
		d.CodeDescription.Href = uri.URI(r.URL())
		for _, t := range r.Tags {
			d.Tags.Set(append(d.Tags.Slice(), protocol.DiagnosticTag(t)))
		}
	}
	for _, r := range f.Related {
		if r.File == "" {
			where := protocol.Location{URI: s.spellings.of(m.file.Name), Range: m.SpanRange(r.Span)}
			d.RelatedInformation = append(d.RelatedInformation, protocol.DiagnosticRelatedInformation{Location: where, Message: r.Message})
		}
	}
	return d
}

// findingData carries what the protocol has no field for: the level's own name
// and the place in the declaration.
func findingData(f diagnostic.Diagnostic) protocol.LSPAny {
	return encode(struct {
		Severity string `json:"severity"`
		Path     string `json:"path"`
	}{f.Severity.String(), f.Path})
}

// severity returns the protocol's level. A regret is information, and a warning
// for people who want to be told strictly.
func severity(s diagnostic.Severity, settings *Settings) protocol.DiagnosticSeverity {
	switch {
	case s == diagnostic.Error:
		return protocol.DiagnosticSeverityError
	case s == diagnostic.Warning, s == diagnostic.Regret && settings.Strict:
		return protocol.DiagnosticSeverityWarning
	default:
		return protocol.DiagnosticSeverityInformation
	}
}
