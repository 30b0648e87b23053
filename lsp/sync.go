package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/source"
)

// didOpen takes in a buffer if it is a declaration by its name; editors send
// every YAML file, and the rest is none of our business.
func didOpen(s *server, raw []byte) error {
	var p protocol.DidOpenTextDocumentParams
	if err := protocol.Unmarshal(raw, &p); err != nil {
		return fmt.Errorf("unreadable parameters: %w", err)
	}
	if !analysis.IsDeclaration(p.TextDocument.URI.Path()) {
		return nil
	}
	name := strings.Clone(string(p.TextDocument.URI))
	s.spellings.learn(name, raw)
	d := analysis.NewDocument(name, strings.Clone(p.TextDocument.Text), int(p.TextDocument.Version))
	s.workspace.Put(d)
	s.read(d)
	s.publish(name)
	return nil
}

// read finds out what a new buffer means, and what is wrong with it, before anybody asks.
func (s *server) read(d *analysis.Document) {
	s.background("reading", func(context.Context) {
		if s.options.Opening != nil {
			defer s.options.Opening(d.File.Len())()
		}
		d.Snapshot().Diagnostics()
	})
}

// change is one edit as editors send it. It is read by hand since the protocol's
// own type refuses a whole message for one number that is out of range.
type change struct {
	Range *struct{ Start, End place }
	Text  string
}

type place struct{ Line, Character float64 }

func didChange(s *server, raw []byte) error {
	var p struct {
		TextDocument struct {
			URI     uri.URI
			Version float64
		}
		ContentChanges []change
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return fmt.Errorf("unreadable parameters: %w", err)
	}
	d := s.workspace.View().Document(string(p.TextDocument.URI))
	if d == nil {
		return nil
	}
	for _, c := range p.ContentChanges {
		d = s.edited(d, int(p.TextDocument.Version), c)
	}
	s.workspace.Put(d)
	s.publish(d.File.Name)
	return nil
}

func (s *server) edited(d *analysis.Document, version int, c change) *analysis.Document {
	if c.Range == nil {
		return d.Replace(version, c.Text)
	}
	m := mapper{d.File, s.encoding}
	span := m.RangeSpan(protocol.Range{Start: c.Range.Start.position(), End: c.Range.End.position()})
	return d.Edit(version, source.Edit{Span: span, New: c.Text})
}

func (p place) position() protocol.Position {
	return protocol.Position{Line: clampFloat(p.Line), Character: clampFloat(p.Character)}
}

func clampFloat(f float64) uint32 { return uint32(min(max(f, 0), math.MaxInt32)) }

func didClose(s *server, p *protocol.DidCloseTextDocumentParams) error {
	name := string(p.TextDocument.URI)
	if s.workspace.View().Document(name) == nil {
		return nil
	}
	s.workspace.Close(name)
	s.exposures.delete(name)
	s.sentTokens.delete(name)
	s.publish(name)
	return nil
}

func didSave(s *server, p *protocol.DidSaveTextDocumentParams) error {
	s.disk.forget(string(p.TextDocument.URI))
	return nil
}

// document returns the state of an open declaration that the request is answered
// from; nil when the file is not open or not ours, which makes an empty answer.
func (r *request) document(id protocol.TextDocumentIdentifier) *analysis.Document {
	return r.view.Document(string(id.URI))
}

// mapper returns the conversion for a document.
func (s *server) mapper(d *analysis.Document) mapper { return mapper{d.File, s.encoding} }

// rawURI finds the first "uri" member of a message as the editor spelled it. A
// quote inside a string is escaped, so the unescaped name can only be a member's.
func rawURI(raw []byte) string {
	for at := 0; ; {
		i := bytes.Index(raw[at:], []byte(`"uri"`))
		if i < 0 {
			return ""
		}
		at += i + len(`"uri"`)
		if start := at - len(`"uri"`); start > 0 && raw[start-1] == '\\' {
			continue
		}
		rest := bytes.TrimLeft(raw[at:], " \t\r\n:")
		var spelled string
		if json.NewDecoder(bytes.NewReader(rest)).Decode(&spelled) == nil {
			return spelled
		}
	}
}
