package main

import (
	"regexp"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/mcp/connect"
	"github.com/usepaso/usepaso/schema"
)

const (
	// bundleFormat is the version of the manifest's format: the oldest that has all
	// we need, so that older clients take it too.
	bundleFormat       = "0.2"
	bundleClient       = "claude-desktop"
	bundledDeclaration = "usepaso.yaml"
	keySetting         = "api_key"
)

// manifest is manifest.json of an MCP bundle, as far as we fill it in.
type manifest struct {
	Format        string                  `json:"manifest_version"`
	Name          string                  `json:"name"`
	Title         string                  `json:"display_name"`
	Version       string                  `json:"version"`
	Description   string                  `json:"description"`
	Author        bundleAuthor            `json:"author"`
	Homepage      string                  `json:"homepage"`
	Server        bundleServer            `json:"server"`
	Tools         []bundleTool            `json:"tools"`
	Compatibility bundleCompatibility     `json:"compatibility"`
	Settings      map[string]bundleOption `json:"user_config,omitempty"`
}

type bundleAuthor struct {
	Name string `json:"name"`
}

type bundleServer struct {
	Type   string       `json:"type"`
	Entry  string       `json:"entry_point"`
	Launch bundleLaunch `json:"mcp_config"`
}

type bundleLaunch struct {
	Command string            `json:"command"`
	Args    []string          `json:"args"`
	Env     map[string]string `json:"env,omitempty"`
}

type bundleTool struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

type bundleCompatibility struct {
	Platforms []string `json:"platforms"`
}

// bundleOption is a setting that the client asks the person for.
type bundleOption struct {
	Type        string `json:"type"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Sensitive   bool   `json:"sensitive"` // kept in the system's keychain
	Required    bool   `json:"required"`
}

// semantic is what the manifest takes as a version.
var semantic = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$`)

// newManifest describes a declaration as a bundle for a system.
func newManifest(s *analysis.Snapshot, system bundleSystem, author string) manifest {
	service := s.Declaration.Service
	title := printable(service.Name.Value)
	if author == "" {
		author = title
	}
	m := manifest{
		Format: bundleFormat, Name: connect.Slug(title), Title: title, Version: "1.0.0",
		Description: printable(service.Description.Value), Author: bundleAuthor{author}, Homepage: schema.Home,
		Server: bundleServer{Type: "binary", Entry: system.program, Launch: bundleLaunch{
			Command: "${__dirname}/" + system.program,
			Args:    []string{"serve", "-f", "${__dirname}/" + bundledDeclaration},
		}},
		Tools: []bundleTool{}, Compatibility: bundleCompatibility{[]string{system.id}},
	}
	if semantic.MatchString(service.Version.Or("")) {
		m.Version = service.Version.Value
	}
	if client, _ := clients.Find(bundleClient); client.Asks {
		m.Server.Launch.Args = append(m.Server.Launch.Args, "--consent="+decide.ConsentClient)
	}
	for _, capability := range decide.Callable(s.Declaration, decide.Filters{}) {
		m.Tools = append(m.Tools, bundleTool{capability.Name.Value, printable(capability.Description.Value)})
	}
	if variable := service.Auth.Variable(); variable != "" {
		m.Server.Launch.Env = map[string]string{variable: "${user_config." + keySetting + "}"}
		m.Settings = map[string]bundleOption{keySetting: {
			Type: "string", Title: title + " API key", Sensitive: true, Required: true,
			Description: "Sent to " + originOf(s, "") + " and nowhere else. Use a restricted key where " + title + " has them.",
		}}
	}
	return m
}
