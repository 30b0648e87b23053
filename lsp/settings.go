package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
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

// usual are the settings of who has set nothing.
var usual = Settings{InlayHints: true, CodeLenses: true}

// scopes are the settings of each workspace folder, and of everything outside of
// them. They are immutable.
type scopes struct {
	everywhere Settings
	folders    []folderSettings
}

type folderSettings struct {
	root string // URI without a slash at its end
	Settings
}

// of returns the settings for a file: those of the innermost folder that holds it.
func (s *scopes) of(name string) *Settings {
	found, length := &s.everywhere, -1
	for i := range s.folders {
		f := &s.folders[i]
		if len(f.root) > length && strings.HasPrefix(name, f.root+"/") {
			found, length = &f.Settings, len(f.root)
		}
	}
	return found
}

// layers are what settings were said by each way. What a later layer leaves out
// keeps the value of the one before, so that taking a setting back works.
type layers struct {
	mu      sync.Mutex
	initial []byte   // with initialize
	pushed  []byte   // with the last workspace/didChangeConfiguration that had any
	pulled  []pulled // answers of the editor; the first one is for everywhere
}

type pulled struct {
	root string // "" for everywhere
	raw  []byte
}

// configure changes the layers and tells the editor to ask again where that
// changes any setting.
func (s *server) configure(change func(*layers)) {
	if s.setLayers(change) {
		s.refreshAll()
	}
}

// setLayers changes the layers and reports whether any setting is another one now.
func (s *server) setLayers(change func(*layers)) bool {
	l := &s.layers
	l.mu.Lock()
	defer l.mu.Unlock()
	change(l)
	base := s.overlay(s.overlay(usual, l.initial), l.pushed)
	next := &scopes{everywhere: base}
	for _, p := range l.pulled {
		settings := s.overlay(base, p.raw)
		switch {
		case p.root == "":
			next.everywhere = settings
			continue
		case len(p.raw) == 0 || string(p.raw) == "null": // the editor has none for this folder alone
			settings = next.everywhere
		}
		next.folders = append(next.folders, folderSettings{strings.TrimRight(p.root, "/"), settings})
	}
	before := s.settings.Swap(next)
	return before.everywhere != next.everywhere || !slices.Equal(before.folders, next.folders)
}

// overlay puts one layer over settings. What is absent, null or of the wrong type
// keeps its value.
func (s *server) overlay(settings Settings, raw []byte) Settings {
	fields := ours(raw)
	for name, target := range map[string]any{
		"strict": &settings.Strict, "openapi": &settings.OpenAPI, "inlayHints": &settings.InlayHints, "codeLenses": &settings.CodeLenses,
	} {
		if value, ok := fields[name]; ok && string(value) != "null" {
			if err := json.Unmarshal(value, target); err != nil {
				s.log.printf("setting %s.%s: %v", section, name, err)
			}
		}
	}
	return settings
}

// ours returns the fields of {"strict": true} or of {"usepaso": {"strict": true}};
// nil where there are none.
func ours(raw []byte) map[string]json.RawMessage {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return nil
	}
	if inner, ok := fields[section]; ok {
		return ours(inner)
	}
	return fields
}

// refreshAll makes the editor ask again for everything that settings change.
func (s *server) refreshAll() {
	s.republish()
	s.refreshDiagnostics()
	if s.abilities.refreshLenses {
		s.background("refreshing lenses", s.asking(s.client.CodeLensRefresh))
	}
	if s.abilities.refreshHints {
		s.background("refreshing hints", s.asking(s.client.InlayHintRefresh))
	}
}

// fetchSettings asks the editor for our section, for everywhere and for each
// workspace folder.
func (s *server) fetchSettings(ctx context.Context) {
	if !s.abilities.configuration {
		return
	}
	s.fetching.Lock() // an answer to an earlier question must not come in last
	defer s.fetching.Unlock()
	name := section
	scopes := append([]uri.URI{""}, s.folders.list()...)
	items := make([]protocol.ConfigurationItem, len(scopes))
	for i, root := range scopes {
		items[i].Section = &name
		if root != "" {
			items[i].ScopeURI = &root
		}
	}
	values, err := s.client.Configuration(ctx, &protocol.ConfigurationParams{Items: items})
	if err != nil {
		if ctx.Err() == nil {
			s.log.printf("asking for settings: %v", err)
		}
		return
	}
	s.configure(func(l *layers) {
		l.pulled = nil
		for i := range min(len(values), len(scopes)) {
			l.pulled = append(l.pulled, pulled{string(scopes[i]), bytes.Clone(values[i])})
		}
	})
}

// didChangeConfiguration takes settings that are sent along, and asks for them
// where the editor keeps them to itself.
func didChangeConfiguration(s *server, p *protocol.DidChangeConfigurationParams) error {
	if fields := ours(p.Settings); len(fields) > 0 {
		s.configure(func(l *layers) { l.pushed = bytes.Clone(p.Settings) })
	}
	s.background("configuration", s.fetchSettings)
	return nil
}
