package lsp

import (
	"context"
	"encoding/json"

	"go.lsp.dev/protocol"
)

// section is the name under which editors keep our settings.
const section = "usepaso"

// Settings are what a person can set in the editor, under "usepaso".
type Settings struct {
	// Strict shows regrets as warnings instead of as information.
	Strict bool `json:"strict"`
	// OpenAPI is the path of the linked OpenAPI document, over what the file says.
	OpenAPI string `json:"openapi"`
	// InlayHints shows where inputs travel, default tiers and token counts in the text.
	InlayHints bool `json:"inlayHints"`
	// CodeLenses shows the dry run and what the agent sees above each capability.
	CodeLenses bool `json:"codeLenses"`
}

// configure takes in settings: {"strict": true} or {"usepaso": {"strict": true}}.
// What is absent or of the wrong type keeps its value.
func (s *server) configure(raw []byte) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return
	}
	if inner, ok := fields[section]; ok {
		s.configure(inner)
		return
	}
	next := *s.settings.Load()
	for name, target := range map[string]any{
		"strict": &next.Strict, "openapi": &next.OpenAPI, "inlayHints": &next.InlayHints, "codeLenses": &next.CodeLenses,
	} {
		if value, ok := fields[name]; ok && string(value) != "null" {
			if err := json.Unmarshal(value, target); err != nil {
				s.log.printf("setting %s.%s: %v", section, name, err)
			}
		}
	}
	if next == *s.settings.Load() {
		return
	}
	s.settings.Store(&next)
	s.refreshAll()
}

// refreshAll makes the editor ask again for everything that settings change.
func (s *server) refreshAll() {
	if s.phase != running {
		return
	}
	s.republish()
	s.refreshDiagnostics()
	if s.abilities.refreshLenses {
		s.background("refreshing lenses", s.asking(s.client.CodeLensRefresh))
	}
	if s.abilities.refreshHints {
		s.background("refreshing hints", s.asking(s.client.InlayHintRefresh))
	}
}

// fetchSettings asks the editor for our section.
func (s *server) fetchSettings(ctx context.Context) {
	if !s.abilities.configuration {
		return
	}
	name := section
	values, err := s.client.Configuration(ctx, &protocol.ConfigurationParams{Items: []protocol.ConfigurationItem{{Section: &name}}})
	if err != nil {
		if ctx.Err() == nil {
			s.log.printf("asking for settings: %v", err)
		}
		return
	}
	for _, v := range values {
		s.configure(v)
	}
}

// didChangeConfiguration takes settings that are sent along, and asks for them
// where the editor keeps them to itself.
func didChangeConfiguration(s *server, p *protocol.DidChangeConfigurationParams) error {
	s.configure(p.Settings)
	s.background("configuration", s.fetchSettings)
	return nil
}
