package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
)

// agent is an MCP client that makes one request at a time, for the demonstration.
type agent struct {
	in  *bufio.Reader
	out io.Writer
	// asked is told each question that the server puts to the person, and says what
	// the person answers.
	asked  func(question string) (agreed bool)
	lastID int
}

// agentMessage is a message from the server: an answer, a question or a notice.
type agentMessage struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params struct {
		Message string `json:"message"`
	} `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// toolAnswer is the result of a call.
type toolAnswer struct {
	Content []struct {
		Text string `json:"text"`
	} `json:"content"`
	IsError bool `json:"isError"`
}

func (a toolAnswer) text() string {
	if len(a.Content) == 0 {
		return ""
	}
	return a.Content[0].Text
}

// greet opens the session as a client that can show questions.
func (a *agent) greet() error {
	var ignored json.RawMessage
	err := a.request("initialize", map[string]any{
		"protocolVersion": "2025-06-18",
		"capabilities":    map[string]any{"elicitation": map[string]any{}},
		"clientInfo":      map[string]any{"name": "usepaso demo", "version": programVersion()},
	}, &ignored)
	if err != nil {
		return err
	}
	return a.send(map[string]any{"jsonrpc": "2.0", "method": "notifications/initialized"})
}

// call calls a tool.
func (a *agent) call(tool string, arguments map[string]any) (answer toolAnswer, err error) {
	err = a.request("tools/call", map[string]any{"name": tool, "arguments": arguments}, &answer)
	return answer, err
}

// request sends a request and reads on until its answer has come. Questions that
// come before are answered.
func (a *agent) request(method string, params, result any) error {
	a.lastID++
	id := fmt.Sprint(a.lastID)
	if err := a.send(map[string]any{"jsonrpc": "2.0", "id": a.lastID, "method": method, "params": params}); err != nil {
		return err
	}
	for {
		line, err := a.in.ReadBytes('\n')
		if err != nil {
			return fmt.Errorf("the server ended: %w", err)
		}
		var m agentMessage
		if err := json.Unmarshal(line, &m); err != nil {
			return fmt.Errorf("the server said something else than a message: %w", err)
		}
		switch {
		case m.Method == "elicitation/create":
			err = a.answer(m)
		case m.Method == "" && string(m.ID) == id && m.Error != nil:
			return fmt.Errorf("%s: %s", method, m.Error.Message)
		case m.Method == "" && string(m.ID) == id:
			return json.Unmarshal(m.Result, result)
		}
		if err != nil {
			return err
		}
	}
}

// answer answers a question as the person does.
func (a *agent) answer(m agentMessage) error {
	result := map[string]any{"action": "decline"}
	if a.asked(m.Params.Message) {
		result = map[string]any{"action": "accept", "content": map[string]any{"confirm": true}}
	}
	return a.send(map[string]any{"jsonrpc": "2.0", "id": m.ID, "result": result})
}

func (a *agent) send(message any) error {
	line, err := json.Marshal(message)
	if err != nil {
		return err
	}
	_, err = a.out.Write(append(line, '\n'))
	return err
}
