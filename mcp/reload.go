package mcp

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/diff"
	"github.com/usepaso/usepaso/mcp/invoke"
)

// maxLayers is how many changed versions of the file may hold beside the first.
const maxLayers = 64

// lookEvery is how often the file is looked at. A change is taken up at the second
// look that sees it.
const lookEvery = 400 * time.Millisecond

// stamp tells one state of a file from the next: another file in its place, another
// size or another time. It is nil when there is no file.
type stamp = os.FileInfo

// stampOf follows links, so that one that now leads elsewhere is a change too.
func stampOf(path string) stamp {
	info, err := os.Stat(path)
	if err != nil {
		return nil
	}
	return info
}

func same(a, b stamp) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// observer tells when a file has become another one and rests. Half a file can be a
// valid declaration with half the tools; they would be gone until a restart.
type observer struct{ taken, last stamp }

// look reports whether the file is to be read again.
func (o *observer) look(now stamp) bool {
	rests := same(now, o.last)
	o.last = now
	if now == nil || !rests || same(now, o.taken) {
		return false
	}
	o.taken = now
	return true
}

// watch looks at the file again and again and takes its changes up. Editors replace
// files in many ways; looking sees all of them.
func (s *server) watch(ctx context.Context, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	file := observer{taken: s.loaded}
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if file.look(stampOf(s.o.watched())) {
			s.reload()
		}
	}
}

// reload takes the changed file up as far as the operator allows.
func (s *server) reload() {
	s.reloading.Lock()
	defer s.reloading.Unlock()
	snapshot, err := s.o.Load()
	switch {
	case err != nil:
		s.warn(fmt.Sprintf("the changed declaration cannot be read: %v; the last good one stays in force", err))
		return
	case !snapshot.Usable():
		s.warn("the changed declaration has errors; the last good one stays in force. Run usepaso validate to see them.")
		return
	}
	old := s.offered.Load()
	if snapshot.File.Text() == newestText(old.rules) {
		return
	}
	rules, changes := s.changed(old.rules, snapshot.Declaration)
	if rules == nil {
		s.warn("the declaration changed too often since the start; restart the server to take further changes up")
		return
	}
	next := newOffer(rules)
	s.offered.Store(next)
	s.name(changes)
	if !slices.Equal(next.list, old.list) {
		s.core.SendNotificationToAllClients("notifications/tools/list_changed", nil)
	}
}

func newestText(r *invoke.Rules) string {
	if n := len(r.Also); n > 0 {
		return r.Also[n-1].Tree.File.Text()
	}
	return r.Base.Tree.File.Text()
}

// changed returns the rules after a change with what changed, or nil when there
// were too many changes.
func (s *server) changed(old *invoke.Rules, d *declaration.Declaration) (*invoke.Rules, []diff.Change) {
	newest := old.Base
	if n := len(old.Also); n > 0 {
		newest = old.Also[n-1]
	}
	changes := diff.Compare(newest, d)
	if s.o.Reload == ReloadAll {
		return &invoke.Rules{Base: d, Filters: old.Filters}, changes
	}
	if len(old.Also) >= maxLayers {
		return nil, nil
	}
	// Every version of the file stays in force beside the new one, so that no
	// sequence of edits can allow what the first version did not.
	also := slices.DeleteFunc(slices.Clone(old.Also), func(layer *declaration.Declaration) bool {
		return layer.Tree.File.Text() == d.Tree.File.Text()
	})
	return &invoke.Rules{Base: old.Base, Also: append(also, d), Filters: old.Filters}, changes
}

// name tells the operator what changed, and what became of it.
func (s *server) name(changes []diff.Change) {
	loosening := "waits for a restart"
	if s.o.Reload == ReloadAll {
		loosening = "taken up"
	}
	for _, c := range changes {
		subject := "service"
		if c.Capability != "" {
			subject = c.Capability
		}
		switch c.Kind {
		case diff.Loosening:
			s.warn(fmt.Sprintf("%s %s: %s", subject, c.Text, loosening))
		case diff.Tightening:
			s.warn(fmt.Sprintf("%s %s: taken up", subject, c.Text))
		}
	}
}
