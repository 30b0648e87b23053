package declaration

import (
	"net/url"
	"slices"
	"strings"
)

// DefaultEnv is the variable that holds the secret when service.auth.env names none.
const DefaultEnv = "USEPASO_AUTH_TOKEN"

// The permission tiers, least first.
var tiers = []string{"read", "write", "admin"}

// TierRank orders the permission tiers: 0 read, 1 write, 2 admin, -1 for anything else.
func TierRank(tier string) int { return slices.Index(tiers, tier) }

// Capability returns the first capability of that name, or nil.
func (d *Declaration) Capability(name string) *Capability {
	for _, c := range d.Capabilities {
		if c.Name.Valid && c.Name.Value == name {
			return c
		}
	}
	return nil
}

// Tier returns the tier that holds for a capability: the stricter of its own
// permission and the lists of permissions it stands in. A capability with neither
// is held to be admin.
func (d *Declaration) Tier(c *Capability) string {
	rank := -1
	if c.Permission.Valid {
		rank = TierRank(c.Permission.Value)
	}
	for _, t := range d.Permissions.Of(c.Name.Value) {
		rank = max(rank, TierRank(t.Name))
	}
	if rank < 0 {
		return "admin"
	}
	return tiers[rank]
}

// Of returns the tiers, forbidden among them, that list a name, in file order.
func (p *Permissions) Of(name string) []Tier {
	if p == nil || name == "" {
		return nil
	}
	var found []Tier
	for _, i := range p.byName[name] {
		found = append(found, p.Tiers[i])
	}
	return found
}

// Forbidden returns the entry of permissions.forbidden that has the name.
func (p *Permissions) Forbidden(name string) (Name, bool) {
	for _, t := range p.Of(name) {
		if t.Name == "forbidden" {
			return t.Entry(name)
		}
	}
	return Name{}, false
}

// Entry returns the first entry of that name.
func (t Tier) Entry(name string) (Name, bool) {
	for _, n := range t.Names {
		if n.Value == name {
			return n, true
		}
	}
	return Name{}, false
}

// Input returns the input of that name, or nil.
func (c *Capability) Input(name string) *Input {
	for _, in := range c.Inputs {
		if in.Name == name {
			return in
		}
	}
	return nil
}

// HasBody reports whether requests of the capability carry a body by default.
func (c *Capability) HasBody() bool {
	switch c.Method.Value {
	case "POST", "PUT", "PATCH":
		return true
	}
	return false
}

// Location returns where an input of the capability travels: query, path, body or header.
func (c *Capability) Location(in *Input) string {
	switch {
	case in.In.Valid && slices.Contains([]string{"query", "path", "body", "header"}, in.In.Value):
		return in.In.Value
	case c.HasBody():
		return "body"
	default:
		return "query"
	}
}

// WireName returns the name under which the input is sent, as far as the file says so.
func (in *Input) WireName() string {
	if in.As.Valid && in.As.Value != "" {
		return in.As.Value
	}
	return in.Name
}

// formHosts are APIs known to take form bodies and no JSON.
var formHosts = []string{"api.stripe.com", "api.twilio.com"}

// BodyEncoding returns the encoding of a capability's body (json, form or
// multipart) and whether the file itself says so; a known host's default, and
// json where nothing is known, count as not said.
func (d *Declaration) BodyEncoding(c *Capability) (encoding string, said bool) {
	for _, l := range []Leaf[string]{c.Encoding, d.Service.Encoding} {
		if l.Valid && slices.Contains([]string{"json", "form", "multipart"}, l.Value) {
			return l.Value, true
		}
	}
	if u, err := url.Parse(d.Service.BaseURL.Value); err == nil && slices.Contains(formHosts, strings.ToLower(u.Hostname())) {
		return "form", false
	}
	return "json", false
}

// Kind returns the auth type, "none" when there is no auth.
func (a *Auth) Kind() string {
	if a == nil || !a.Type.Valid {
		return "none"
	}
	return a.Type.Value
}

// Variable returns the name of the environment variable that holds the secret,
// or "" when none is needed.
func (a *Auth) Variable() string {
	if a.Kind() == "none" {
		return ""
	}
	if a.Env.Valid && a.Env.Value != "" {
		return a.Env.Value
	}
	return DefaultEnv
}

// HeaderName returns the header that carries the secret, or "" when none does.
func (a *Auth) HeaderName() string {
	switch {
	case a.Kind() == "none", a.Kind() == "api_key" && (a.In.Value == "query" || a.In.Value == "cookie"):
		return ""
	case a.Kind() == "api_key" && a.Header.Value == "" && a.Name.Value != "":
		return a.Name.Value
	case a.Header.Valid && a.Header.Value != "":
		return a.Header.Value
	}
	return "Authorization"
}

// HeaderPrefix returns what stands before the secret in its header, without the
// space that separates them: "Bearer", "Basic", or "" for nothing.
func (a *Auth) HeaderPrefix() string {
	switch {
	case a.Kind() == "basic":
		return "Basic"
	case a.Prefix.Valid:
		return a.Prefix.Value
	case a.Kind() == "bearer", a.Kind() == "oauth2":
		return "Bearer"
	}
	return ""
}
