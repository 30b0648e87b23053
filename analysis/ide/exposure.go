package ide

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/tool"
)

// Exposure is what a declaration offers to agents, in numbers. It remembers what
// it counted, so that the next state of the file costs what has changed.
type Exposure struct {
	Tools  int `json:"tools"`
	Read   int `json:"read"`
	Write  int `json:"write"`
	Admin  int `json:"admin"`
	Asks   int `json:"asks"` // need a person's consent
	Tokens int `json:"tokens"`

	service     *declaration.Service
	permissions *declaration.Permissions
	counted     map[*declaration.Capability]share
}

// share is what one capability adds.
type share struct {
	allowed, asks bool
	tier          string
	tokens        int
}

// Expose counts what a file offers. Previous is the result for an earlier state
// of the same file, or nil.
func Expose(s *analysis.Snapshot, previous *Exposure) *Exposure {
	d := s.Declaration
	e := &Exposure{service: d.Service, permissions: d.Permissions, counted: make(map[*declaration.Capability]share, len(d.Capabilities))}
	same := previous != nil && previous.service == e.service && previous.permissions == e.permissions
	seen := make(map[string]bool, len(d.Capabilities))
	for _, c := range d.Capabilities {
		var one share
		known := false
		if same {
			one, known = previous.counted[c]
		}
		if !known {
			one = weigh(s, c)
		}
		e.counted[c] = one
		if !seen[c.Name.Value] {
			e.add(one)
		}
		seen[c.Name.Value] = true
	}
	return e
}

func weigh(s *analysis.Snapshot, c *declaration.Capability) share {
	d := decide.Capability(s.Declaration, c, decide.Filters{})
	if !d.Allowed || !c.Name.Valid {
		return share{}
	}
	return share{true, d.AsksConsent, d.Tier, tokens(tool.New(s.Declaration, c))}
}

func (e *Exposure) add(one share) {
	if !one.allowed {
		return
	}
	e.Tools++
	e.Tokens += one.tokens
	switch one.tier {
	case "read":
		e.Read++
	case "write":
		e.Write++
	default:
		e.Admin++
	}
	if one.asks {
		e.Asks++
	}
}

// Title is the summary on one line: "5 tools · 1 write · 1 asks · ≈640 tokens".
func (e *Exposure) Title() string {
	parts := []string{fmt.Sprintf("%d tools", e.Tools)}
	if e.Tools == 1 {
		parts[0] = "1 tool"
	}
	for _, p := range []struct {
		count int
		word  string
	}{{e.Write, "write"}, {e.Admin, "admin"}, {e.Asks, "asks"}} {
		if p.count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.count, p.word))
		}
	}
	return strings.Join(append(parts, fmt.Sprintf("≈%d tokens", e.Tokens)), " · ")
}

// Page lists what is offered, tool by tool.
func (e *Exposure) Page(s *analysis.Snapshot) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", e.Title())
	for _, c := range s.Declaration.Capabilities {
		one := e.counted[c]
		note := one.tier
		switch {
		case !one.allowed:
			note = "not offered"
		case one.asks:
			note += ", asks"
		}
		fmt.Fprintf(&b, "%s  %s %s  (%s, ≈%d tokens)\n", clean(c.Name.Value), clean(c.Method.Value), clean(c.Path.Value), note, one.tokens)
	}
	return b.String()
}

// indented returns JSON on several lines.
func indented(raw json.RawMessage) string {
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		return string(raw)
	}
	return b.String()
}
