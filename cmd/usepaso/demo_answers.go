package main

import (
	"embed"
	"encoding/json"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/request"
)

//go:embed demo
var demoFiles embed.FS

// demoAnswer answers a call of the demonstration: what is kept for the capability,
// a list filtered and cut as the arguments say.
func demoAnswer(c *declaration.Capability, args request.Arguments) ([]byte, bool) {
	body, err := demoFiles.ReadFile("demo/" + c.Name.Value + ".json")
	if err != nil {
		return nil, false
	}
	var list struct {
		Object string            `json:"object"`
		Data   []json.RawMessage `json:"data"`
	}
	if json.Unmarshal(body, &list) != nil || list.Data == nil {
		return body, true
	}
	kept := []json.RawMessage{}
	for _, element := range list.Data {
		if matches(element, args) {
			kept = append(kept, element)
		}
	}
	if limit, ok := args["limit"].(json.Number); ok {
		if n, err := limit.Int64(); err == nil && n >= 0 && n < int64(len(kept)) {
			kept = kept[:n]
		}
	}
	list.Data = kept
	body, err = json.Marshal(list)
	return body, err == nil
}

// matches reports whether an element has the values of all arguments that name one
// of its fields.
func matches(element json.RawMessage, args request.Arguments) bool {
	var fields map[string]any
	if json.Unmarshal(element, &fields) != nil {
		return false
	}
	for name, want := range args {
		if got, ok := fields[name]; ok && got != want {
			return false
		}
	}
	return true
}
