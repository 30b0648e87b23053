// Command bare is the smallest proxy from MCP to HTTP that the MCP library allows:
// no checks, no limits, no consent, no audit. Benchmarks hold the server against it.
//
//	USEPASO_AUTH_TOKEN=x bare usepaso.yaml
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/declaration"
)

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = 512, 512
	p := proxy{client: &http.Client{Transport: transport}, token: os.Getenv("USEPASO_AUTH_TOKEN")}
	d := analysis.Analyze(os.Args[1], string(text)).Declaration
	p.base = d.Service.BaseURL.Value
	s := server.NewMCPServer("bare", "1.0.0")
	for _, c := range d.Capabilities {
		s.AddTool(tool(c), p.handler(c))
	}
	if err := server.ServeStdio(s, server.WithWorkerPoolSize(100), server.WithQueueSize(1000)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func tool(c *declaration.Capability) mcp.Tool {
	options := []mcp.ToolOption{mcp.WithDescription(c.Description.Value)}
	for _, in := range c.Inputs {
		if in.Type.Value == "integer" {
			options = append(options, mcp.WithNumber(in.Name))
		} else {
			options = append(options, mcp.WithString(in.Name))
		}
	}
	return mcp.NewTool(c.Name.Value, options...)
}

// plain writes a number without an exponent.
func plain(value any) string {
	if number, ok := value.(float64); ok {
		return strconv.FormatFloat(number, 'f', -1, 64)
	}
	return fmt.Sprint(value)
}

type proxy struct {
	client      *http.Client
	base, token string
}

func (p proxy) handler(c *declaration.Capability) server.ToolHandlerFunc {
	return func(ctx context.Context, call mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		path, fields := c.Path.Value, map[string]any{}
		for name, value := range call.GetArguments() {
			if placeholder := "{" + name + "}"; strings.Contains(path, placeholder) {
				path = strings.ReplaceAll(path, placeholder, plain(value))
			} else {
				fields[name] = value
			}
		}
		var body io.Reader
		if c.HasBody() {
			text, err := json.Marshal(fields)
			if err != nil {
				return nil, err
			}
			body = bytes.NewReader(text)
		}
		request, err := http.NewRequestWithContext(ctx, c.Method.Value, p.base+path, body)
		if err != nil {
			return nil, err
		}
		request.Header.Set("Authorization", "Bearer "+p.token)
		request.Header.Set("Content-Type", "application/json")
		response, err := p.client.Do(request)
		if err != nil {
			return mcp.NewToolResultError(err.Error()), nil
		}
		defer func() { _ = response.Body.Close() }()
		text, err := io.ReadAll(response.Body)
		if err != nil {
			return nil, err
		}
		return mcp.NewToolResultText(string(text)), nil
	}
}
