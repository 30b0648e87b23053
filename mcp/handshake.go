package mcp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"

	mcpclient "github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"
)

// Greeting is what a server said when it was started.
type Greeting struct {
	Name, Version string
	Protocol      string
	Tools         []string
	Stderr        string // its first 64 kB
}

// Command says how to start a server, as a client's configuration does.
type Command struct {
	Path string
	Args []string
	Env  []string // the whole environment, NAME=value; nil for none at all
	Dir  string   // "" for the current folder
}

// Handshake starts a server as a client would, greets it, lists its tools and ends
// it again. The greeting is also returned with an error, as far as it came: its
// Stderr usually says why.
func Handshake(ctx context.Context, c Command) (Greeting, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	command := exec.CommandContext(ctx, c.Path, c.Args...)
	command.Env, command.Dir = append([]string{}, c.Env...), c.Dir
	stderr := &head{limit: 64 << 10}
	command.Stderr = stderr
	stdin, err := command.StdinPipe()
	if err != nil {
		return Greeting{}, err
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return Greeting{}, err
	}
	if err := command.Start(); err != nil {
		return Greeting{}, fmt.Errorf("starting %s: %w", c.Path, err)
	}
	greeting, err := greet(ctx, stdout, stdin)
	_ = stdin.Close()
	cancel()
	_ = command.Wait() // it was ended by us
	greeting.Stderr = stderr.String()
	return greeting, err
}

func greet(ctx context.Context, stdout io.Reader, stdin io.WriteCloser) (Greeting, error) {
	conn := transport.NewIO(stdout, stdin, io.NopCloser(strings.NewReader("")))
	client := mcpclient.NewClient(conn)
	if err := client.Start(ctx); err != nil {
		return Greeting{}, err
	}
	defer func() { _ = client.Close() }()
	var hello mcp.InitializeRequest
	hello.Params.ProtocolVersion = mcp.LATEST_LEGACY_PROTOCOL_VERSION
	hello.Params.ClientInfo = mcp.Implementation{Name: "usepaso-handshake", Version: "1.0.0"}
	answer, err := client.Initialize(ctx, hello)
	if err != nil {
		return Greeting{}, fmt.Errorf("the server did not answer the greeting: %w", plainly(err))
	}
	g := Greeting{Name: answer.ServerInfo.Name, Version: answer.ServerInfo.Version, Protocol: answer.ProtocolVersion}
	list, err := client.ListTools(ctx, mcp.ListToolsRequest{})
	if err != nil {
		return g, fmt.Errorf("the server did not list its tools: %w", plainly(err))
	}
	for _, t := range list.Tools {
		g.Tools = append(g.Tools, t.Name)
	}
	return g, nil
}

// plainly says what it means for a server that the transport was closed.
func plainly(err error) error {
	if errors.Is(err, transport.ErrTransportClosed) {
		return errors.New("it ended")
	}
	return err
}

// head keeps the first bytes written to it and drops the rest.
type head struct {
	mu    sync.Mutex
	b     bytes.Buffer
	limit int
}

func (h *head) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if room := h.limit - h.b.Len(); room > 0 {
		h.b.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

func (h *head) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.b.String()
}
