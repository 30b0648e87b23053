package exchange

import (
	"slices"
	"sync"
	"time"
)

// moment is how long a connection is trusted to be as it was.
const moment = time.Second

// pool keeps connections that are not in use, by address.
type pool struct {
	max     int           // of one address
	timeout time.Duration // after which a connection is closed

	mu   sync.Mutex
	idle map[string][]*conn // the last to come back at the end
	next *time.Timer        // until expire; nil while nothing is idle
}

// take returns the connection to an address that was used last and that the
// server has not closed; or nil. With trusting, one that was used a moment ago is
// not looked at, which takes a system call.
func (p *pool) take(address string, trusting bool) *conn {
	for {
		c := p.last(address)
		if c == nil || trusting && time.Since(c.idleSince) < moment || c.looker.quiet() {
			return c
		}
		_ = c.network.Close()
	}
}

func (p *pool) last(address string) *conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	conns := p.idle[address]
	if len(conns) == 0 {
		return nil
	}
	c := conns[len(conns)-1]
	p.idle[address] = conns[:len(conns)-1]
	return c
}

// keep takes a connection back; false when there are enough.
func (p *pool) keep(c *conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.idle[c.address]) >= p.max {
		return false
	}
	if p.idle == nil {
		p.idle = map[string][]*conn{}
	}
	c.idleSince = time.Now()
	p.idle[c.address] = append(p.idle[c.address], c)
	if p.next == nil {
		p.next = time.AfterFunc(p.timeout, p.expire)
	}
	return true
}

// expire closes what has been idle for too long.
func (p *pool) expire() {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := time.Now().Add(-p.timeout)
	p.next = nil
	for address, conns := range p.idle {
		fresh := slices.IndexFunc(conns, func(c *conn) bool { return c.idleSince.After(before) })
		if fresh < 0 {
			fresh = len(conns)
		}
		for _, c := range conns[:fresh] {
			_ = c.network.Close()
		}
		p.idle[address] = slices.Delete(conns, 0, fresh)
		if len(p.idle[address]) == 0 {
			delete(p.idle, address)
		}
	}
	if len(p.idle) > 0 {
		p.next = time.AfterFunc(p.timeout/2, p.expire)
	}
}

// close closes all.
func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for address, conns := range p.idle {
		for _, c := range conns {
			_ = c.network.Close()
		}
		delete(p.idle, address)
	}
}
