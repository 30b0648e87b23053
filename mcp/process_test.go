package mcp

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/mcp/audit"
	"github.com/usepaso/usepaso/mcp/limit"
)

// TestMain makes the test binary a server when a test starts it as one.
func TestMain(m *testing.M) {
	path := os.Getenv("USEPASO_TEST_SERVE")
	if path == "" {
		m.Run()
		return
	}
	err := Serve(context.Background(), Options{
		Load: func() (*analysis.Snapshot, error) {
			raw, err := os.ReadFile(path)
			return analysis.Analyze(path, string(raw)), err
		},
		File: path, BaseURL: os.Getenv("USEPASO_TEST_BASE"), Secret: "not-a-real-key", Mock: os.Getenv("USEPASO_TEST_BASE") == "",
		Filters: decide.Filters{Consent: decide.ConsentAsk},
		Limiter: limit.NewFiles(os.Getenv("USEPASO_TEST_STATE")), Auditor: audit.Open(os.Getenv("USEPASO_TEST_STATE")),
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

func environment(path, base, state string) []string {
	env := []string{"USEPASO_TEST_SERVE=" + path, "USEPASO_TEST_BASE=" + base, "USEPASO_TEST_STATE=" + state}
	for _, name := range []string{"PATH", "SYSTEMROOT", "GOCOVERDIR"} {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}

func TestHandshake(t *testing.T) {
	t.Parallel()
	path, _ := file(t, shop)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	g, err := Handshake(ctx, Command{Path: os.Args[0], Env: environment(path, "", t.TempDir())})
	if err != nil || g.Name != "Shop" || len(g.Tools) != 4 || !strings.Contains(g.Stderr, "Agents welcome.") {
		t.Errorf("%v %+v", err, g)
	}
	broken, _ := file(t, "version: [")
	if g, err := Handshake(ctx, Command{Path: os.Args[0], Env: environment(broken, "", t.TempDir())}); err == nil || !strings.Contains(g.Stderr, "errors") {
		t.Errorf("a broken file: %v %+v", err, g)
	}
	if _, err := Handshake(ctx, Command{Path: filepath.Join(t.TempDir(), "nothing")}); err == nil {
		t.Error("started nothing")
	}
}

// process is a server of its own, driven by a client that answers questions.
type process struct {
	cmd     *exec.Cmd
	stdin   io.WriteCloser
	writing sync.Mutex
	results chan message
}

// start runs a server; accept decides about each of its questions.
func start(t *testing.T, path, base, state string, accept func() bool) *process {
	t.Helper()
	p := &process{cmd: exec.Command(os.Args[0]), results: make(chan message, 1000)}
	p.cmd.Env = environment(path, base, state)
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.results)
		for d := json.NewDecoder(stdout); ; {
			var m message
			if d.Decode(&m) != nil {
				return
			}
			switch m.Method {
			case "elicitation/create":
				p.write(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept","content":{"confirm":%t}}}`, m.ID, accept()))
			case "":
				p.results <- m
			}
		}
	}()
	p.write(strings.Replace(hello, `"capabilities":{}`, `"capabilities":{"elicitation":{}}`, 1))
	<-p.results
	return p
}

func (p *process) write(line string) {
	p.writing.Lock()
	defer p.writing.Unlock()
	_, _ = io.WriteString(p.stdin, line+"\n")
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// TestSendsUnderAnySchedule: with two processes, restarts and kills, a tool that
// needs consent is never sent more often than a person agreed, and never more
// often than its hourly limit allows.
func TestSendsUnderAnySchedule(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("processes cannot be killed gently enough for pipes there")
	}
	t.Parallel()
	const hourly = 12
	b := newBackend(t, nil)
	path, _ := file(t, strings.Replace(shop, "      amount: {type: integer}\n  - name: delete_order", "      amount: {type: integer}\n    constraints:\n      - max_per_hour: 12\n  - name: delete_order", 1))
	state := t.TempDir()
	var accepted atomic.Int64
	var mu sync.Mutex
	random := rand.New(rand.NewPCG(7, 11))
	accept := func() bool {
		mu.Lock()
		defer mu.Unlock()
		yes := random.IntN(3) > 0
		if yes {
			accepted.Add(1)
		}
		return yes
	}
	var wg sync.WaitGroup
	for worker := range 2 {
		wg.Go(func() {
			for round := range 3 {
				p := start(t, path, b.URL, state, accept)
				const calls = 6
				for i := range calls {
					p.write(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"create_refund","arguments":{"order":"o_%d_%d_%d"}}}`, i+10, worker, round, i))
				}
				answers := calls
				if round == 1 {
					answers = 2 // and then it dies in the middle
				}
				for range answers {
					select {
					case <-p.results:
					case <-time.After(patience):
						t.Error("no result")
					}
				}
				p.kill()
			}
		})
	}
	wg.Wait()
	sent := map[string]int{}
	for _, r := range b.requests() {
		sent[r]++
	}
	total := 0
	for r, n := range sent {
		total += n
		if n > 1 {
			t.Errorf("%d times: %s", n, r)
		}
	}
	if int64(total) > accepted.Load() || total > hourly || total == 0 {
		t.Errorf("%d sent, %d accepted, %d allowed", total, accepted.Load(), hourly)
	}
}
