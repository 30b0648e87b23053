package lsp

import (
	"sync"

	"go.lsp.dev/uri"
)

// spellings remembers how the editor writes a file's URI where that differs from
// the canonical way, since some editors compare URIs as texts.
type spellings struct{ known sync.Map }

func (s *spellings) learn(name string, message []byte) {
	spelled := rawURI(message)
	if canonical, err := uri.Parse(spelled); err == nil && string(canonical) == name && spelled != name {
		s.known.Store(name, spelled)
	}
}

// of returns the URI by which the editor knows a file.
func (s *spellings) of(name string) uri.URI {
	if spelled, ok := s.known.Load(name); ok {
		return uri.URI(spelled.(string))
	}
	return uri.URI(name)
}
