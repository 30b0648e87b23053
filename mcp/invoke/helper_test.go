package invoke

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/analysis/syntax"
	"github.com/usepaso/usepaso/mcp/audit"
	"github.com/usepaso/usepaso/mcp/consent"
)

// secret looks like no real key; it is put together so that scanners pass over it.
var secret = "sk_" + "test_" + "NotARealKeyButLongEnough42"

const shop = `version: "1.0"
service:
  name: Shop
  description: A shop
  base_url: http://api.example.com/v1
  auth:
    type: bearer
    env: USEPASO_SHOP
capabilities:
  - name: list_orders
    description: List the orders
    method: GET
    path: /orders
    permission: read
    inputs:
      limit:
        type: integer
        default: 10
        in: query
        constraints:
          max_value: 100
  - name: get_order
    description: Get one order
    method: GET
    path: /orders/{id}
    permission: read
    inputs:
      id: {type: string, required: true, in: path}
    output:
      id: {type: string, description: The order}
  - name: create_order
    description: Create an order
    method: POST
    path: /orders
    permission: write
    inputs:
      amount: {type: integer}
  - name: delete_order
    description: Delete an order
    method: DELETE
    path: /orders/{id}
    permission: admin
    consent_required: true
    inputs:
      id: {type: string, required: true, in: path}
  - name: put_order
    description: Replace an order
    method: PUT
    path: /orders/{id}
    permission: write
    inputs:
      id: {type: string, required: true, in: path}
    constraints:
      - max_per_hour: 3
permissions:
  read: [list_orders, get_order]
  forbidden: [wipe]
`

func declare(t testing.TB, text string) *declaration.Declaration {
	t.Helper()
	return declaration.Read(syntax.Parse(source.NewFile("usepaso.yaml", text)), nil)
}

// engine returns an Engine whose requests go to base.
func engine(t testing.TB, base string, change func(*Options)) *Engine {
	t.Helper()
	d := declare(t, shop)
	client, err := NewClient(ClientOptions{UserAgent: "usepaso/test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	o := Options{
		Rules: func() *Rules { return &Rules{Base: d, Filters: decide.Filters{}} },
		Path:  "/shop/usepaso.yaml", BaseURL: base, Secret: secret, Client: client, Timeout: 3 * time.Second,
	}
	if change != nil {
		change(&o)
	}
	e := New(o)
	t.Cleanup(e.Close)
	return e
}

// raw serves connections by hand: each gets the text of one request's head and
// whatever f writes. It returns the origin and the count of requests that came.
func raw(t testing.TB, f func(head string, conn net.Conn)) (origin string, requests *atomic.Int64) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	requests = &atomic.Int64{}
	var wg sync.WaitGroup
	t.Cleanup(func() { _ = l.Close(); wg.Wait() })
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() {
				defer conn.Close()
				_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
				head, err := readHead(conn)
				if err != nil {
					return
				}
				requests.Add(1)
				f(head, conn)
			})
		}
	})
	return "http://" + l.Addr().String(), requests
}

func readHead(conn net.Conn) (string, error) {
	r := bufio.NewReader(conn)
	var b strings.Builder
	for {
		line, err := r.ReadString('\n')
		b.WriteString(line)
		if err != nil || line == "\r\n" {
			return b.String(), err
		}
	}
}

// says answers every request with the same bytes and closes.
func says(t testing.TB, answer string) (string, *atomic.Int64) {
	return raw(t, func(_ string, conn net.Conn) { _, _ = io.WriteString(conn, answer) })
}

func ok(contentType, body string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", contentType, len(body), body)
}

func run(t testing.TB, e *Engine, name, args string) *Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
	defer cancel()
	return e.Run(ctx, Call{Name: name, Raw: []byte(args)})
}

// verdicts answers every question alike and counts them.
type verdicts struct {
	consent.Verdict
	asked atomic.Int64
	last  *consent.Question
	then  func()
}

func (v *verdicts) Ask(_ context.Context, q *consent.Question) consent.Verdict {
	v.asked.Add(1)
	v.last = q
	if v.then != nil {
		v.then()
	}
	return v.Verdict
}

// ledger is an Auditor and Limiter that can be told to fail.
type ledger struct {
	mu      sync.Mutex
	records []audit.Entry
	broken  bool
	taken   map[string]int
}

var errDisk = errors.New("no space left on device")

func (l *ledger) Check(context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken {
		return errDisk
	}
	return nil
}

func (l *ledger) Write(_ context.Context, r ...audit.Entry) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken {
		return errDisk
	}
	l.records = append(l.records, r...)
	return nil
}

// wait lets the recorder bring n entries.
func (l *ledger) wait(t testing.TB, n int) {
	t.Helper()
	timeout, again := time.After(20*time.Second), time.NewTicker(5*time.Millisecond)
	defer again.Stop()
	for {
		l.mu.Lock()
		have := len(l.records)
		l.mu.Unlock()
		if have >= n {
			return
		}
		select {
		case <-again.C:
		case <-timeout:
			t.Fatalf("%d entries of %d", have, n)
		}
	}
}

func (l *ledger) Take(_ context.Context, key string, limit int, _ time.Time) (bool, time.Duration, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken {
		return false, 0, errDisk
	}
	if l.taken == nil {
		l.taken = map[string]int{}
	}
	if l.taken[key] >= limit {
		return false, 90 * time.Second, nil
	}
	l.taken[key]++
	return true, 0, nil
}

func TestMain(m *testing.M) {
	// A proxy of the machine must not come between the tests and their backends.
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"} {
		_ = os.Unsetenv(name)
	}
	m.Run()
}
