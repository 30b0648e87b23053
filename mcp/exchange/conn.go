package exchange

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// conn is a connection that carries one exchange after the other.
type conn struct {
	network   net.Conn
	address   string
	pool      *pool
	looker    looker
	in        *bufio.Reader
	out       []byte // the request, used again
	maxHeader int64
	header    int64 // bytes that the header of a response may still take; negative for no limit

	idleSince time.Time
	// Of the exchange in progress:
	stop  func() bool // ends watching the context; false when that closed the connection
	said  bool        // some of the request was written
	heard bool        // some of the response was read
}

func newConn(network net.Conn, address string, p *pool, maxHeader int64) *conn {
	c := &conn{network: network, address: address, pool: p, looker: newLooker(network), maxHeader: maxHeader}
	c.in = bufio.NewReader(c)
	return c
}

// Read reads from the network within the limit of the header.
func (c *conn) Read(p []byte) (int, error) {
	if c.header == 0 {
		return 0, fmt.Errorf("server response headers exceeded %d bytes", c.maxHeader)
	}
	if c.header > 0 {
		p = p[:min(int64(len(p)), c.header)]
	}
	n, err := c.network.Read(p)
	c.heard = c.heard || n > 0
	if c.header > 0 {
		c.header -= int64(n)
	}
	return n, err
}

// send carries out one exchange up to the header of the response. After an error
// the connection is closed.
func (c *conn) send(req *http.Request) (*http.Response, error) {
	c.said, c.heard = false, false
	c.stop = afterFunc(req.Context(), func() { _ = c.network.Close() })
	resp, err := c.exchange(req)
	if err != nil {
		c.done(false)
		if cause := req.Context().Err(); cause != nil {
			return nil, cause
		}
		return nil, err
	}
	reusable := !resp.Close && resp.StatusCode != http.StatusSwitchingProtocols
	if resp.Body == http.NoBody {
		c.done(reusable)
		return resp, nil
	}
	resp.Body = &body{r: resp.Body, c: c, reusable: reusable}
	return resp, nil
}

func (c *conn) exchange(req *http.Request) (*http.Response, error) {
	decoded := decodes(req)
	if err := c.write(req, decoded); err != nil {
		return nil, err
	}
	c.header = c.maxHeader // of all 1xx responses together, too
	for {
		resp, err := http.ReadResponse(c.in, req)
		if err != nil {
			return nil, err
		}
		if informational(resp.StatusCode) {
			continue
		}
		c.header = -1
		if decoded {
			decode(resp)
		}
		return resp, nil
	}
}

// informational reports whether another response follows.
func informational(status int) bool {
	return status >= 100 && status < 200 && status != http.StatusSwitchingProtocols
}

// write sends the request in one piece.
func (c *conn) write(req *http.Request, compressed bool) (err error) {
	if c.out, err = appendRequest(c.out[:0], req, compressed); err != nil {
		return err
	}
	n, err := c.network.Write(c.out)
	c.said = n > 0
	return err
}

// done ends the exchange. The connection is kept for the next one if this one came
// to its end and nothing is left of it.
func (c *conn) done(reusable bool) {
	if c.stop() && reusable && c.in.Buffered() == 0 && c.looker != nil && c.pool.keep(c) {
		return
	}
	_ = c.network.Close()
}

// afterFunc is context.AfterFunc, which goes through a context of its own even for one
// that can do this itself.
func afterFunc(ctx context.Context, f func()) (stop func() bool) {
	if c, ok := ctx.(interface {
		AfterFunc(f func()) (stop func() bool)
	}); ok {
		return c.AfterFunc(f)
	}
	return context.AfterFunc(ctx, f)
}
