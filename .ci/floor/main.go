// Command floor speaks just enough MCP to be measured, and does nothing with a call
// but send it on with Go's HTTP client: what no server in Go can do without.
//
//	floor usepaso.yaml
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/declaration"
)

type message struct {
	ID     json.RawMessage
	Method string
	Params struct {
		Name      string
		Arguments json.RawMessage
	}
}

type floor struct {
	d         *declaration.Declaration
	transport *http.Transport
	mu        sync.Mutex // of standard output
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	f := &floor{d: analysis.Analyze(os.Args[1], string(text)).Declaration, transport: http.DefaultTransport.(*http.Transport).Clone()}
	f.transport.MaxIdleConns, f.transport.MaxIdleConnsPerHost = 512, 512
	in := bufio.NewReaderSize(os.Stdin, 64<<10)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		go f.handle(line)
	}
}

func (f *floor) handle(line []byte) {
	var m message
	if json.Unmarshal(line, &m) != nil {
		return
	}
	switch m.Method {
	case "initialize":
		f.answer(m.ID, `{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"floor","version":"1"}}`)
	case "tools/list":
		var tools []string
		for _, c := range f.d.Capabilities {
			tools = append(tools, fmt.Sprintf(`{"name":%q,"inputSchema":{"type":"object"}}`, c.Name.Value))
		}
		f.answer(m.ID, `{"tools":[`+strings.Join(tools, ",")+`]}`)
	case "tools/call":
		text, err := f.call(m)
		if err != nil {
			text = err.Error()
		}
		quoted, _ := json.Marshal(text)
		f.answer(m.ID, `{"content":[{"type":"text","text":`+string(quoted)+`}]}`)
	}
}

// call sends the arguments as the body, or the only one as the last part of the path.
func (f *floor) call(m message) (string, error) {
	c := f.d.Capability(m.Params.Name)
	path, placeholder, _ := strings.Cut(c.Path.Value, "{")
	var body io.Reader
	if placeholder != "" {
		value := string(m.Params.Arguments[strings.IndexByte(string(m.Params.Arguments), ':')+1:])
		path += strings.Trim(value, `"} `)
	} else {
		body = strings.NewReader(string(m.Params.Arguments))
	}
	req, err := http.NewRequest(c.Method.Value, f.d.Service.BaseURL.Value+path, body)
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := f.transport.RoundTrip(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	return string(text), err
}

func (f *floor) answer(id json.RawMessage, result string) {
	line := `{"jsonrpc":"2.0","id":` + string(id) + `,"result":` + result + "}\n"
	f.mu.Lock()
	defer f.mu.Unlock()
	_, _ = os.Stdout.WriteString(line)
}
