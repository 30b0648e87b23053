package lsp

import (
	"encoding/json"
	"errors"
	"os/exec"
	"testing"
	"time"

	"go.lsp.dev/jsonrpc2"
)

const home = "file:///work/usepaso.yaml"

// pushing is an editor that takes what is pushed, with versions.
const pushing = `{"textDocument": {"publishDiagnostics": {"versionSupport": true}}}`

// pulling is an editor that asks for diagnostics.
const pulling = `{"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}}`

// code returns the number of a request's error.
func code(err error) jsonrpc2.Code {
	if e, ok := errors.AsType[*jsonrpc2.Error](err); ok {
		return e.Code
	}
	return 0
}

func TestPhases(t *testing.T) {
	t.Parallel()
	e := connect(t, Options{Version: "9.9"})
	if err := e.call("textDocument/hover", at(home, 0, 0), nil); code(err) != jsonrpc2.ServerNotInitialized {
		t.Errorf("before initialize: %v", err)
	}
	var result struct {
		Capabilities struct{ PositionEncoding string }
		ServerInfo   struct{ Name, Version string }
	}
	e.must("initialize", map[string]any{"processId": nil, "capabilities": map[string]any{}}, &result)
	if result.Capabilities.PositionEncoding != "utf-16" || result.ServerInfo.Name != "usepaso" || result.ServerInfo.Version != "9.9" {
		t.Errorf("initialize answered %+v", result)
	}
	if err := e.call("initialize", map[string]any{"processId": nil, "capabilities": map[string]any{}}, nil); code(err) != jsonrpc2.InvalidRequest {
		t.Errorf("second initialize: %v", err)
	}
	if err := e.call("textDocument/nonsense", map[string]any{}, nil); code(err) != jsonrpc2.MethodNotFound {
		t.Errorf("unknown method: %v", err)
	}
	if err := e.call("textDocument/diagnostic", []int{1}, nil); code(err) != jsonrpc2.InvalidParams {
		t.Errorf("bad parameters: %v", err)
	}
	e.must("shutdown", nil, nil)
	if err := e.call("textDocument/diagnostic", document(home), nil); code(err) != jsonrpc2.InvalidRequest {
		t.Errorf("after shutdown: %v", err)
	}
	e.notify("exit", nil)
	if err := <-e.served; err != nil {
		t.Errorf("Serve returned %v", err)
	}
	e.served <- nil
}

func TestExitWithoutShutdown(t *testing.T) {
	t.Parallel()
	e := start(t, `{}`, Options{})
	e.notify("exit", nil)
	if err := <-e.served; !errors.Is(err, ErrExit) {
		t.Errorf("Serve returned %v", err)
	}
	e.served <- nil
}

func TestEndOfStream(t *testing.T) {
	t.Parallel()
	e := start(t, `{}`, Options{})
	e.pipe.Close()
	if err := <-e.served; err != nil {
		t.Errorf("Serve returned %v", err)
	}
	e.served <- nil
}

// TestParentDies ends a session whose editor is gone although the stream is open.
func TestParentDies(t *testing.T) {
	t.Parallel()
	child := exec.Command("cat")
	input, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Skip(err)
	}
	e := connect(t, Options{})
	e.must("initialize", map[string]any{"processId": child.Process.Pid, "capabilities": map[string]any{}}, nil)
	if err := input.Close(); err != nil {
		t.Error(err)
	}
	if err := child.Wait(); err != nil {
		t.Error(err)
	}
	select {
	case err := <-e.served:
		if err != nil {
			t.Errorf("Serve returned %v", err)
		}
		e.served <- nil
	case <-time.After(patience):
		t.Fatal("the server outlived its editor")
	}
}

// TestUnknownParent stays with an editor whose process cannot be seen from here.
func TestUnknownParent(t *testing.T) {
	t.Parallel()
	child := exec.Command("true")
	if err := child.Run(); err != nil {
		t.Skip(err)
	}
	e := connect(t, Options{})
	e.must("initialize", map[string]any{"processId": child.Process.Pid, "capabilities": map[string]any{}}, nil)
	e.must("shutdown", nil, nil)
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	for capabilities, want := range map[string]string{
		`{}`: "utf-16",
		`{"general": {"positionEncodings": ["utf-16"]}}`:          "utf-16",
		`{"general": {"positionEncodings": ["utf-32", "utf-8"]}}`: "utf-8",
		`{"general": {"positionEncodings": ["utf-16", "utf-8"]}}`: "utf-8",
	} {
		e := connect(t, Options{})
		var result struct {
			Capabilities struct{ PositionEncoding string }
		}
		e.must("initialize", map[string]any{"processId": nil, "capabilities": json.RawMessage(capabilities)}, &result)
		if got := result.Capabilities.PositionEncoding; got != want {
			t.Errorf("%s: %s, want %s", capabilities, got, want)
		}
	}
}
