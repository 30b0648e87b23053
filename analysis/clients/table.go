package clients

// All returns the known clients, the most asked for first.
//
// Sources, as of AsOf: the makers' pages on MCP (code.claude.com/docs/en/mcp,
// cursor.com/docs/mcp, code.visualstudio.com/docs/agents/reference/mcp-configuration,
// docs.windsurf.com, zed.dev/docs/ai/mcp, geminicli.com/docs/tools/mcp-server,
// developers.openai.com/codex/mcp).
func All() []Client {
	return []Client{
		{
			ID: "claude-desktop", Title: "Claude Desktop",
			Scope: Global, Format: JSONC, Key: "mcpServers",
			Hint: "Restart Claude Desktop to connect.",
			// Reported: it asks before every tool until told "always allow", and
			// declares no elicitation to local servers.
			Asks: true, Elicits: false,
			NameLimit: 64,
			path:      claudeDesktop,
		},
		{
			ID: "claude-code", Title: "Claude Code",
			Scope: Workspace, Format: JSONC, Key: "mcpServers",
			Hint: "Restart Claude Code to connect.",
			Asks: true, Elicits: true,
			NameLimit: 64, NamePrefix: "mcp__%s__",
			Expands: "${", Shell: true,
			path: func(e Env) string { return e.join(e.Dir, ".mcp.json") },
		},
		{
			ID: "cursor", Title: "Cursor",
			Scope: Workspace, Format: JSONC, Key: "mcpServers",
			Hint: "Restart Cursor to connect.",
			Asks: true, Elicits: true,
			NameLimit: 60, NamePrefix: "%s:",
			Expands: "${",
			path:    func(e Env) string { return e.join(e.Dir, ".cursor", "mcp.json") },
		},
		{
			ID: "vscode", Title: "VS Code",
			Scope: Workspace, Format: JSONC, Key: "servers", Type: "stdio",
			Hint: "Reload VS Code to connect.",
			Asks: true, Elicits: true,
			NameLimit: 64, NamePrefix: "mcp_%s_",
			Expands: "${", Inputs: true,
			path: func(e Env) string { return e.join(e.Dir, ".vscode", "mcp.json") },
		},
		{
			ID: "windsurf", Title: "Windsurf",
			Scope: Global, Format: JSONC, Key: "mcpServers",
			Hint: "Restart Windsurf to connect.",
			// No page says that it asks, so it is not trusted to.
			Asks: false, Elicits: false,
			NameLimit: 64,
			Expands:   "${",
			path:      func(e Env) string { return e.join(e.Home, ".codeium", "windsurf", "mcp_config.json") },
		},
		{
			ID: "zed", Title: "Zed",
			Scope: Global, Format: JSONC, Key: "context_servers",
			Hint: "Restart Zed to connect.",
			// Elicitation is on its list of features to come.
			Asks: true, Elicits: false,
			NameLimit: 64,
			path:      zed,
		},
		{
			ID: "codex", Title: "Codex",
			Scope: Global, Format: TOML, Key: "mcp_servers",
			Hint: "Restart Codex to connect.",
			// Reported: it asks when destructiveHint is true, and hands a server a
			// short list of variables only.
			Asks: true, Elicits: true,
			NameLimit: 64, NamePrefix: "mcp__%s__",
			path: codex,
		},
		{
			ID: "gemini", Title: "Gemini CLI",
			Scope: Global, Format: JSONC, Key: "mcpServers",
			Hint: "Restart Gemini CLI to connect.",
			// It keeps variables that look like secrets from servers.
			Asks: true, Elicits: false,
			NameLimit: 64, NamePrefix: "mcp_%s_",
			Expands: "$",
			path:    func(e Env) string { return e.join(e.Home, ".gemini", "settings.json") },
		},
	}
}
