package schema

// Root is the whole file.
var Root = &Object{
	Name: "declaration",
	Doc: "A `usepaso.yaml` declares what an AI agent may do with one HTTP API. Each capability becomes one tool; " +
		"what is not declared cannot be called. Keys that begin with `x-` are allowed everywhere and ignored.",
	Keys: []Key{
		{
			Name: "version", Type: text(), Required: true, NonEmpty: true, Enum: []string{"1.0"},
			Doc: "Version of the declaration format: always the text `\"1.0\"`, in quotes, since a bare `1.0` is a number.\n\n```yaml\nversion: \"1.0\"\n```",
		},
		{
			Name: "service", Type: structure(Service), Required: true,
			Doc: "The API behind the tools: its name, its address and how it is authenticated.",
		},
		{
			Name: "capabilities", Type: listOf(structure(Capability)), Required: true, Words: []string{"tools", "endpoints", "actions", "operations"},
			Doc: "What an agent may do. Each item becomes one tool, in this order.",
		},
		{
			Name: "permissions", Type: structure(Permissions), Guard: true,
			Doc: "Sorts the capabilities into tiers and names those that no agent may ever call. Where a capability's own " +
				"`permission` and its list differ, the file is refused.",
		},
	},
}

// Service is the "service" section.
var Service = &Object{
	Name: "service",
	Doc:  "The API behind the tools.",
	Keys: []Key{
		{
			Name: "name", Type: text(), Required: true, NonEmpty: true, MaxLength: maxName, Words: []string{"title"},
			Doc: "Name of the API, at most 100 characters. It is the name of the MCP server and of its entry in a client's configuration.",
		},
		{
			Name: "description", Type: text(), Required: true, NonEmpty: true, MaxLength: maxDescription, Words: []string{"summary"},
			Doc: "What the API is for, at most 500 characters.",
		},
		{
			Name: "base_url", Type: text(), Required: true, NonEmpty: true, MaxLength: maxAddress, Words: []string{"url", "host", "server", "endpoint", "address"},
			Doc: "Absolute `https` or `http` address that every path is appended to. A path prefix is kept; a query, a fragment or " +
				"`user:password@` is an error.\n\n```yaml\nbase_url: https://api.stripe.com/v1\n```",
		},
		{
			Name: "version", Type: text(), Default: "1.0.0",
			Doc: "Version that the MCP server reports. Default: `1.0.0`.",
		},
		{
			Name: "auth", Type: structure(Auth), Words: []string{"authentication", "authorization", "security"},
			Doc: "How requests are authenticated. The secret itself never stands in the file: it comes from an environment variable. Without this section no secret is sent.",
		},
		{
			Name: "openapi", Type: text(), Extension: true, MaxLength: maxAddress, Words: []string{"spec", "swagger"},
			Doc: "Path or https address of the API's OpenAPI document. Capabilities are compared with it, and wire names and body encodings are read from it. " +
				"Without this key `openapi.json`, `openapi.yaml`, `swagger.json` or `swagger.yaml` beside the declaration is used.\n\n```yaml\nopenapi: ./openapi.json\n```",
		},
		{
			Name: "encoding", Type: text(), Extension: true, Enum: encodings, Spellings: encodingSpellings, Default: "json",
			Doc: "Encoding of request bodies: `json`, `form` (`application/x-www-form-urlencoded`) or `multipart`. Default: what the linked " +
				"OpenAPI document says, `form` for a few APIs known to take nothing else, otherwise `json`.",
		},
	},
}

// Auth is "service.auth".
var Auth = &Object{
	Name: "auth",
	Doc:  "How requests are authenticated.",
	Keys: []Key{
		{
			Name: "type", Type: text(), Required: true, NonEmpty: true, Enum: []string{"api_key", "bearer", "oauth2", "none", "basic"},
			Spellings: map[string]string{"token": "bearer", "jwt": "bearer", "key": "api_key", "oauth": "oauth2"},
			Doc: "- `bearer`, `oauth2`: `Authorization: Bearer <secret>`\n- `api_key`: the bare secret in a header, the query or a cookie\n" +
				"- `basic` (extension): the secret is `user:password`\n- `none`: nothing is sent",
		},
		{
			Name: "header", Type: text(), Default: "Authorization", MaxLength: maxName,
			Doc: "Header that carries the secret. Default: `Authorization`.\n\n```yaml\nheader: X-API-Key\n```",
		},
		{
			Name: "prefix", Type: text(), MaxLength: maxName, Words: []string{"scheme"},
			Doc: "Word in front of the secret. Default: `Bearer` for `bearer` and `oauth2`, none for `api_key`; `\"\"` for none.",
		},
		{
			Name: "env", Type: text(), Extension: true, Default: "USEPASO_AUTH_TOKEN", Words: []string{"env_var", "environment", "variable"},
			Doc: "Environment variable that holds the secret. Default: `USEPASO_AUTH_TOKEN`. With several services give each its own.\n\n```yaml\nenv: USEPASO_STRIPE\n```",
		},
		{
			Name: "in", Type: text(), Extension: true, Enum: []string{"header", "query", "cookie"}, Default: "header",
			Doc: "Where an `api_key` travels: `header`, `query` or `cookie`. Default: `header`. `query` and `cookie` need `name`.",
		},
		{
			Name: "name", Type: text(), Extension: true, NonEmpty: true, MaxLength: maxName, Words: []string{"param", "parameter"},
			Doc: "Name of the query parameter or cookie that carries an `api_key`.",
		},
	},
}

var encodings = []string{"json", "form", "multipart"}

var encodingSpellings = map[string]string{
	"application/json":                  "json",
	"application/x-www-form-urlencoded": "form",
	"urlencoded":                        "form",
	"form-urlencoded":                   "form",
	"multipart/form-data":               "multipart",
	"form-data":                         "multipart",
}
