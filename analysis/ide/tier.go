package ide

import (
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
)

// joinTier lists the capability at a span under its own tier, where the file has
// permissions that do not name it yet.
func joinTier(s *analysis.Snapshot, span source.Span) []Action {
	c := capabilityAt(s, int(span.Start))
	d := s.Declaration
	if c == nil || !s.Tree.Place(c.Node.Span).Contains(int(span.Start)) || d.Permissions == nil || !c.Name.Valid ||
		declaration.TierRank(c.Permission.Value) < 0 || len(d.Permissions.Of(c.Name.Value)) > 0 {
		return nil
	}
	edit, ok := listUnder(s, c.Permission.Value, c.Name.Value)
	if !ok {
		return nil
	}
	return []Action{{Title: "List " + c.Name.Value + " under permissions." + c.Permission.Value, Kind: Refactor, Edits: []source.Edit{edit}}}
}

// listUnder returns the edit that adds a name to a tier, which it makes where it
// is not there.
func listUnder(s *analysis.Snapshot, tier, name string) (source.Edit, bool) {
	for _, t := range s.Declaration.Permissions.Tiers {
		if t.Name == tier {
			return appendItem(s, t, name)
		}
	}
	section := s.Declaration.Permissions
	if section.Node.Style == syntax.Flow || len(section.Tiers) == 0 {
		return source.Edit{}, false
	}
	first := s.Tree.Place(section.Tiers[0].Key)
	l := lineOf(s, int(first.Start))
	pad := l.text[:l.indent]
	return insertion(l.start, pad+tier+":\n"+pad+"  - "+name+"\n"), true
}

// appendItem adds a name behind the last one of a list.
func appendItem(s *analysis.Snapshot, t declaration.Tier, name string) (source.Edit, bool) {
	key := s.Tree.Place(t.Key)
	l := lineOf(s, int(key.Start))
	switch {
	case t.Node == nil:
		if s.Tree.Root.Get("permissions").Get(t.Name).Kind != syntax.Null {
			return source.Edit{}, false
		}
		return insertion(l.start+l.end(), "\n"+l.text[:l.indent]+"  - "+name), true
	case t.Node.IsAlias:
		return source.Edit{}, false
	case t.Node.Style == syntax.Flow:
		place := s.Tree.Place(t.Node.Span)
		inside := strings.TrimSpace(s.File.Text()[place.Start+1 : place.End-1])
		if inside == "" {
			return insertion(int(place.Start)+1, name), true
		}
		last := s.Tree.Place(t.Node.Items[len(t.Node.Items)-1].Span)
		return insertion(int(last.End), ", "+name), true
	}
	last := lineOf(s, int(s.Tree.Place(t.Node.Items[len(t.Node.Items)-1].Span).Start))
	return insertion(last.start+len(last.text), "\n"+last.text[:last.indent]+"- "+name), len(last.dashes) > 0
}

func lineOf(s *analysis.Snapshot, offset int) line {
	span := s.File.Line(s.File.Position(offset).Line - 1)
	return cut(int(span.Start), s.File.Slice(span))
}

func insertion(at int, text string) source.Edit {
	return source.Edit{Span: source.Range(at, at), New: text}
}
