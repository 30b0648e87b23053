package invoke

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/usepaso/usepaso/mcp/consent"
	"github.com/usepaso/usepaso/mcp/exchange"
)

var errFault = errors.New("injected")

// faults makes the n-th operation on the network, and all after it, fail.
type faults struct{ left atomic.Int64 }

func (f *faults) err() error {
	if f.left.Add(-1) < 0 {
		return errFault
	}
	return nil
}

func (f *faults) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if err := f.err(); err != nil {
		return nil, err
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	return &faultyConn{conn, f}, err
}

type faultyConn struct {
	net.Conn
	f *faults
}

func (c *faultyConn) Read(p []byte) (int, error) {
	if err := c.f.err(); err != nil {
		return 0, err
	}
	return c.Conn.Read(p[:min(len(p), 16)])
}

func (c *faultyConn) Write(p []byte) (int, error) {
	if err := c.f.err(); err != nil {
		_, _ = c.Conn.Write(p[:len(p)/2]) // half of it went out
		return len(p) / 2, err
	}
	return c.Conn.Write(p)
}

// TestNetworkFaults: whichever operation fails, the call ends as an error and what
// a person agreed to goes out once at most.
func TestNetworkFaults(t *testing.T) {
	t.Parallel()
	origin, _ := raw(t, func(_ string, conn net.Conn) {
		_, _ = io.WriteString(conn, ok("application/json", `{"id":"o_1","note":"long enough for a few reads"}`))
	})
	transports := map[string]func(*faults) http.RoundTripper{
		"library": func(f *faults) http.RoundTripper {
			return &http.Transport{DialContext: f.dial, DisableKeepAlives: true}
		},
		"exchange": func(f *faults) http.RoundTripper { return exchange.New(&http.Transport{DialContext: f.dial}) },
	}
	for kind, transport := range transports {
		t.Run(kind, func(t *testing.T) { networkFaults(t, origin, transport) })
	}
}

func networkFaults(t *testing.T, origin string, transport func(*faults) http.RoundTripper) {
	succeeded := 0
	for n := range 20 {
		for _, name := range []string{"delete_order", "create_order", "get_order"} {
			var f faults
			f.left.Store(int64(n))
			client, err := NewClient(ClientOptions{Transport: transport(&f)})
			if err != nil {
				t.Fatal(err)
			}
			e := engine(t, origin, func(o *Options) { o.Client = client; o.Timeout = 5 * time.Second })
			args := `{"id":"1"}`
			if name == "create_order" {
				args = `{}`
			}
			start := time.Now()
			asker := &verdicts{Verdict: consent.Accepted}
			r := e.Run(t.Context(), Call{Name: name, Raw: []byte(args), Asker: asker})
			if took := time.Since(start); took > 4*time.Second {
				t.Errorf("%s, fault %d: took %v", name, n, took)
			}
			switch {
			case r.Failure == nil:
				succeeded++
			case r.Failure.Kind != NetworkError:
				t.Errorf("%s, fault %d: %s", name, n, r.Text)
			}
		}
	}
	if succeeded == 0 || succeeded == 60 {
		t.Errorf("%d of 60 succeeded", succeeded)
	}
}
