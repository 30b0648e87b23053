// Package clients holds what is known about programs that speak the Model Context
// Protocol to a local server: where they keep their settings, how an entry looks
// there, whether they ask a person before a dangerous tool, and where they let a
// server find its API key. It is data with dates, not behaviour: the one place to
// edit when a client changes.
//
// Start at All.
package clients

import (
	"slices"
	"strings"
)

// AsOf is when the facts in this package were last compared with what the clients'
// makers document, as year and month. What no document says is marked "reported".
const AsOf = "2026-11"

// Scope says which conversations an entry of a client's settings serves.
type Scope string

// The scopes a settings file has.
const (
	Global    Scope = "global"    // one file for the person
	Workspace Scope = "workspace" // a file in the folder that is open
)

// Format is the language of a settings file.
type Format string

// The formats of settings files. JSONC is JSON with comments and trailing commas;
// what we add is plain JSON, so that a client with a strict reader still reads a
// file that was strict before.
const (
	JSONC Format = "jsonc"
	TOML  Format = "toml"
)

// Client is one program.
type Client struct {
	ID    string // what a person types: "claude-desktop"
	Title string // "Claude Desktop"

	Scope  Scope
	Format Format
	Key    string // the table of servers in the settings: "mcpServers"
	Type   string // value of the entry's "type"; "" when the client needs none
	Hint   string // what to do after an edit: "Restart Claude Desktop to connect."

	// Asks: the client asks a person before a tool that says destructiveHint. A
	// person can usually tell it to stop asking.
	Asks bool
	// Elicits: the client declares elicitation to local servers, so that the
	// server can ask. What it declares when it connects is what counts.
	Elicits bool

	// NameLimit is the greatest length of a tool's name, in characters, together
	// with what the client puts before it; see ToolName.
	NameLimit int
	// NamePrefix goes before a tool's name; "%s" in it is the server's entry name.
	NamePrefix string

	// Expands is how this client writes a variable inside its settings, so that
	// a path which contains it would be changed: "${". "" when it expands none.
	Expands string
	// Inputs: the settings can ask the person for a secret ("inputs", ${input:id}).
	Inputs bool
	// Shell: servers inherit the variables of the terminal the client was started
	// in. Otherwise an exported key does not reach the server.
	Shell bool

	path func(Env) string
}

// ConfigPath returns where the client keeps its settings on the system env
// describes: an absolute path in that system's spelling. The file may not exist.
func (c Client) ConfigPath(env Env) string { return c.path(env) }

// ToolName returns a tool's name as the client shows it to the model, for a server
// entered under the name server.
func (c Client) ToolName(server, tool string) string {
	return strings.ReplaceAll(c.NamePrefix, "%s", server) + tool
}

// TooLong returns the clients that do not take a tool of that name from a server
// entered under the name server. Both are ASCII.
func TooLong(server, tool string) []Client {
	return slices.DeleteFunc(All(), func(c Client) bool {
		return len(c.ToolName(server, tool)) <= c.NameLimit
	})
}

// Find returns the client of that ID.
func Find(id string) (Client, bool) {
	i := slices.IndexFunc(All(), func(c Client) bool { return c.ID == id })
	if i < 0 {
		return Client{}, false
	}
	return All()[i], true
}

// IDs returns the IDs of all clients in the order of All.
func IDs() []string {
	var ids []string
	for _, c := range All() {
		ids = append(ids, c.ID)
	}
	return ids
}
