package ide

import (
	"slices"
	"sort"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
)

// TokenKind is what a word of the text means beyond YAML.
type TokenKind uint8

// The kinds of words. Their order is the editor's legend.
const (
	CapabilityToken TokenKind = iota // the name of a capability
	InputToken                       // the name of an input
	MethodToken                      // an HTTP method
	TierToken                        // a permission
	TypeToken                        // the type of a value
	ValueToken                       // another word of a fixed set
)

// Token is one word with its meaning.
type Token struct {
	Span        source.Span // plain, within one line
	Kind        TokenKind
	Declaration bool // it is declared here
	Forbidden   bool // no agent may call it
}

// Tokens returns the words within a plain span that mean something beyond YAML,
// in file order.
func Tokens(s *analysis.Snapshot, span source.Span) []Token {
	t := tokenizer{Snapshot: s, span: span}
	d := s.Declaration
	t.leaf(d.Service.Encoding, ValueToken)
	if d.Service.Auth != nil {
		t.leaf(d.Service.Auth.Type, TypeToken)
		t.leaf(d.Service.Auth.In, ValueToken)
	}
	first := sort.Search(len(d.Capabilities), func(i int) bool {
		return s.Tree.Place(d.Capabilities[i].Node.Span).End >= span.Start
	})
	for _, c := range d.Capabilities[first:] {
		if s.Tree.Place(c.Node.Span).Start > span.End {
			break
		}
		t.capability(c)
	}
	for _, tier := range tierList(d) {
		for _, n := range tier.Names {
			t.name(n.Span, n.Value, Token{Kind: CapabilityToken, Forbidden: tier.Name == "forbidden"})
		}
	}
	slices.SortFunc(t.list, func(a, b Token) int { return a.Span.Compare(b.Span) })
	return slices.CompactFunc(t.list, func(a, b Token) bool { return a.Span.Start < b.Span.End && b.Span.Start < a.Span.End })
}

type tokenizer struct {
	*analysis.Snapshot
	span source.Span
	list []Token
}

// name adds a word, where the text spells it plainly and within the span.
func (t *tokenizer) name(span source.Span, text string, token Token) {
	place, ok := bare(t.Tree, span, text)
	if !ok || place.End < t.span.Start || place.Start > t.span.End {
		return
	}
	token.Span = place
	t.list = append(t.list, token)
}

func (t *tokenizer) leaf(l declaration.Leaf[string], kind TokenKind) {
	if l.Valid {
		t.name(l.Span, l.Value, Token{Kind: kind})
	}
}

func (t *tokenizer) capability(c *declaration.Capability) {
	t.name(c.Name.Span, c.Name.Value, Token{Kind: CapabilityToken, Declaration: true})
	t.leaf(c.Method, MethodToken)
	t.leaf(c.Permission, TierToken)
	t.leaf(c.Encoding, ValueToken)
	for _, name := range inputNames(c) {
		for _, o := range inputPlaces(t.Tree, c, name) {
			t.name(o.span, name, Token{Kind: InputToken, Declaration: o.definition})
		}
	}
	for _, in := range c.Inputs {
		t.input(in)
	}
	for _, o := range c.Output {
		t.leaf(o.Type, TypeToken)
	}
}

func (t *tokenizer) input(in *declaration.Input) {
	t.leaf(in.Type, TypeToken)
	t.leaf(in.In, ValueToken)
	t.leaf(in.Style, ValueToken)
	for _, p := range in.Properties {
		t.input(p)
	}
	if in.Items != nil {
		t.input(in.Items)
	}
}
