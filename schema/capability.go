package schema

// Capability is one item of "capabilities".
var Capability = &Object{
	Name: "capability",
	Doc:  "One operation of the API, offered to agents as one tool.",
	Keys: []Key{
		{
			Name: "name", Type: text(), Required: true, NonEmpty: true, MaxLength: maxName, Pattern: `^[a-z][a-z0-9_]*$`, Words: []string{"id", "operation_id", "tool"},
			Doc: "Name of the tool: unique, lower case letters, digits and `_`, beginning with a letter, at most 100 characters.\n\n```yaml\nname: create_refund\n```",
		},
		{
			Name: "description", Type: text(), Required: true, NonEmpty: true, MaxLength: maxDescription, Words: []string{"summary"},
			Doc: "What the tool does, at most 500 characters. Agents choose tools by this text.",
		},
		{
			Name: "method", Type: text(), Required: true, NonEmpty: true, Enum: []string{"GET", "POST", "PUT", "PATCH", "DELETE"}, Words: []string{"verb", "http_method"},
			Doc: "HTTP method, in upper case.",
		},
		{
			Name: "path", Type: text(), Required: true, NonEmpty: true, MaxLength: maxAddress, Pattern: `^/`, Words: []string{"url", "route", "endpoint"},
			Doc: "Path behind `base_url`, beginning with `/`. Every `{placeholder}` needs an input of that name with `in: path`.\n\n```yaml\npath: /charges/{charge_id}\n```",
		},
		{
			Name: "permission", Type: text(), Required: true, NonEmpty: true, Enum: []string{"read", "write", "admin"}, Guard: true, Words: []string{"tier"},
			Spellings: map[string]string{"readonly": "read", "administrator": "admin"},
			Doc:       "Tier of the capability: `read`, `write` or `admin`. `usepaso serve --permission` offers only tools up to a tier.",
		},
		{
			Name: "consent_required", Type: Type{Kind: Boolean}, Default: "false", Guard: true,
			Words: []string{"consent", "requires_consent", "require_consent", "needs_consent", "confirm", "confirmation_required", "requires_confirmation", "require_confirmation", "approval_required", "requires_approval"},
			Doc:   "With `true` a human is asked before every call. Default: `false`.",
		},
		{
			Name: "encoding", Type: text(), Extension: true, Enum: encodings, Spellings: encodingSpellings, Default: "json", Words: []string{"content_type"},
			Doc: "Encoding of this capability's request body: `json`, `form` or `multipart`. Default: `service.encoding`.",
		},
		{
			Name: "inputs", Type: mapOf(Input), Words: []string{"params", "parameters", "arguments", "args"},
			Doc: "What the agent may pass, by name. Nothing else is accepted.\n\n```yaml\ninputs:\n  limit:\n    type: integer\n    description: Number of charges to return\n    in: query\n```",
		},
		{
			Name: "output", Type: mapOf(Output), Words: []string{"response", "returns"},
			Doc: "What the API answers, by field. It is told to the agent and not enforced.",
		},
		{
			Name: "constraints", Type: oneOrMore(Constraint), Guard: true, Words: []string{"limits", "guardrails", "rate_limit"},
			Doc: "Limits on calls and on values, checked before anything is sent: a list of maps, or one map.\n\n```yaml\nconstraints:\n  - max_per_hour: 100\n  - max_value: 10000\n    input: amount\n```",
		},
	},
}

// Output is one entry of a capability's "output".
var Output = &Object{
	Name: "output",
	Doc:  "One field of the API's answer.",
	Keys: []Key{
		{
			Name: "type", Type: text(), Required: true, NonEmpty: true,
			Enum: []string{"string", "integer", "number", "boolean", "object", "array"}, Spellings: typeSpellings,
			Doc: "Type of the field.",
		},
		{
			Name: "description", Type: text(), Words: []string{"summary"},
			Doc: "What the field means. Agents read it.",
		},
	},
}

// Permissions is the "permissions" section.
var Permissions = &Object{
	Name: "permissions",
	Doc:  "Capabilities by tier. A capability that no list names keeps its own `permission`.",
	Keys: []Key{
		{Name: "read", Type: listOf(text()), Words: []string{"readonly"}, Doc: "Names of capabilities that only read."},
		{Name: "write", Type: listOf(text()), Doc: "Names of capabilities that change data."},
		{Name: "admin", Type: listOf(text()), Doc: "Names of capabilities that change much, or cannot be undone."},
		{
			Name: "forbidden", Type: listOf(text()), Guard: true, Words: []string{"deny", "denied", "blocked", "never"},
			Doc: "Names that are never offered and are refused by name. They need not be declared: naming `delete_customer` here says that " +
				"leaving it out is intended.",
		},
	},
}
